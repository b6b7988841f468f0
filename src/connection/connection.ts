/** The connections of a cluster, pool or replica: their types, wire shape, shortcuts, and the facts in their URIs. */
import {
  Malformed,
  detail,
  flag,
  isJsonObject,
  object,
  optional,
  port,
  textUpTo,
  unlessEmpty,
} from "../api/decode";
import type { Decoded, Decoder } from "../api/decode";

/** Longest user, password, database or host: each becomes part of a URI. */
export const maxPartLength = 4096;

const maxUriLength = 65_536;

/** A text that becomes part of a URI. */
export const uriPart = textUpTo(maxPartLength);

const members = {
  uri: textUpTo(maxUriLength),
  host: uriPart,
  port,
  user: uriPart,
  password: uriPart,
  ssl: flag,
};

/** The names of Kafka's ports are lower-case words such as `sasl`. `__proto__` and its like would break an object. */
const portName = /^[a-z][a-z0-9_-]{0,31}$/;

/** Ports by name. Unknown names are accepted, because the API may add some. */
const ports: Decoder<Readonly<Record<string, number>> | undefined> = (value, path, odd) => {
  if (!isJsonObject(value)) {
    throw new Malformed(`${path} is not an object`);
  }
  const known: [string, number][] = [];
  for (const [name, given] of Object.entries(value)) {
    if (!portName.test(name) || name in Object.prototype) {
      odd?.add(path);
      continue;
    }
    const number = detail(port)(given, path, odd);
    if (number !== undefined) {
      known.push([name, number]);
    }
  }
  return known.length === 0 ? undefined : Object.fromEntries(known);
};

/** The members of `database_connection`. A member of an unexpected type is an error, because a connection needs it. */
export const connectionMembers = {
  uri: optional(members.uri),
  host: optional(members.host),
  port: optional(members.port),
  user: optional(members.user),
  password: optional(members.password),
  database: optional(uriPart),
  ssl: optional(members.ssl),
  // The API's description lacks it; its answers for Kafka have it.
  applicationPorts: detail(ports),
};

/** `database_connection`. */
export const connection = optional(unlessEmpty(object(connectionMembers)));

/** `opensearch_connection` and `schema_registry_connection`. No database connection needs them: all are details. */
export const serviceConnection = detail(
  unlessEmpty(
    object({
      uri: detail(members.uri),
      host: detail(members.host),
      port: detail(members.port),
      user: detail(members.user),
      password: detail(members.password),
      ssl: detail(members.ssl),
    }),
  ),
);

/** A connection as the API describes it, members in camelCase. */
export type ApiConnection = NonNullable<Decoded<typeof connection>>;

/** A connection to a service as the API describes it, members in camelCase. */
export type ApiServiceConnection = NonNullable<Decoded<typeof serviceConnection>>;

/** How to reach a node of a cluster. Secret as a whole. From `database_connection`. */
export interface ClusterConnection extends ServiceConnection {
  /** Name of the default database. From `database`, or from the URI. */
  readonly database: string | undefined;
  /** Ports by name, such as Kafka's `sasl`. From `application_ports`, which only Kafka has. */
  readonly applicationPorts: { readonly [name: string]: number } | undefined;
  /**
   * What the API's URI says beside the other members, such as MongoDB's `replicaSet`. Only present if `uri` is
   * `undefined` because the password is withheld. It is what a URI with a password needs as well.
   */
  readonly withheldUri?: UriFacts | undefined;
}

/**
 * How to reach a service of a cluster. Secret as a whole. From `opensearch_connection` or
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
  /** Whether the connection uses TLS. */
  readonly ssl: boolean | undefined;
}

/** The values of a connection. All are secret except the engine and the path of the CA certificate. */
export interface ConnectionProperties {
  /**
   * Connection URI, built from the other values and percent-encoded, in the form that the engine's drivers parse:
   * `postgresql://…?sslmode=require`, `mysql://…?ssl-mode=REQUIRED`, `rediss://…`, `mongodb+srv://…`, `https://…`
   * for OpenSearch. For Kafka it is the broker list, `host:port`. For an engine that this release does not know, it is
   * the API's own text. (The driver `mysql2` of Node.js does not know `ssl-mode`: pass it `ssl` beside the URI.)
   *
   * With `caFile`, the URIs of PostgreSQL, MySQL and MongoDB name the file: `sslmode=verify-full&sslrootcert=…`,
   * `ssl-mode=VERIFY_IDENTITY&ssl-ca=…`, `tlsCAFile=…`. The others have no such option. Secret.
   */
  readonly uri: string;
  /** Host name. Secret. */
  readonly host: string;
  /** TCP port. Secret. */
  readonly port: number;
  /** User name. Secret. */
  readonly user: string;
  /** Password. Secret. */
  readonly password: string;
  /** Name of the database. Kafka and OpenSearch have none; Redis and Valkey have one if a number was chosen. Secret. */
  readonly database: string | undefined;
  /** Whether the connection uses TLS, which DigitalOcean requires. Secret. */
  readonly ssl: boolean;
  /** Path of the CA certificate where the application runs, if the program gave one. Public. */
  readonly caFile: string | undefined;
  /** The engine of the cluster. Public. */
  readonly engine: DatabaseEngine;
}

/**
 * The engine of a cluster. Editors offer the listed ones, which this release knows. Any other text is accepted, because
 * DigitalOcean adds engines.
 */
export type DatabaseEngine =
  | "pg"
  | "mysql"
  | "redis"
  | "valkey"
  | "mongodb"
  | "kafka"
  | "opensearch"
  | "advanced_pg"
  | "advanced_mysql"
  // A plain `string` would absorb the others, and editors would offer nothing.
  | (string & Record<never, never>);

/** Properties any of which may be missing. */
export type Partly<P> = { readonly [K in keyof P]?: P[K] | undefined };

/** Properties some of which may be missing. */
export type Lacking<P, Missing extends keyof P> = {
  readonly [K in keyof P]: K extends Missing ? P[K] | undefined : P[K];
};

/** The shortcuts: properties that repeat a member of a connection, and which one. */
export const shortcutSources = {
  uri: ["connection", "uri"],
  host: ["connection", "host"],
  port: ["connection", "port"],
  user: ["connection", "user"],
  password: ["connection", "password"],
  database: ["connection", "database"],
  privateUri: ["privateConnection", "uri"],
  privateHost: ["privateConnection", "host"],
  privatePort: ["privateConnection", "port"],
} as const;

/** The name of a shortcut. */
export type Shortcut = keyof typeof shortcutSources;

/** The values of the shortcuts. */
export type ShortcutValues = {
  readonly [K in Shortcut]: ClusterConnection[(typeof shortcutSources)[K][1]];
};

/** Whether a property is a shortcut. */
export function isShortcut(property: string): property is Shortcut {
  return Object.hasOwn(shortcutSources, property);
}

/** The shortcuts to these connections. */
export function shortcutsOf(
  connection: ClusterConnection | undefined,
  privateConnection: ClusterConnection | undefined,
): ShortcutValues {
  const connections = { connection, privateConnection };
  return Object.fromEntries(
    Object.entries(shortcutSources).map(([property, [source, member]]) => [
      property,
      connections[source]?.[member],
    ]),
  ) as unknown as ShortcutValues;
}

/** What the API's URI says beside host, port, user, password and database. */
export interface UriFacts {
  /** Scheme, such as `mongodb+srv`. */
  readonly scheme: string;
  /** The harmless options in the query, such as `replicaSet`. */
  readonly options: { readonly [name: string]: string };
}

/**
 * The options that are kept. Others could send a driver to another server (`host`, `proxyHost`) or weaken TLS
 * (`tlsInsecure`).
 */
const keptOptions: readonly string[] = [
  // MongoDB
  ...["authSource", "replicaSet", "authMechanism", "readPreference", "readConcernLevel", "w", "journal"],
  ...["retryWrites", "retryReads", "directConnection", "loadBalanced", "compressors", "appName"],
  // PostgreSQL and MySQL
  ...["sslmode", "ssl-mode"],
];

/** Characters that do not end the value of an option in a URI. */
const optionValue = /^(?:[\w.,:@$-]|%[0-9a-f]{2}){1,255}$/i;

/** The facts in a URI, with or without a login in it; `undefined` if the text is not a URI. */
export function factsInUri(uri: string | undefined): UriFacts | undefined {
  const [, scheme, query = ""] = /^([a-z][a-z+]{0,31}):\/\/[^?#]*\??([^#]*)/.exec(uri ?? "") ?? [];
  const options = query.split("&", 100).map((option) => option.split("=", 2));
  return checkedFacts({ scheme, options: Object.fromEntries(options) as unknown });
}

/** The facts with only the kept, well-formed options, because options become part of a URI unchanged. */
export function checkedFacts(facts: unknown): UriFacts | undefined {
  if (!isJsonObject(facts) || typeof facts["scheme"] !== "string" || !isJsonObject(facts["options"])) {
    return undefined;
  }
  const options = Object.entries(facts["options"]).filter(
    (option): option is [string, string] =>
      keptOptions.includes(option[0]) && typeof option[1] === "string" && optionValue.test(option[1]),
  );
  return { scheme: facts["scheme"], options: Object.fromEntries(options) };
}

/** Whether a URI has a login without a password: `postgresql://doadmin:@…`. */
export function lacksPassword(uri: string): boolean {
  return /^[a-z][a-z+]{0,31}:\/\/[^/?#@:]*:?@/.test(uri);
}

/**
 * What only a withheld URI says: the scheme and options of MongoDB, and a mode of PostgreSQL or MySQL that verifies the
 * server. The rest follows from the other members of the connection.
 */
export function withheldFacts(uri: string | undefined, engine: string): UriFacts | undefined {
  const facts = factsInUri(uri);
  const isNeeded =
    engine === "mongodb"
      ? facts?.scheme.startsWith("mongodb")
      : Object.values(facts?.options ?? {}).some((value) => verifyingModes.includes(value));
  return isNeeded === true ? facts : undefined;
}

/** The values of `sslmode` and `ssl-mode` with which a client verifies the server. */
export const verifyingModes: readonly string[] = ["verify-ca", "verify-full", "VERIFY_CA", "VERIFY_IDENTITY"];
