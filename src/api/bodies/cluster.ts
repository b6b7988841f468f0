import {
  array,
  count,
  flag,
  list,
  nullable,
  object,
  optional,
  port,
  required,
  text,
  unlessEmpty,
} from "../decode";
import type { Decoded, Decoder } from "../decode";
import { isJsonObject } from "../json";
import { connection, serviceConnection } from "./connection";
import { user } from "./user";

const maintenanceWindow = {
  day: optional(text),
  hour: optional(text),
  pending: optional(flag),
  description: optional(list(text)),
};

const rule = {
  uuid: optional(text),
  clusterUuid: optional(text),
  type: optional(text),
  value: optional(text),
  createdAt: optional(text),
  description: optional(text),
};

/**
 * `database_cluster`. Only five members are required by the API's description, and where the description
 * knows no `null` real answers have had one; engines, statuses and other words of a fixed set are read as
 * they come, because the set grows.
 */
const cluster = {
  id: optional(text),
  name: required(text),
  engine: required(text),
  version: optional(text),
  semanticVersion: optional(text),
  numNodes: required(count),
  size: required(text),
  region: required(text),
  status: optional(text),
  createdAt: optional(text),
  tags: optional(list(text)),
  dbNames: optional(list(text)),
  maintenanceWindow: optional(unlessEmpty(object(maintenanceWindow))),
  projectId: optional(text),
  privateNetworkUuid: optional(text),
  storageSizeMib: optional(count),
  versionEndOfLife: optional(text),
  versionEndOfAvailability: optional(text),
  connection: optional(unlessEmpty(object(connection))),
  privateConnection: optional(unlessEmpty(object(connection))),
  standbyConnection: optional(unlessEmpty(object(connection))),
  standbyPrivateConnection: optional(unlessEmpty(object(connection))),
  uiConnection: optional(unlessEmpty(object(serviceConnection))),
  schemaRegistryConnection: optional(unlessEmpty(object(serviceConnection))),
  users: optional(list(object(user))),
  metricsEndpoints: optional(list(object({ host: optional(text), port: optional(port) }))),
  rules: optional(list(object(rule))),
  doSettings: optional(unlessEmpty(object({ serviceCnames: optional(list(text)) }))),
};

/** The body of `GET /v2/databases/{uuid}`. */
export const clusterBody = object({ database: required(object(cluster)) });

/** A cluster as the API describes it, members in camelCase, `undefined` for absent, `null` and empty. */
export type ApiCluster = Decoded<typeof clusterBody>["database"];

/** What tells the clusters of a list apart. */
export interface ListedCluster {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/**
 * The body of a page of `GET /v2/databases`: of every cluster what tells it apart, and the whole of those with the
 * name that is looked for. What is odd about another cluster is of no interest.
 *
 * The API's description declares no paging for this list; its general prose does, and other clients follow it.
 */
export function clustersBody(name: string): Decoder<{
  readonly listed: readonly ListedCluster[];
  readonly named: readonly ApiCluster[];
  readonly hasNext: boolean;
  readonly total: number | undefined;
}> {
  return (body, path) => {
    const { databases = [], links, meta } = page(body, path);
    const listed: ListedCluster[] = [];
    const named: ApiCluster[] = [];
    databases.forEach((entry, index) => {
      if (isJsonObject(entry)) {
        listed.push({ id: word(entry["id"]), name: word(entry["name"]) });
        if (entry["name"] === name) {
          named.push(object(cluster)(entry, `databases[${index}]`));
        }
      }
    });
    return { listed, named, hasNext: links?.pages?.next !== undefined, total: meta?.total };
  };
}

/**
 * The body of such a page, for those who look for several clusters by UUID: each as it came, `undefined` for none.
 */
export const listedClustersBody: Decoder<{
  readonly byUuid: ReadonlyMap<string | undefined, unknown>;
  readonly length: number;
  readonly total: number | undefined;
}> = (body, path) => {
  const { databases = [], meta } = page(body, path);
  const entries = databases.filter(isJsonObject);
  const byUuid = new Map(entries.map((entry) => [word(entry["id"])?.toLowerCase(), entry]));
  return { byUuid, length: databases.length, total: meta?.total };
};

const page = object({
  databases: nullable(array),
  links: optional(object({ pages: optional(object({ next: optional(text) })) })),
  meta: optional(object({ total: optional(count) })),
});

function word(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
