/**
 * The shapes of the API's answers, independent of the package's decoders. The names are the API's; `!` marks a required
 * member, `=` one that must not have another type. Other members of a wrong type are left out. A `part` of a URI and a
 * `uri` have a maximum length.
 */
export type Shape =
  | "text"
  | "part"
  | "uri"
  | "count"
  | "port"
  | "flag"
  | "ports"
  | readonly [Shape]
  | { readonly [member: string]: Shape };

const service = {
  uri: "uri",
  host: "part",
  port: "port",
  user: "part",
  password: "part",
  ssl: "flag",
} as const;
const connection = {
  "uri=": "uri",
  "host=": "part",
  "port=": "port",
  "user=": "part",
  "password=": "part",
  "ssl=": "flag",
  "database=": "part",
  application_ports: "ports",
} as const;
const connections = {
  "connection=": connection,
  "private_connection=": connection,
  "standby_connection=": connection,
  "standby_private_connection=": connection,
} as const;

const listedUser = {
  "name!": "part",
  role: "text",
  password: "part",
  access_cert: "text",
  access_key: "text",
  mysql_settings: { auth_plugin: "text" },
  settings: {
    pg_allow_replication: "flag",
    opensearch_acl: [{ index: "text", permission: "text" }],
    acl: [{ id: "text", topic: "text", permission: "text" }],
    mongo_user_settings: { databases: ["text"], role: "text" },
  },
} as const;
const { password: _, ...user } = listedUser;

const doSettings = { service_cnames: ["text"] } as const;

export const clusterShape: Shape = {
  "id=": "text",
  "name!": "text",
  "engine!": "text",
  version: "text",
  semantic_version: "text",
  "num_nodes!": "count",
  "size!": "text",
  "region!": "text",
  status: "text",
  created_at: "text",
  tags: ["text"],
  db_names: ["text"],
  maintenance_window: { day: "text", hour: "text", pending: "flag", description: ["text"] },
  project_id: "text",
  private_network_uuid: "text",
  storage_size_mib: "count",
  version_end_of_life: "text",
  version_end_of_availability: "text",
  ...connections,
  ui_connection: service,
  schema_registry_connection: service,
  users: [listedUser],
  metrics_endpoints: [{ host: "text", port: "port" }],
  rules: [
    {
      uuid: "text",
      cluster_uuid: "text",
      type: "text",
      value: "text",
      created_at: "text",
      description: "text",
    },
  ],
  do_settings: doSettings,
};

/** The cluster of a replica. */
export const outlineShape: Shape = { "id=": "text", "engine!": "text" };

export const userShape: Shape = { ...user, "password=": "part" };

export const poolShape: Shape = {
  "name!": "part",
  mode: "text",
  size: "count",
  db: "text",
  "user=": "part",
  ...connections,
};

export const replicaShape: Shape = {
  id: "text",
  "name!": "text",
  region: "text",
  size: "text",
  status: "text",
  tags: ["text"],
  created_at: "text",
  private_network_uuid: "text",
  storage_size_mib: "count",
  "connection=": connection,
  "private_connection=": connection,
  do_settings: doSettings,
};

export const metricsShape: Shape = { "basic_auth_username=": "text", "basic_auth_password=": "text" };

/** Thrown for an answer that the package must refuse. */
export class Wrong extends Error {}

/** As {@link sanitised}, but `undefined` for a value of another type. */
function lenient(shape: Shape, value: unknown, isElement = false): unknown {
  try {
    return sanitised(shape, value, isElement);
  } catch (error) {
    if (error instanceof Wrong) {
      return undefined;
    }
    throw error;
  }
}

/** The expected value according to its shape, with names in camelCase; `undefined` for what is absent. */
export function sanitised(shape: Shape, value: unknown, isElement = false): unknown {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (Array.isArray(shape)) {
    const [inner] = shape as readonly [Shape];
    demand(Array.isArray(value));
    return (value as unknown[])
      .map((element) => lenient(inner, element, true))
      .filter((element) => element !== undefined);
  }
  if (typeof shape === "object") {
    demand(typeof value === "object" && !Array.isArray(value));
    const members = Object.entries(shape as Readonly<Record<string, Shape>>).map(([marked, inner]) => {
      const name = marked.replace(/[!=]$/, "");
      const member = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
      const made = (marked === name ? lenient : sanitised)(inner, member);
      demand(made !== undefined || !marked.endsWith("!"));
      return [name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()), made] as const;
    });
    const there = members.filter(([, made]) => made !== undefined);
    return there.length === 0 && !isElement ? undefined : Object.fromEntries(there);
  }
  switch (shape) {
    case "text":
    case "part":
    case "uri":
      demand(typeof value === "string" && Buffer.from(value).toString() === value);
      demand(shape === "text" || value.length <= (shape === "part" ? 4096 : 65_536));
      return value === "" ? undefined : value;
    case "count":
    case "port":
      demand(Number.isSafeInteger(value) && (value as number) >= 0);
      demand(shape === "count" || (value as number) <= 0xffff);
      return shape === "port" && value === 0 ? undefined : value;
    case "ports": {
      demand(typeof value === "object" && !Array.isArray(value));
      const ports = Object.entries(value)
        .filter(([name]) => /^[a-z][a-z0-9_-]{0,31}$/.test(name) && !(name in {}))
        .map(([name, number]) => [name, lenient("port", number)] as const)
        .filter(([, number]) => number !== undefined);
      return ports.length === 0 ? undefined : Object.fromEntries(ports);
    }
    default:
      demand(typeof value === "boolean");
      return value;
  }
}

/** @throws Wrong */
export function demand(condition: boolean): asserts condition {
  if (!condition) {
    throw new Wrong();
  }
}
