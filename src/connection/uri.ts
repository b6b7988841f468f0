/** Builds connection URIs, and completes the API's connections with them. */
import { isIP, isIPv6 } from "node:net";
import { isEmpty } from "../api/decode";
import { shown } from "../api/shown";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";
import { factsInUri, lacksPassword, maxPartLength, verifyingModes, withheldFacts } from "./connection";
import type {
  ApiConnection,
  ApiServiceConnection,
  ClusterConnection,
  ConnectionProperties,
  ServiceConnection,
  UriFacts,
} from "./connection";

/**
 * The properties of a connection, the same in every read. A missing member is taken from another one: Kafka's port from
 * its ports by name, the database from the URI, the URI from the other members. Without a password there is no URI.
 *
 * @param defaultDatabase the database if neither `database` nor the URI has one
 */
export function describeConnection(
  api: ApiConnection | undefined,
  engine: string,
  defaultDatabase?: string,
): ClusterConnection | undefined {
  if (api === undefined) {
    return undefined;
  }
  const { uri, ...rest } = api;
  // A URI alone, whose password is withheld, is not a connection.
  if (isEmpty(rest)) {
    return undefined;
  }
  const connection = {
    ...rest,
    port: rest.port ?? (engine === "kafka" ? rest.applicationPorts?.["sasl"] : undefined),
    database: rest.database ?? (engine === "kafka" ? undefined : databaseInUri(uri)) ?? defaultDatabase,
  };
  return {
    ...connection,
    uri: usableUri(uri, connection, engine),
    withheldUri: connection.password === undefined ? withheldFacts(uri, engine) : undefined,
  };
}

/** The properties of a connection to a service, which uses HTTP. */
export function describeService(api: ApiServiceConnection | undefined): ServiceConnection | undefined {
  if (api === undefined) {
    return undefined;
  }
  const { uri, ...rest } = api;
  const service = { ...rest, uri: usableUri(uri, { ...rest, database: undefined }, "opensearch") };
  return isEmpty(service) ? undefined : service;
}

type Parts = Omit<ClusterConnection, "uri" | "applicationPorts" | "withheldUri">;

/** The API's own URI if it has its password; otherwise a built one, if there is a password. */
function usableUri(uri: string | undefined, parts: Parts, engine: string): string | undefined {
  if (parts.password === undefined) {
    return undefined;
  }
  if (uri !== undefined && !lacksPassword(uri)) {
    return uri;
  }
  // The URIs of an unknown engine may have no place for a password. A URI with an empty password is never returned.
  const needsNoPassword = uri !== undefined && !hasKnownUri(engine) && !uri.includes(":@");
  return needsNoPassword ? uri : builtUri(parts, engine, uri);
}

/**
 * A URI built from the members of a connection, if they are complete and the engine is known.
 *
 * @param apiUri the API's own URI, which lacks its password
 */
export function builtUri(parts: Parts, engine: string, apiUri?: string): string | undefined {
  const { host, port, user, password, ssl, database } = parts;
  if (host === undefined || port === undefined || user === undefined || password === undefined) {
    return undefined;
  }
  try {
    const facts = factsInUri(apiUri);
    return connectionUri({ engine, host, port, user, password, ssl: ssl ?? true, database, facts });
  } catch {
    // An unknown engine or an invalid host: the lookup reports the missing URI.
    return undefined;
  }
}

/**
 * The database in a URI of the API, which some answers have only there. OpenSearch's URIs are plain HTTP addresses, whose
 * path is not a database.
 */
export function databaseInUri(uri: string | undefined): string | undefined {
  const path = /^(?!https?:)[a-z+]+:\/\/[^/?#]+\/([^/?#]+)(?:[?#]|$)/.exec(uri ?? "")?.[1];
  try {
    return path === undefined ? undefined : decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** What a connection URI is built from. */
export interface UriParts extends Omit<ConnectionProperties, "uri" | "caFile"> {
  /** Path of the CA certificate. */
  readonly caFile?: string | undefined;
  /** What the API's own URI says beside the other parts. */
  readonly facts?: UriFacts | undefined;
  /** The API's own URI, if it has the same user, password and database. It is the result if the engine is unknown. */
  readonly apiUri?: string | undefined;
  /** The cluster, pool or replica, for messages. */
  readonly subject?: Pick<Subject, "name" | "clusterUuid">;
}

/**
 * The connection URI in the form that the engine's drivers parse, every part percent-encoded. For Kafka, which has no
 * URIs, it is the broker list.
 *
 * @throws DigitalOceanApiError `unexpected_response`: the host is invalid; `invalid_argument`: a part cannot be encoded,
 * the engine is unknown and there is no `apiUri`, or `caFile` cannot be used
 */
export function connectionUri(parts: UriParts): string {
  const { engine, host, port, user, password, database, ssl, caFile, facts, apiUri } = parts;
  for (const text of [user, password, database]) {
    requireEncodable(text, parts);
  }
  if (caFile !== undefined && !ssl) {
    throw refused(
      parts,
      "caFile cannot be used: this connection has no TLS (`ssl` is false), so the server shows no certificate. Leave it out.",
    );
  }
  if (!isHost(host)) {
    throw refused(
      parts,
      "the host of the connection is not a host name, so no URI can be built.",
      "unexpected_response",
    );
  }
  const build = Object.hasOwn(builders, engine) ? builders[engine] : undefined;
  if (build !== undefined) {
    return build({
      login: `${encodeURIComponent(user)}:${encodeURIComponent(password)}@`,
      host: isIPv6(host) ? `[${host}]` : host,
      port,
      path: database === undefined ? "" : `/${encodedPath(database)}`,
      ssl,
      caFile: caFile === undefined ? undefined : encodeURIComponent(caFile),
      facts,
    });
  }
  if (caFile !== undefined) {
    throw refused(
      parts,
      `caFile cannot be used: this release does not know how a URI of the engine ${shown(engine)} names a CA ` +
        "certificate. Leave it out and give the file to the driver, or update pulumi-digitalocean-databases.",
    );
  }
  if (apiUri !== undefined) {
    return apiUri;
  }
  throw refused(
    parts,
    `this release does not know the URIs of the engine ${shown(engine)}. It can only return DigitalOcean's own URI, if ` +
      "there is one, with its own user, password and database. Build a URI from the members of the cluster's " +
      "`connection`, or update pulumi-digitalocean-databases.",
  );
}

/** The parts of a URI, already encoded. */
interface Encoded extends Pick<UriParts, "port" | "ssl" | "caFile" | "facts"> {
  readonly login: string;
  readonly host: string;
  /** Empty without a database. */
  readonly path: string;
}

const builders: Readonly<Record<string, (parts: Encoded) => string>> = {
  pg: postgresqlUri,
  advanced_pg: postgresqlUri,
  mysql: mysqlUri,
  advanced_mysql: mysqlUri,
  redis: redisUri,
  valkey: redisUri,
  mongodb: mongodbUri,
  kafka: ({ host, port }) => `${host}:${port}`,
  opensearch: ({ login, host, port, ssl }) => `${ssl ? "https" : "http"}://${login}${host}:${port}`,
};

/** Whether this release knows the URIs of the engine. */
export function hasKnownUri(engine: string): boolean {
  return Object.hasOwn(builders, engine);
}

/** Without a CA file, `require` encrypts but does not verify the server. */
function postgresqlUri({ login, host, port, path, ssl, caFile, facts }: Encoded): string {
  const tls = !ssl
    ? "sslmode=disable"
    : caFile === undefined
      ? `sslmode=${verifyingMode(facts, "sslmode") ?? "require"}`
      : `sslmode=verify-full&sslrootcert=${caFile}`;
  return `postgresql://${login}${host}:${port}${path}?${tls}`;
}

/** Without a CA file, `REQUIRED` encrypts but does not verify the server. */
function mysqlUri({ login, host, port, path, ssl, caFile, facts }: Encoded): string {
  const tls = !ssl
    ? "ssl-mode=DISABLED"
    : caFile === undefined
      ? `ssl-mode=${verifyingMode(facts, "ssl-mode") ?? "REQUIRED"}`
      : `ssl-mode=VERIFY_IDENTITY&ssl-ca=${caFile}`;
  return `mysql://${login}${host}:${port}${path}?${tls}`;
}

/** The mode of the API's own URI, if it verifies the server. */
function verifyingMode(facts: UriFacts | undefined, option: string): string | undefined {
  const mode = facts?.options[option];
  return mode !== undefined && verifyingModes.includes(mode) ? mode : undefined;
}

function redisUri({ login, host, port, path, ssl }: Encoded): string {
  return `${ssl ? "rediss" : "redis"}://${login}${host}:${port}${path}`;
}

/**
 * DigitalOcean's MongoDB hosts are names of SRV records, which list the servers and ports. Drivers refuse a port in such a
 * URI. An IP address has no SRV record, and the API's own URI may say another scheme.
 */
function mongodbUri({ login, host, port, path, ssl, caFile, facts }: Encoded): string {
  const isName = isIP(host.replace(/[[\]]/g, "")) === 0;
  const isSrv = isName && (facts === undefined || facts.scheme === "mongodb+srv");
  const options = {
    tls: String(ssl),
    ...(caFile === undefined ? {} : { tlsCAFile: caFile }),
    authSource: "admin",
    ...facts?.options,
  };
  const query = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  const server = isSrv ? `mongodb+srv://${login}${host}` : `mongodb://${login}${host}:${port}`;
  return `${server}${path === "" ? "/" : path}?${query.join("&")}`;
}

/** Whether a text is the name or the address of a host. Any other text could end the host's place in a URI. */
export function isHost(text: string): boolean {
  // An IPv6 zone has a meaning on one machine only.
  if (isIPv6(text)) {
    return !text.includes("%");
  }
  // No name is longer, and the pattern would end in a RangeError for megabytes.
  return text.length <= 255 && /^([a-z0-9_-]+\.)*[a-z0-9_-]+\.?$/i.test(text);
}

/** Encodes only what a path requires, because `pg` does not decode `%40` and others in the name of a database. */
function encodedPath(text: string): string {
  return encodeURI(text).replace(/[/?#]/g, encodeURIComponent);
}

function requireEncodable(text: string | undefined, parts: UriParts): void {
  if (text !== undefined && text.length > maxPartLength) {
    throw refused(
      parts,
      `user, password or database is longer than ${maxPartLength} characters, so no URI can be built.`,
    );
  }
  // Half of a surrogate pair has no encoding.
  if (text !== undefined && /\p{Surrogate}/u.test(text)) {
    throw refused(parts, "user, password or database is not valid Unicode text, so no URI can be built.");
  }
}

function refused(
  { subject = { name: "connectionFor" } }: UriParts,
  text: string,
  code: "invalid_argument" | "unexpected_response" = "invalid_argument",
): DigitalOceanApiError {
  return new DigitalOceanApiError(code, `${subject.name}: ${text}`, { clusterUuid: subject.clusterUuid });
}

/** Longest path of a file. The limit of Linux is 4,096 bytes. */
export const maxPathLength = 4096;

/** Whether the value is the path of a file that can be part of a URI and of an environment. */
export function isCaFile(value: unknown): value is string {
  return (
    typeof value === "string" && value.length <= maxPathLength && /^[^\p{Cc}\p{Surrogate}]+$/u.test(value)
  );
}
