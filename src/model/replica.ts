import type { ApiReplica } from "../api/bodies/replica";
import type { ClusterConnection, DoSettings } from "./cluster";
import { flatProperties } from "./describe";
import { describeConnection } from "./describeConnection";
import type { DatabaseEngine } from "./engine";
import type { Partly } from "./partly";

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
