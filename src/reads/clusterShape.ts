/** A cluster: its form in the API's answers, its properties, and the request for it. */
import type { ApiClient } from "../api/client";
import {
  count,
  detail,
  flag,
  ifWellFormed,
  list,
  object,
  optional,
  port,
  required,
  text,
  unlessEmpty,
  withOddDetails,
} from "../api/decode";
import type { Decoded } from "../api/decode";
import { clusterSubject } from "../api/subject";
import { connection, isShortcut, serviceConnection, shortcutsOf } from "../connection/connection";
import type {
  ClusterConnection,
  DatabaseEngine,
  Lacking,
  ServiceConnection,
  Shortcut,
} from "../connection/connection";
import { describeConnection, describeService } from "../connection/uri";
import { requireSameId } from "./identifiers";
import { clusterProperties } from "./secrecy";
import type { ClusterProperty } from "./secrecy";
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
 * `database_cluster`. The API's description requires five members only, and real answers have `null` in members where the
 * description does not allow it. Engines and statuses are not compared with the known ones, because DigitalOcean adds some.
 *
 * Members that a connection needs, or that are never `undefined`, are read strictly. All others are details.
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

/** A cluster in the form of the API, members in camelCase; `undefined` for absent, `null` and empty. */
export type ApiCluster = Decoded<typeof clusterBody>["database"];

/**
 * `GET /v2/databases/{uuid}`; many at once are read from `GET /v2/databases`.
 *
 * @throws DigitalOceanApiError
 */
export async function getCluster(api: ApiClient, uuid: string): Promise<ApiCluster> {
  const { database } = await api.getCluster(uuid, clusterBody, isComplete);
  requireSameId(database.id, uuid, clusterSubject(uuid), api);
  return database;
}

/** A cluster in a list, if it is well-formed and has its credentials, so that a GET would add nothing. */
export function completeCluster(entry: unknown): ApiCluster | undefined {
  const decoded = ifWellFormed(clusterInBody, entry);
  const { host, user, password } = decoded?.connection ?? {};
  // A MongoDB password is in the answer to the creation only.
  const hasLogin = user !== undefined && (password !== undefined || decoded?.engine === "mongodb");
  return host !== undefined && hasLogin ? decoded : undefined;
}

function isComplete(entry: unknown): boolean {
  return completeCluster(entry) !== undefined;
}

/** The properties of a cluster, as plain values. What the API leaves out, or sends as `null` or empty, is `undefined`. */
export interface ClusterProperties extends Shortcuts {
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
  /** Tags; `undefined` also if the token lacks the scope `tag:read`. Public. From `tags`. */
  readonly tags: string[] | undefined;
  /** Names of the databases; Redis and Valkey have none. Public. From `db_names`. */
  readonly dbNames: string[] | undefined;
  /** When updates are applied. Public. From `maintenance_window`. */
  readonly maintenanceWindow: MaintenanceWindow | undefined;
  /** UUID of the project; `undefined` also if the token lacks `project:read`. Public. From `project_id`. */
  readonly projectId: string | undefined;
  /** UUID of the VPC; `undefined` also if the token lacks `vpc:read`. Public. From `private_network_uuid`. */
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
}

/** The parts of the default connections, under names of their own. */
export interface Shortcuts {
  /**
   * Connection URI with user and password. Secret. From `connection.uri`; if that is empty, as for Kafka, it is built from
   * the other members.
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
  /** As `port`, over the VPC; Kafka's differs from the public one. Secret. From `private_connection.port`. */
  readonly privatePort: number | undefined;
}

/** The properties that may be missing with `requireCredentials: false`. */
export const credentialProperties = ["uri", "host", "port", "user", "password"] as const;

/** One of them. */
export type CredentialProperty = (typeof credentialProperties)[number];

/** As {@link ClusterProperties}, but the credentials may be missing. */
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
 * The properties of a cluster, from an answer.
 *
 * @param uuid the UUID that was asked for; the API's description does not promise an `id`
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
    ...shortcutsOf(connection, privateConnection),
  };
}

/** The properties in a state. The id has its own place there, and the shortcuts repeat the connections. */
export const storedProperties = clusterProperties.filter(
  (property): property is Exclude<ClusterProperty, "id" | Shortcut> =>
    property !== "id" && !isShortcut(property),
);
