import {
  array,
  count,
  detail,
  flag,
  list,
  Malformed,
  nullable,
  object,
  optional,
  port,
  required,
  text,
  unlessEmpty,
  withOddDetails,
} from "../decode";
import type { Decoded, Decoder } from "../decode";
import { isJsonObject } from "../json";
import { ownMember } from "../own";
import { shortened } from "../shown";
import { connection, serviceConnection } from "./connection";
import { listedUser } from "./user";

const maintenanceWindow = {
  day: detail(text),
  hour: detail(text),
  pending: detail(flag),
  description: detail(list(text)),
};

const rule = {
  uuid: detail(text),
  clusterUuid: detail(text),
  type: detail(text),
  value: detail(text),
  createdAt: detail(text),
  description: detail(text),
};

/**
 * `database_cluster`. Only five members are required by the API's description. Real answers have had `null` in members
 * that the description does not allow it in. Words of a fixed set, such as engines and statuses, are not checked, because
 * the set grows.
 *
 * Members that a connection needs, or that are never `undefined`, are read strictly. The other members are details.
 */
export const cluster = {
  id: optional(text),
  name: required(text),
  engine: required(text),
  version: detail(text),
  semanticVersion: detail(text),
  numNodes: required(count),
  size: required(text),
  region: required(text),
  status: detail(text),
  createdAt: detail(text),
  tags: detail(list(text)),
  dbNames: detail(list(text)),
  maintenanceWindow: detail(unlessEmpty(object(maintenanceWindow))),
  projectId: detail(text),
  privateNetworkUuid: detail(text),
  storageSizeMib: detail(count),
  versionEndOfLife: detail(text),
  versionEndOfAvailability: detail(text),
  connection,
  privateConnection: connection,
  standbyConnection: connection,
  standbyPrivateConnection: connection,
  uiConnection: serviceConnection,
  schemaRegistryConnection: serviceConnection,
  users: detail(list(object(listedUser))),
  metricsEndpoints: detail(list(object({ host: detail(text), port: detail(port) }))),
  rules: detail(list(object(rule))),
  doSettings: detail(unlessEmpty(object({ serviceCnames: detail(list(text)) }))),
};

const clusterInBody = withOddDetails(object(cluster));

/** The body of `GET /v2/databases/{uuid}`. */
export const clusterBody = object({ database: required(clusterInBody) });

/** As {@link clusterBody}, only what identifies the cluster, its engine and its status. */
export const clusterOutlineBody = object({
  database: required(
    object({ id: optional(text), name: detail(text), engine: required(text), status: detail(text) }),
  ),
});

export type ApiClusterOutline = Decoded<typeof clusterOutlineBody>["database"];

/** A cluster as the API describes it, members in camelCase, `undefined` for absent, `null` and empty. */
export type ApiCluster = Decoded<typeof clusterBody>["database"];

/** What identifies a cluster in a list. */
export interface ListedCluster {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** A cluster in a list that has the name which is looked for. */
export interface NamedCluster extends ListedCluster {
  /** `undefined` if the list does not have all that a GET of the cluster may have. */
  readonly whole: ApiCluster | undefined;
}

/**
 * The body of a page of `GET /v2/databases`: of every cluster its id and name, and the whole of those with the name that
 * is looked for. Other clusters are not checked.
 *
 * The API's description declares no paging for this list; its general prose does, and other clients follow it.
 */
export function clustersBody(name: string): Decoder<{
  readonly listed: readonly ListedCluster[];
  readonly named: readonly NamedCluster[];
  readonly hasNext: boolean;
  readonly total: number | undefined;
}> {
  return (body, path) => {
    const odd = new Set<string>();
    const { databases = [], links, meta } = page(body, path, odd);
    const listed: ListedCluster[] = [];
    const named: NamedCluster[] = [];
    for (const entry of databases) {
      if (isJsonObject(entry)) {
        const [id, entryName] = [ownMember(entry, "id"), ownMember(entry, "name")];
        const cluster = { id: shortWord(id), name: shortWord(entryName) };
        listed.push(cluster);
        if (entryName === name) {
          named.push({ ...cluster, whole: wholeCluster(entry) });
        }
      }
    }
    const [unreadable] = odd;
    if (unreadable !== undefined && named.length === 0) {
      throw new Malformed(`${unreadable} cannot be read`);
    }
    // If the links cannot be read, a full page may have a next one.
    const mayHaveNext = odd.size > 0 && databases.length >= clustersPerPage;
    const hasNext = mayHaveNext || links?.pages?.next !== undefined;
    return { listed, named, hasNext, total: meta?.total };
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
  const byUuid = new Map(entries.map((entry) => [shortWord(ownMember(entry, "id"))?.toLowerCase(), entry]));
  return { byUuid, length: databases.length, total: meta?.total };
};

/** As many as are asked for (`clustersPath`). */
const clustersPerPage = 200;

const page = object({
  databases: nullable(array),
  links: detail(object({ pages: detail(object({ next: detail(text) })) })),
  meta: detail(object({ total: detail(count) })),
});

/**
 * A cluster in a list as a GET of it would answer, if it is well-formed and has its credentials. Otherwise a GET
 * decides what the cluster has.
 */
export function wholeCluster(entry: unknown): ApiCluster | undefined {
  let decoded: ApiCluster;
  try {
    decoded = clusterInBody(entry, "");
  } catch (error) {
    if (error instanceof Malformed) {
      return undefined;
    }
    throw error;
  }
  const { host, user, password } = decoded.connection ?? {};
  // No answer but the one to its creation has a MongoDB cluster's password.
  const hasLogin = user !== undefined && (password !== undefined || decoded.engine === "mongodb");
  return host !== undefined && hasLogin ? decoded : undefined;
}

/** What a message can show of a text: other clusters than those looked up are kept for messages only. */
function shortWord(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? shortened(value) : undefined;
}
