import {
  Malformed,
  array,
  count,
  detail,
  flag,
  isJsonObject,
  list,
  nullable,
  object,
  optional,
  ownMember,
  port,
  required,
  text,
  unlessEmpty,
  withOddDetails,
} from "../api/decode";
import type { Decoded, Decoder } from "../api/decode";
import { shortened } from "../api/shown";
import { connection, flatProperties, serviceConnection } from "../connection/connection";
import type { ClusterConnection, DatabaseEngine, Lacking, ServiceConnection } from "../connection/connection";
import { describeConnection, describeService } from "../connection/uri";
import { listedUser } from "./user";
import type { DatabaseUser } from "./user";

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

export const page = object({
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
export function shortWord(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? shortened(value) : undefined;
}

/**
 * The properties of a looked-up database cluster, as plain values.
 *
 * Which of them are secret is decided in `clusterFields`; the data functions and the wiring hand each out
 * accordingly. What the API leaves out, sends as `null` or leaves empty is `undefined`.
 */
export interface ClusterProperties {
  /** UUID of the cluster. Public. From `id`. */
  readonly id: string;
  /** Name of the cluster; part of its host names. Public. From `name`. */
  readonly name: string;
  /**
   * `pg`, `mysql`, `redis`, `valkey`, `mongodb`, `kafka`, `opensearch`, `advanced_pg`, `advanced_mysql`, or
   * whatever DigitalOcean adds. Public. From `engine`.
   */
  readonly engine: DatabaseEngine;
  /** Version of the engine as it is chosen, such as `17`. Public. From `version`. */
  readonly version: string | undefined;
  /** Version of the engine to the patch, such as `17.5`. Public. From `semantic_version`. */
  readonly semanticVersion: string | undefined;
  /** Number of nodes, the primary included. Public. From `num_nodes`. */
  readonly numNodes: number;
  /** Slug of the nodes' size, such as `db-s-2vcpu-4gb`. Public. From `size`. */
  readonly size: string;
  /** Slug of the region, such as `nyc3`. Public. From `region`. */
  readonly region: string;
  /**
   * `creating`, `online`, `resizing`, `migrating` or `forking`; only `online` is settled. Words not known
   * today are passed on. Public. From `status`.
   */
  readonly status: string | undefined;
  /** When the cluster was created, RFC 3339 in UTC. Public. From `created_at`. */
  readonly createdAt: string | undefined;
  /** Tags; `undefined` also where the token lacks the scope `tag:read`. Public. From `tags`. */
  readonly tags: string[] | undefined;
  /** Names of the databases; Redis and Valkey have none. Public. From `db_names`. */
  readonly dbNames: string[] | undefined;
  /** When updates are applied. Public. From `maintenance_window`. */
  readonly maintenanceWindow: MaintenanceWindow | undefined;
  /** UUID of the project; `undefined` also where the token lacks `project:read`. Public. From `project_id`. */
  readonly projectId: string | undefined;
  /** UUID of the VPC; `undefined` also where the token lacks `vpc:read`. Public. From `private_network_uuid`. */
  readonly privateNetworkUuid: string | undefined;
  /** Storage added to what the size brings, in MiB. Public. From `storage_size_mib`. */
  readonly storageSizeMib: number | undefined;
  /** When the version is no longer maintained, usually RFC 3339. Public. From `version_end_of_life`. */
  readonly versionEndOfLife: string | undefined;
  /** When the version can no longer be chosen, usually RFC 3339. Public. From `version_end_of_availability`. */
  readonly versionEndOfAvailability: string | undefined;

  /** The primary node over the public network. Secret. From `connection`. */
  readonly connection: ClusterConnection | undefined;
  /** The primary node over the VPC. Secret. From `private_connection`. */
  readonly privateConnection: ClusterConnection | undefined;
  /** The standby nodes, read-only, over the public network. Secret. From `standby_connection`. */
  readonly standbyConnection: ClusterConnection | undefined;
  /** The standby nodes, read-only, over the VPC. Secret. From `standby_private_connection`. */
  readonly standbyPrivateConnection: ClusterConnection | undefined;
  /** OpenSearch's dashboard. Secret. From `ui_connection`. */
  readonly uiConnection: ServiceConnection | undefined;
  /** Kafka's schema registry. Secret. From `schema_registry_connection`. */
  readonly schemaRegistryConnection: ServiceConnection | undefined;
  /** Users of the database; Redis and Valkey have none. Secret. From `users`. */
  readonly users: DatabaseUser[] | undefined;
  /** Where metrics are served, one for the primary and one for the standby nodes. Secret. From `metrics_endpoints`. */
  readonly metricsEndpoints: MetricsEndpoint[] | undefined;
  /** Trusted sources: who may connect. Secret. From `rules`. */
  readonly rules: FirewallRule[] | undefined;
  /** DigitalOcean's settings of the cluster. Secret. From `do_settings`. */
  readonly doSettings: DoSettings | undefined;

  /**
   * Connection URI, user and password in it: the API's own text, from `connection.uri`; if that is empty, as for Kafka,
   * built from the other members. Secret.
   */
  readonly uri: string;
  /** Host name of the primary node. Secret. From `connection.host`. */
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
  /** As `port`, over the VPC; Kafka's differs from the public one. Secret. From `private_connection.port`. */
  readonly privatePort: number | undefined;
}

/** What may be missing of a cluster, or a replica, that is looked up with `requireCredentials: false`. */
export const credentialProperties = ["uri", "host", "port", "user", "password"] as const;

/** One of them. */
export type CredentialProperty = (typeof credentialProperties)[number];

/** As {@link ClusterProperties}, where the credentials may be missing. */
export type ClusterPropertiesWithoutCredentials = Lacking<ClusterProperties, CredentialProperty>;

/** When updates are applied. Public. From `maintenance_window`, members of the same names. */
export interface MaintenanceWindow {
  /** Day of the week, such as `saturday`. */
  readonly day: string | undefined;
  /** Time of day in UTC, `14:00` or `08:45:12`. */
  readonly hour: string | undefined;
  /** Whether an update is waiting. */
  readonly pending: boolean | undefined;
  /** What is waiting. */
  readonly description: string[] | undefined;
}

/** A trusted source. Secret as a whole. From `firewall_rule`, members of the same names in snake case. */
export interface FirewallRule {
  /** UUID of the rule. */
  readonly uuid: string | undefined;
  /** UUID of the cluster. */
  readonly clusterUuid: string | undefined;
  /** `droplet`, `k8s`, `ip_addr`, `tag` or `app`. */
  readonly type: string | undefined;
  /** IP address, id of the resource, or tag. */
  readonly value: string | undefined;
  /** When the rule was created, RFC 3339 in UTC. */
  readonly createdAt: string | undefined;
  /** Free text. */
  readonly description: string | undefined;
}

/** Where metrics are served. Secret as a whole. From `database_service_endpoint`. */
export interface MetricsEndpoint {
  /** Host name. */
  readonly host: string | undefined;
  /** TCP port. */
  readonly port: number | undefined;
}

/** DigitalOcean's settings of the cluster. Secret as a whole. From `do_settings`. */
export interface DoSettings {
  /** Further names that lead to the cluster. */
  readonly serviceCnames: string[] | undefined;
}

/**
 * The cluster as this package hands it out: the API's members, the shortcuts beside them, and no URI that lacks its
 * password, because it would look as if it worked.
 *
 * @param uuid what was asked for; the API's description does not promise an `id`
 */
export function describeCluster(api: ApiCluster, uuid: string): ClusterPropertiesWithoutCredentials {
  const { oddDetails: _, ...cluster } = api;
  const { engine } = cluster;
  const connection = describeConnection(cluster.connection, engine);
  const privateConnection = describeConnection(cluster.privateConnection, engine);
  return {
    ...cluster,
    id: cluster.id ?? uuid,
    connection,
    privateConnection,
    standbyConnection: describeConnection(cluster.standbyConnection, engine),
    standbyPrivateConnection: describeConnection(cluster.standbyPrivateConnection, engine),
    uiConnection: describeService(cluster.uiConnection),
    schemaRegistryConnection: describeService(cluster.schemaRegistryConnection),
    ...flatProperties(connection, privateConnection),
  };
}
