/** A read-only replica: its form in the API's answers, its properties, and the requests for it. */
import { count, detail, list, object, required, text, unlessEmpty, withOddDetails } from "../api/decode";
import type { Decoded } from "../api/decode";
import { connection, shortcutsOf } from "../connection/connection";
import type { ClusterConnection, DatabaseEngine, Partly } from "../connection/connection";
import { describeConnection } from "../connection/uri";
import { getClusterOutline, getPart } from "./absence";
import { credentialProperties } from "./clusterShape";
import type { DoSettings, Shortcuts } from "./clusterShape";
import { namedPart, partKey } from "./identifiers";
import type { PartKey } from "./identifiers";
import type { PartArgs, Read } from "./read";
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

/** A replica in the form of the API, and the engine of its cluster, which that does not name. */
type ApiReplica = Decoded<typeof replicaBody>["replica"] & { readonly engine: string };

/** The properties of a read-only replica of a cluster, as plain values. */
export interface ReplicaProperties extends Shortcuts {
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
  /** `creating`, `online`, `resizing`, `migrating`, `forking`, `active`, or one that DigitalOcean adds. Public. From `status`. */
  readonly status: string | undefined;
  /** Tags; `undefined` also if the token lacks the scope `tag:read`. Public. From `tags`. */
  readonly tags: string[] | undefined;
  /** When the replica was created, RFC 3339 in UTC. Public. From `created_at`. */
  readonly createdAt: string | undefined;
  /** Engine of the cluster. Public. From the cluster's `engine`. */
  readonly engine: DatabaseEngine;
  /** UUID of the VPC; `undefined` also if the token lacks `vpc:read`. Public. From `private_network_uuid`. */
  readonly privateNetworkUuid: string | undefined;
  /** Storage added to what the size brings, in MiB. Public. From `storage_size_mib`. */
  readonly storageSizeMib: number | undefined;

  /** The replica over the public network. Secret. From `connection`. */
  readonly connection: ClusterConnection | undefined;
  /** The replica over the VPC. Secret. From `private_connection`. */
  readonly privateConnection: ClusterConnection | undefined;
  /** DigitalOcean's settings of the replica. Secret. From `do_settings`. */
  readonly doSettings: DoSettings | undefined;
}

/** `GET /v2/databases/{uuid}/replicas/{name}`, and the cluster for its engine. */
export const replicaRead: Read<PartArgs, PartKey, ApiReplica, ReplicaProperties> = {
  name: "getDatabaseReplica",
  fields: replicaFields,
  credentials: credentialProperties,
  key: partKey,
  subject: (key) => namedPart("replica", key),
  async ask({ key, subject, api }) {
    const cluster = getClusterOutline(api, key.clusterUuid);
    // If both requests fail, the replica's error counts. Without a handler the other one would be an unhandled rejection.
    cluster.catch(() => undefined);
    const decode = (body: unknown, path: string): Decoded<typeof replicaBody>["replica"] =>
      replicaBody(body, path).replica;
    const found = await getPart(api, "replicas", key, subject, decode, () => cluster);
    return { ...found, engine: (await cluster).engine };
  },
  describe: describeReplica,
  defaults: (key) => ({ ...key, engine: "pg" }),
  facts: ({ engine, status }, key) => ({ subject: replicaRead.subject(key), engine, status }),
};

/** The properties of a replica, from an answer. */
function describeReplica(
  { oddDetails: _, ...api }: ApiReplica,
  { clusterUuid }: Pick<PartKey, "clusterUuid">,
): Partly<ReplicaProperties> {
  const publicConnection = describeConnection(api.connection, api.engine);
  const privateConnection = describeConnection(api.privateConnection, api.engine);
  const shortcuts = shortcutsOf(publicConnection, privateConnection);
  return { ...api, clusterUuid, connection: publicConnection, privateConnection, ...shortcuts };
}
