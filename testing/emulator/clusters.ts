// Clusters, connections and users in the form of DigitalOcean's API. Their secrets contain the word "planted", which
// tests search for in places where no secret may be.
/** A `database_cluster` of the API. */
export type Cluster = Record<string, unknown> & { id: string; name: string; engine: string };

/** A `database_connection` of the API. */
export interface Connection {
  uri: string;
  database: string;
  host: string;
  port: number;
  user: string;
  password: string;
  ssl: boolean;
}

/** Every engine that DigitalOcean offers. */
export const engines = [
  "pg",
  "mysql",
  "redis",
  "valkey",
  "mongodb",
  "kafka",
  "opensearch",
  "advanced_pg",
  "advanced_mysql",
] as const;

export type Engine = (typeof engines)[number];

const traits: Record<Engine, { version: string; port: number; user: string; database: string }> = {
  pg: { version: "17", port: 25060, user: "doadmin", database: "defaultdb" },
  mysql: { version: "8", port: 25060, user: "doadmin", database: "defaultdb" },
  redis: { version: "7", port: 25061, user: "default", database: "" },
  valkey: { version: "8", port: 25061, user: "default", database: "" },
  mongodb: { version: "7.0", port: 27017, user: "doadmin", database: "admin" },
  kafka: { version: "3.8", port: 25073, user: "doadmin", database: "" },
  opensearch: { version: "2", port: 25060, user: "doadmin", database: "" },
  advanced_pg: { version: "18", port: 25060, user: "doadmin", database: "defaultdb" },
  advanced_mysql: { version: "8.4.8", port: 25060, user: "doadmin", database: "defaultdb" },
};

/** The UUID of the emulated cluster of an engine. No real cluster has it. */
export function clusterUuid(engine: Engine): string {
  return `5a1e0000-0000-4000-8000-${String(engines.indexOf(engine) + 1).padStart(12, "0")}`;
}

/** A recognisable password with all characters that must be percent-encoded in a URI. */
export function plantedPassword(name: string): string {
  return `AVNS_${name}@/:?#%&+="'\\ planted`;
}

/** The URI as the engine's drivers expect it. */
export function connectionUri(engine: string, connection: Omit<Connection, "uri">): string {
  const { host, port, database } = connection;
  const login = `${encodeURIComponent(connection.user)}:${encodeURIComponent(connection.password)}`;
  switch (engine) {
    case "mysql":
    case "advanced_mysql":
      return `mysql://${login}@${host}:${port}/${database}?ssl-mode=REQUIRED`;
    case "redis":
    case "valkey":
      return `rediss://${login}@${host}:${port}`;
    case "mongodb":
      return `mongodb+srv://${login}@${host}/${database}?tls=true&authSource=admin&replicaSet=planted`;
    case "kafka":
      return `${host}:${port}`;
    case "opensearch":
      return `https://${login}@${host}:${port}`;
    default:
      return `postgresql://${login}@${host}:${port}/${database}?sslmode=require`;
  }
}

/** A connection with the URI that belongs to its parts. */
export function databaseConnection(engine: string, parts: Omit<Connection, "uri">): Connection {
  return { ...parts, uri: connectionUri(engine, parts) };
}

/** An online cluster of three nodes with every field that its engine can have. */
export function databaseCluster(engine: Engine, overrides: Record<string, unknown> = {}): Cluster {
  const { version, port, user, database } = traits[engine];
  const name = `planted-${engine.replace("_", "-")}`;
  const password = plantedPassword(engine);
  const domain = `${name}-do-user-1-0.db.example.com`;
  const connect = (prefix: string): Connection =>
    databaseConnection(engine, { database, host: prefix + domain, port, user, password, ssl: true });
  const service = (servicePort: number): Omit<Connection, "database"> => {
    const parts = {
      host: domain,
      port: servicePort,
      user,
      password: plantedPassword(`${engine}-service`),
      ssl: true,
    };
    return { uri: connectionUri("opensearch", { ...parts, database: "" }), ...parts };
  };
  const withoutUsers = engine === "redis" || engine === "valkey";
  return {
    id: clusterUuid(engine),
    name,
    engine,
    version,
    semantic_version: `${version}.2`,
    num_nodes: 3,
    size: "db-s-2vcpu-4gb",
    region: "nyc3",
    status: "online",
    created_at: "2026-01-11T18:37:36Z",
    private_network_uuid: "d455e75d-4858-4eec-8c95-da2f0a5f93a7",
    tags: ["production", "team:payments"],
    db_names: withoutUsers ? null : ["defaultdb", "app"],
    connection: connect(""),
    private_connection: connect("private-"),
    standby_connection: connect("replica-"),
    standby_private_connection: connect("private-replica-"),
    ...(engine === "opensearch" ? { ui_connection: service(443) } : {}),
    ...(engine === "kafka" ? { schema_registry_connection: service(20835) } : {}),
    users: withoutUsers
      ? null
      : [databaseUser(engine, user, "primary"), databaseUser(engine, "app", "normal")],
    maintenance_window: { day: "saturday", hour: "08:45:12", pending: true, description: ["Bugfix release"] },
    project_id: "7a1c2f0e-5b7d-4a53-9a66-1f0f6d1c9b20",
    rules: [
      {
        uuid: "5a1e0000-0000-4000-8000-00000000f001",
        cluster_uuid: clusterUuid(engine),
        type: "ip_addr",
        value: "203.0.113.77",
        created_at: "2026-01-12T20:30:28Z",
        description: "office",
      },
    ],
    version_end_of_life: "2029-11-08T00:00:00Z",
    version_end_of_availability: "2029-05-08T00:00:00Z",
    storage_size_mib: 61440,
    metrics_endpoints: [
      { host: domain, port: 9273 },
      { host: `replica-${domain}`, port: 9273 },
    ],
    do_settings: { service_cnames: ["planted-cname.example.com"] },
    ...overrides,
  };
}

/** The cluster while it is being created: without connections, users and databases. */
export function beingCreated(cluster: Cluster, status = "creating"): Cluster {
  return {
    ...cluster,
    ...{ status, connection: undefined, private_connection: undefined },
    ...{ standby_connection: undefined, standby_private_connection: undefined },
    ...{ users: null, db_names: null, maintenance_window: null },
  };
}

function databaseUser(engine: Engine, name: string, role: string): Record<string, unknown> {
  const pem = (kind: string): string =>
    `-----BEGIN ${kind}-----\nplanted ${kind} of ${name}\n-----END ${kind}-----\n`;
  const password = role === "primary" ? plantedPassword(engine) : plantedPassword(`${engine}-${name}`);
  const user = { name, role, password };
  switch (engine) {
    case "mysql":
      return { ...user, mysql_settings: { auth_plugin: "caching_sha2_password" } };
    case "pg":
      return { ...user, settings: { pg_allow_replication: true } };
    case "mongodb":
      return { ...user, settings: { mongo_user_settings: { databases: ["app"], role: "readWrite" } } };
    case "opensearch":
      return { ...user, settings: { opensearch_acl: [{ index: "logs-*", permission: "read" }] } };
    case "kafka":
      return {
        ...user,
        access_cert: pem("CERTIFICATE"),
        access_key: pem("PRIVATE KEY"),
        settings: { acl: [{ id: "acl-1", topic: "orders.*", permission: "consume" }] },
      };
    default:
      return user;
  }
}
