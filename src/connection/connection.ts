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
import type { ClusterPropertiesWithoutCredentials } from "../reads/clusterShape";

/** The most characters of a text that becomes part of a URI: a user, a password, a database or a host. */
export const maxPartLength = 4096;

/** The most characters of a URI in an answer. */
const maxUriLength = 65_536;

/** A text that becomes part of a URI. */
export const uriPart = textUpTo(maxPartLength);

/** What every kind of connection has. */
const members = {
  uri: textUpTo(maxUriLength),
  host: uriPart,
  port,
  user: uriPart,
  password: uriPart,
  ssl: flag,
};

/** The names of Kafka's ports are lower-case words such as `sasl`. A name of JavaScript's own would break an object. */
const portName = /^[a-z][a-z0-9_-]{0,31}$/;

/** Ports by name, whatever the names are: another release of the API may have more of them. */
const ports: Decoder<Readonly<Record<string, number>> | undefined> = (value, path, odd) => {
  if (!isJsonObject(value)) {
    throw new Malformed(`${path} is not an object`);
  }
  const known = Object.entries(value).flatMap(([name, number]) => {
    if (!portName.test(name) || name in Object.prototype) {
      odd?.add(path);
      return [];
    }
    const known = detail(port)(number, path, odd);
    return known === undefined ? [] : [[name, known] as const];
  });
  return known.length === 0 ? undefined : Object.fromEntries(known);
};

/** The members of `database_connection`, which a connection is made with: one of an unexpected type is refused. */
export const connectionMembers = {
  uri: optional(members.uri),
  host: optional(members.host),
  port: optional(members.port),
  user: optional(members.user),
  password: optional(members.password),
  database: optional(uriPart),
  ssl: optional(members.ssl),
  // Not in the API's description, but in its answers for Kafka.
  applicationPorts: detail(ports),
};

/** `database_connection`. */
export const connection = optional(unlessEmpty(object(connectionMembers)));

/** `opensearch_connection` and `schema_registry_connection`, beside the database: details. */
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

/** As {@link ApiConnection}, of a service. */
export type ApiServiceConnection = NonNullable<Decoded<typeof serviceConnection>>;

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

/** The values of a connection. All are secret but the engine and the path of the CA certificate. */
export interface ConnectionProperties {
  /**
   * Connection URI, built from the values below, percent-encoded, in the form that the engine's own drivers parse:
   * `postgresql://…?sslmode=require`, `mysql://…?ssl-mode=REQUIRED`, `rediss://…`, `mongodb+srv://…`, `https://…`
   * for OpenSearch. For Kafka the broker list, `host:port`. For an engine that this release does not know, the
   * API's own text. (`mysql2` does not know `ssl-mode` and has to be given `ssl` beside the URI.)
   *
   * With `caFile` the URIs of PostgreSQL, MySQL and MongoDB name the file: `sslmode=verify-full&sslrootcert=…`,
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
  /** Name of the database; Kafka and OpenSearch have none, Redis and Valkey where a number was chosen. Secret. */
  readonly database: string | undefined;
  /** Whether the connection is to be made with TLS, as DigitalOcean demands. Secret. */
  readonly ssl: boolean;
  /** Path of the CA certificate where the application runs, if one was given. Public: it is the program's own text. */
  readonly caFile: string | undefined;
  /** The engine, as the cluster's. Public. */
  readonly engine: DatabaseEngine;
}

/** The properties that hand out once more what a connection holds, and where they have it from. */
export const flatSources = {
  uri: ["connection", "uri"],
  host: ["connection", "host"],
  port: ["connection", "port"],
  user: ["connection", "user"],
  password: ["connection", "password"],
  database: ["connection", "database"],
  privateUri: ["privateConnection", "uri"],
  privateHost: ["privateConnection", "host"],
  privatePort: ["privateConnection", "port"],
} as const satisfies Partial<Record<keyof ClusterPropertiesWithoutCredentials, readonly [string, string]>>;

/** Those properties. */
export type FlatProperty = keyof typeof flatSources;

/** Whether a property can be had from another one. */
export function isFlat(property: string): property is FlatProperty {
  return Object.hasOwn(flatSources, property);
}

/** What of the connections is handed out once more under names of its own. */
export function flatProperties(
  connection: ClusterConnection | undefined,
  privateConnection: ClusterConnection | undefined,
): Pick<ClusterPropertiesWithoutCredentials, FlatProperty> {
  const connections = { connection, privateConnection };
  return Object.fromEntries(
    Object.entries(flatSources).map(([property, [source, part]]) => [property, connections[source]?.[part]]),
  ) as Pick<ClusterPropertiesWithoutCredentials, FlatProperty>;
}

/**
 * The engine of a cluster. The listed ones are known to this release, so that editors offer them; any other text is taken,
 * because DigitalOcean adds engines.
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
  // As a plain `string` it would absorb the others, and nothing would be offered.
  | (string & Record<never, never>);

/** Properties any of which may be missing. */
export type Partly<P> = { readonly [K in keyof P]?: P[K] | undefined };

/** Properties some of which may be missing. */
export type Lacking<P, Missing extends keyof P> = {
  readonly [K in keyof P]: K extends Missing ? P[K] | undefined : P[K];
};

/** What a URI of the API's says beside host, port, user, password and database. */
export interface UriFacts {
  /** Such as `mongodb+srv`. */
  readonly scheme: string;
  /** The options in its query, such as `replicaSet`, as far as they are known to be harmless. */
  readonly options: { readonly [name: string]: string };
}

/**
 * The options that are kept. Others could lead a driver to another server (`host`, `proxyHost`) or weaken TLS
 * (`tlsInsecure`), and are in the API's own URI only.
 */
const keptOptions: readonly string[] = [
  // MongoDB
  ...["authSource", "replicaSet", "authMechanism", "readPreference", "readConcernLevel", "w", "journal"],
  ...["retryWrites", "retryReads", "directConnection", "loadBalanced", "compressors", "appName"],
  // PostgreSQL and MySQL
  ...["sslmode", "ssl-mode"],
];

/** What the URI says, with or without user and password in it; `undefined` for what is no URI. */
export function factsInUri(uri: string | undefined): UriFacts | undefined {
  const [, scheme, rest = ""] = /^([a-z][a-z+]{0,31}):\/\/(.*)$/s.exec(uri ?? "") ?? [];
  if (scheme === undefined) {
    return undefined;
  }
  const query = rest.split("#", 1)[0]?.split("?").slice(1).join("?") ?? "";
  const options = query.split("&", 100).map((option) => option.split("=", 2));
  return checkedFacts({ scheme, options: Object.fromEntries(options) as unknown });
}

/** The facts with the options that are kept and well-formed: they become part of a URI as they are. */
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

/** Nothing that would end the value in a URI. */
const optionValue = /^(?:[\w.,:@$-]|%[0-9a-f]{2}){1,255}$/i;

/** Whether a URI has a place for a password, and none in it: `postgresql://doadmin:@…`. */
export function lacksPassword(uri: string): boolean {
  return /^[a-z][a-z+]{0,31}:\/\/[^/?#@:]*:?@/.test(uri);
}

/**
 * What only a withheld URI says: for MongoDB its scheme and options, for PostgreSQL and MySQL a verification of the server
 * that goes beyond the usual. The rest follows from the other members of the connection.
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
