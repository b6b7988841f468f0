import {
  count,
  detail,
  list,
  object,
  optional,
  required,
  text,
  unlessEmpty,
  withOddDetails,
} from "../api/decode";
import type { Decoded } from "../api/decode";
import { connection, flatProperties } from "../connection/connection";
import type { ClusterConnection, DatabaseEngine, Partly } from "../connection/connection";
import { describeConnection } from "../connection/uri";
import { explainAbsence } from "./absence";
import { credentialProperties } from "./clusterShape";
import type { DoSettings } from "./clusterShape";
import { namedPart, partKey } from "./identifiers";
import type { PartArgs, PartKey } from "./identifiers";
import type { Read } from "./read";
import { replicaFields } from "./secrecy";

/** `database_replica`. Only its name is required by the API's description. */
export const replica = {
  id: detail(text),
  name: required(text),
  region: detail(text),
  size: detail(text),
  status: detail(text),
  tags: detail(list(text)),
  createdAt: detail(text),
  privateNetworkUuid: detail(text),
  storageSizeMib: detail(count),
  connection,
  privateConnection: connection,
  doSettings: detail(unlessEmpty(object({ serviceCnames: detail(list(text)) }))),
};

/** The body of `GET /v2/databases/{uuid}/replicas/{name}`. */
export const replicaBody = object({ replica: required(withOddDetails(object(replica))) });

/** A read-only replica as the API describes it, members in camelCase. */
export type ApiReplica = Decoded<typeof replicaBody>["replica"];

/** A replica, and what it replicates, which its own answer does not say. */
interface ReplicaOfEngine extends ApiReplica {
  readonly engine: string;
}

/** The replica of a mock, which may say the engine beside it or in it. */
function mockedReplica(body: unknown, path: string): ReplicaOfEngine {
  const { engine, replica } = object({
    engine: optional(text),
    replica: required(object({ engine: optional(text) })),
  })(body, path);
  return { ...replicaBody(body, path).replica, engine: engine ?? replica.engine ?? "pg" };
}

/** `GET /v2/databases/{uuid}/replicas/{name}`, and the cluster for its engine. */
export const replicaRead: Read<PartArgs, PartKey, ReplicaOfEngine, ReplicaProperties> = {
  name: "getDatabaseReplica",
  fields: replicaFields,
  envelope: "replica",
  body: mockedReplica,
  key: partKey,
  subject: (key) => namedPart("replica", key),
  async ask({ key, subject, api }) {
    const cluster = api.getClusterOutline(key.clusterUuid);
    // Of two errors the replica's is told; until it is known, nobody waits for the other.
    cluster.catch(() => undefined);
    const reading = api.getReplica(key.clusterUuid, key.name, subject);
    const replica = await explainAbsence(reading, "replicas", key, subject, api, () => cluster);
    return { ...replica, engine: (await cluster).engine };
  },
  describe: (replica, { clusterUuid }) => describeReplica(replica, replica.engine, clusterUuid),
  defaults: (key) => ({ ...key, engine: "pg" }),
  credentials: credentialProperties,
  facts: ({ engine, status }, key) => ({ subject: replicaRead.subject(key), engine, status }),
};

/** The properties of a read-only replica of a cluster, as plain values. */
export interface ReplicaProperties {
  /** UUID of the cluster. Public. From the argument. */
  readonly clusterUuid: string;
  /** UUID of the replica. Public. From `id`. */
  readonly id: string | undefined;
  /** Name of the replica; part of its host names. Public. From `name`. */
  readonly name: string;
  /** Slug of the region, such as `nyc3`. Public. From `region`. */
  readonly region: string | undefined;
  /** Slug of the node's size, such as `db-s-2vcpu-4gb`. Public. From `size`. */
  readonly size: string | undefined;
  /** `creating`, `online`, `resizing`, `migrating`, `forking`, `active`, or what there may come. Public. From `status`. */
  readonly status: string | undefined;
  /** Tags; `undefined` also where the token lacks the scope `tag:read`. Public. From `tags`. */
  readonly tags: string[] | undefined;
  /** When the replica was created, RFC 3339 in UTC. Public. From `created_at`. */
  readonly createdAt: string | undefined;
  /** Engine of the cluster. Public. From the cluster's `engine`. */
  readonly engine: DatabaseEngine;
  /** UUID of the VPC; `undefined` also where the token lacks `vpc:read`. Public. From `private_network_uuid`. */
  readonly privateNetworkUuid: string | undefined;
  /** Storage added to what the size brings, in MiB. Public. From `storage_size_mib`. */
  readonly storageSizeMib: number | undefined;

  /** The replica over the public network. Secret. From `connection`. */
  readonly connection: ClusterConnection | undefined;
  /** The replica over the VPC. Secret. From `private_connection`. */
  readonly privateConnection: ClusterConnection | undefined;
  /** DigitalOcean's settings of the replica. Secret. From `do_settings`. */
  readonly doSettings: DoSettings | undefined;

  /**
   * Connection URI, user and password in it: the API's own text, from `connection.uri`; where the API leaves that
   * empty, as in its own example of a replica, built from the parts. Secret.
   */
  readonly uri: string;
  /** Host name. Secret. From `connection.host`. */
  readonly host: string;
  /** TCP port. Secret. From `connection.port`. */
  readonly port: number;
  /** Name of the default user. Secret. From `connection.user`. */
  readonly user: string;
  /** Password of the default user. Secret. From `connection.password`. */
  readonly password: string;
  /** Name of the default database. Secret. From `connection.database`. */
  readonly database: string | undefined;
  /** As `uri`, over the VPC. Secret. From `private_connection.uri`, or built. */
  readonly privateUri: string | undefined;
  /** As `host`, over the VPC. Secret. From `private_connection.host`. */
  readonly privateHost: string | undefined;
  /** As `port`, over the VPC. Secret. From `private_connection.port`. */
  readonly privatePort: number | undefined;
}

/** The replica as this package hands it out. */
export function describeReplica(
  api: ApiReplica,
  engine: string,
  clusterUuid: string,
): Partly<ReplicaProperties> {
  const { oddDetails: _, ...replica } = api;
  const connection = describeConnection(replica.connection, engine);
  const privateConnection = describeConnection(replica.privateConnection, engine);
  const flat = flatProperties(connection, privateConnection);
  return { ...replica, clusterUuid, engine, connection, privateConnection, ...flat };
}
