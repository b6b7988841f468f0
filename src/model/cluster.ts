import type { DatabaseEngine } from "./engine";
import type { Lacking } from "./partly";
import type { UriFacts } from "./uriFacts";

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

/** How to reach a node of a cluster, as the API says it. Secret as a whole. From `database_connection`. */
export interface ClusterConnection extends ServiceConnection {
  /** Name of the default database. From `database`, or from the URI. */
  readonly database: string | undefined;
  /**
   * Ports by name, such as Kafka's `sasl`. From `application_ports`, which DigitalOcean's answers have for Kafka and its
   * API description does not.
   */
  readonly applicationPorts: { readonly [name: string]: number } | undefined;
  /**
   * What the API's URI says beside the other members, if `uri` is `undefined` because the password is withheld: such as
   * MongoDB's `replicaSet`. `connectionFor` builds a URI with it.
   */
  readonly withheldUri?: UriFacts | undefined;
}

/**
 * How to reach a service of a cluster, as the API says it. Secret as a whole. From `opensearch_connection` or
 * `schema_registry_connection`, members of the same names.
 */
export interface ServiceConnection {
  /** Connection URI: the API's own text, or built from the other members if it has none; `undefined` without a password. */
  readonly uri: string | undefined;
  /** Host name. */
  readonly host: string | undefined;
  /** TCP port. */
  readonly port: number | undefined;
  /** User name; the API withholds it without the scope `database:view_credentials`. */
  readonly user: string | undefined;
  /** Password; the API withholds it without the scope `database:view_credentials`. */
  readonly password: string | undefined;
  /** Whether the connection is to be made with TLS. */
  readonly ssl: boolean | undefined;
}

/** A user of the database. Secret as a whole. From `database_user`, members of the same names in snake case. */
export interface DatabaseUser {
  /** User name. */
  readonly name: string;
  /** `primary` or `normal`. */
  readonly role: string | undefined;
  /** Password; the API withholds it without the scope `database:view_credentials`. */
  readonly password: string | undefined;
  /** Kafka: client certificate, PEM. From `access_cert`. */
  readonly accessCert: string | undefined;
  /** Kafka: private key of the client certificate, PEM. From `access_key`. */
  readonly accessKey: string | undefined;
  /** MySQL. From `mysql_settings`. */
  readonly mysqlSettings: MysqlUserSettings | undefined;
  /** Permissions of the user. From `settings`. */
  readonly settings: DatabaseUserSettings | undefined;
}

/** How a MySQL user authenticates. */
export interface MysqlUserSettings {
  /** `mysql_native_password` or `caching_sha2_password`. */
  readonly authPlugin: string | undefined;
}

/** What a user may do; each engine has its own member. */
export interface DatabaseUserSettings {
  /** PostgreSQL: whether the user may replicate. */
  readonly pgAllowReplication: boolean | undefined;
  /** OpenSearch: permissions (`deny`, `admin`, `read`, `readwrite`, `write`) by index pattern. */
  readonly opensearchAcl:
    { readonly index: string | undefined; readonly permission: string | undefined }[] | undefined;
  /** Kafka: permissions (`admin`, `consume`, `produce`, `produceconsume`) by topic pattern. */
  readonly acl:
    | {
        readonly id: string | undefined;
        readonly topic: string | undefined;
        readonly permission: string | undefined;
      }[]
    | undefined;
  /** MongoDB: databases, and the role (`readOnly`, `readWrite`, `dbAdmin`) in them. */
  readonly mongoUserSettings:
    { readonly databases: string[] | undefined; readonly role: string | undefined } | undefined;
}

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
