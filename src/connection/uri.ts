import { isIP, isIPv6 } from "node:net";
import { isEmpty } from "../api/decode";
import { shown } from "../api/shown";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";
import {
  checkedFacts,
  factsInUri,
  lacksPassword,
  maxPartLength,
  verifyingModes,
  withheldFacts,
} from "./connection";
import type {
  ApiConnection,
  ApiServiceConnection,
  ClusterConnection,
  ConnectionProperties,
  ServiceConnection,
  UriFacts,
} from "./connection";

/** Longest path that is accepted. Linux itself ends at 4,096 bytes. */
const longestPath = 4096;

/**
 * The path of a CA certificate, if there is one. An empty path, as of a setting that was forgotten, is refused: without
 * the file most drivers would not verify the server.
 *
 * @param caller whose option it is, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireCaFile(value: unknown, caller: string): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (isCaFile(value)) {
    return value;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `${caller}: caFile must be the path of a file, where the application runs: a text of 1 to ${longestPath} characters ` +
      "without control characters. The certificate's own text belongs to connectionEnv, as `caCertificate`.",
  );
}

/** Whether the value is a path that can be part of a URI and of an environment. */
export function isCaFile(value: unknown): value is string {
  return typeof value === "string" && value.length <= longestPath && /^[^\p{Cc}\p{Surrogate}]+$/u.test(value);
}

/**
 * A connection as this package hands it out, in every read alike. What one member lacks and another says is filled in: the
 * port of Kafka from its ports by name, the database from the URI, the URI from the other members. Without a password
 * there is no URI.
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
  // Without its password, a URI alone is nothing to connect with.
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

/** As {@link describeConnection}, of a service that is reached by HTTP. */
export function describeService(api: ApiServiceConnection | undefined): ServiceConnection | undefined {
  if (api === undefined) {
    return undefined;
  }
  const { uri, ...rest } = api;
  const service = { ...rest, uri: usableUri(uri, { ...rest, database: undefined }, "opensearch") };
  return isEmpty(service) ? undefined : service;
}

type Parts = Omit<ClusterConnection, "uri" | "applicationPorts" | "withheldUri">;

/** The API's own URI if it has its password; otherwise one that is built, if there is a password. */
function usableUri(uri: string | undefined, parts: Parts, engine: string): string | undefined {
  if (parts.password === undefined) {
    return undefined;
  }
  if (uri !== undefined && !lacksPassword(uri)) {
    return uri;
  }
  // The URIs of an unknown engine may have no place for a password; an empty one is never handed out.
  const mayDoWithout = uri !== undefined && !hasKnownUri(engine) && !uri.includes(":@");
  return mayDoWithout ? uri : builtUri(parts, engine, uri);
}

/** What a connection URI is made of. */
export interface UriParts extends Omit<ConnectionProperties, "uri" | "caFile"> {
  /** Path of the CA certificate that the URI names, if the engine's URIs can. */
  readonly caFile?: string | undefined;
  /** What it leads to, as messages call it. */
  readonly subject?: Pick<Subject, "name" | "clusterUuid">;
  /** The API's own URI of the node, where it gives one. */
  readonly apiUri: string | undefined;
  /** What the API's own URI says, where it is withheld. */
  readonly withheldUri?: UriFacts | undefined;
  /** Whether user, password and database are those in the API's own URI. */
  readonly asInApiUri: boolean;
}

/**
 * The connection URI in the form that the engine's own drivers parse, every part percent-encoded. For Kafka,
 * which has no URIs, it is the broker list.
 *
 * @throws DigitalOceanApiError `unexpected_response`, `invalid_argument`: an engine whose form of URI is not
 * known, and whose own URI cannot be passed on because a part of it is to be another; a CA file for a connection
 * that cannot be told to verify the server
 */
export function connectionUri(parts: UriParts): string {
  const { engine, port, ssl, caFile, apiUri } = parts;
  for (const text of [parts.user, parts.password, parts.database]) {
    requireWellFormed(text, parts);
  }
  if (caFile !== undefined && !ssl) {
    throw refused(
      parts,
      "invalid_argument",
      "caFile cannot be used: this connection has no TLS (`ssl` is false), so the server shows no certificate. Leave it out.",
    );
  }
  const host = hostInUri(parts);
  const login = `${encodeURIComponent(parts.user)}:${encodeURIComponent(parts.password)}@`;
  const path = parts.database === undefined ? "" : `/${encodedPath(parts.database)}`;
  switch (engine) {
    case "pg":
    case "advanced_pg":
      return `postgresql://${login}${host}:${port}${path}?${tlsOptions("postgresql", ssl, caFile, verifyingMode(parts, "sslmode"))}`;
    case "mysql":
    case "advanced_mysql":
      return `mysql://${login}${host}:${port}${path}?${tlsOptions("mysql", ssl, caFile, verifyingMode(parts, "ssl-mode"))}`;
    case "redis":
    case "valkey":
      return `${ssl ? "rediss" : "redis"}://${login}${host}:${port}${path}`;
    case "mongodb":
      return mongodbUri(login, host, path === "" ? "/" : path, parts);
    case "kafka":
      return `${host}:${port}`;
    case "opensearch":
      return `${ssl ? "https" : "http"}://${login}${host}:${port}`;
    default:
      if (caFile !== undefined) {
        throw refused(
          parts,
          "invalid_argument",
          `caFile cannot be used: this release does not know how a URI of the engine ${shown(engine)} names a CA ` +
            "certificate. Leave it out and give the file to the driver, or update pulumi-digitalocean-databases.",
        );
      }
      if (apiUri !== undefined && parts.asInApiUri) {
        return apiUri;
      }
      throw refused(
        parts,
        "invalid_argument",
        `this release does not know the URIs of the engine ${shown(engine)}, and passes DigitalOcean's own on only where ` +
          "there is one, and as it is, without another user, password or database. Build one from the parts in the " +
          "cluster's `connection`, or update pulumi-digitalocean-databases.",
      );
  }
}

const enginesWithUris = /^(pg|advanced_pg|mysql|advanced_mysql|redis|valkey|mongodb|kafka|opensearch)$/;

/** Whether this release knows the URIs of the engine. */
export function hasKnownUri(engine: string): boolean {
  return enginesWithUris.test(engine);
}

/**
 * The URI of a connection without one, if its parts are there and the engine is known.
 *
 * @param apiUri the API's own, if it has one that lacks its password
 */
export function builtUri(
  {
    host,
    port,
    user,
    password,
    ssl,
    database,
  }: Omit<ClusterConnection, "uri" | "applicationPorts" | "withheldUri">,
  engine: string,
  apiUri?: string,
): string | undefined {
  if (host === undefined || port === undefined || user === undefined || password === undefined) {
    return undefined;
  }
  const parts = { engine, host, port, user, password, ssl: ssl ?? true, database };
  try {
    return connectionUri({ ...parts, apiUri, asInApiUri: false });
  } catch {
    // Another engine, or an invalid host: the caller says what is missing.
    return undefined;
  }
}

/** What the API's own URI says, with or without a password in it. */
function factsOf({ apiUri, withheldUri }: Pick<UriParts, "apiUri" | "withheldUri">): UriFacts | undefined {
  // What comes from another stack is checked like an answer.
  return factsInUri(apiUri) ?? checkedFacts(withheldUri);
}

/** How the API's own URI has the server verified, if it does and the connection is made with TLS. */
function verifyingMode(parts: UriParts, option: string): string | undefined {
  const mode = factsOf(parts)?.options[option];
  return parts.ssl && mode !== undefined && verifyingModes.includes(mode) ? mode : undefined;
}

/**
 * DigitalOcean's MongoDB hosts are names of SRV records, which have the hosts with their ports; a URI with a port would
 * be refused. If the API's own URI has another scheme, that is used. An address has no such record.
 */
function mongodbUri(login: string, host: string, path: string, parts: UriParts): string {
  const { port, ssl, caFile } = parts;
  const { scheme, options } = factsOf(parts) ?? {};
  const isName = isIP(host.replace(/[[\]]/g, "")) === 0;
  const srv = isName && (scheme === undefined || scheme === "mongodb+srv");
  const query = [
    tlsOptions("mongodb", ssl, caFile),
    ...Object.entries({ authSource: "admin", ...options }).map(([name, value]) => `${name}=${value}`),
  ];
  return `${srv ? "mongodb+srv" : "mongodb"}://${login}${host}${srv ? "" : `:${port}`}${path}?${query.join("&")}`;
}

/**
 * The name of the database in a URI of the API's, which has it there in some answers that leave `database` empty. In an
 * address of HTTP, as OpenSearch has, a path is none.
 */
export function databaseInUri(uri: string | undefined): string | undefined {
  const path = /^(?!https?:)[a-z+]+:\/\/[^/?#]+\/([^/?#]+)(?:[?#]|$)/.exec(uri ?? "")?.[1];
  try {
    return path === undefined ? undefined : decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** A host that is neither a name nor an address could end the authority of a URI and begin something else. */
function hostInUri(parts: UriParts): string {
  const { host } = parts;
  if (isHost(host)) {
    return isIPv6(host) ? `[${host}]` : host;
  }
  throw refused(
    parts,
    "unexpected_response",
    "the host of the connection is no host name, so that no URI can be built.",
  );
}

/** Whether a text is the name or the address of a host. */
export function isHost(text: string): boolean {
  // An address with a zone means something to this machine only.
  if (isIPv6(text)) {
    return !text.includes("%");
  }
  // No name is longer, and of megabytes the pattern would end in a RangeError.
  return text.length <= 255 && /^([a-z0-9_-]+\.)*[a-z0-9_-]+\.?$/i.test(text);
}

/** As little as a path needs: `pg` leaves `%40` and its like as they are in the name of a database. */
function encodedPath(text: string): string {
  return encodeURI(text).replace(/[/?#]/g, encodeURIComponent);
}

/** Half of a surrogate pair has no encoding; the platform's error would come with a stack. */
function requireWellFormed(text: string | undefined, parts: UriParts): void {
  if (text !== undefined && text.length > maxPartLength) {
    throw refused(
      parts,
      "invalid_argument",
      `user, password or database is longer than ${maxPartLength} characters, so that no URI can be built.`,
    );
  }
  if (text !== undefined && /[\p{Surrogate}]/u.test(text)) {
    throw refused(
      parts,
      "invalid_argument",
      "user, password or database is no valid Unicode text, so that no URI can be built.",
    );
  }
}

function refused(
  { subject = { name: "connectionFor" } }: UriParts,
  code: "invalid_argument" | "unexpected_response",
  text: string,
): DigitalOceanApiError {
  return new DigitalOceanApiError(code, `${subject.name}: ${text}`, { clusterUuid: subject.clusterUuid });
}

/** The engines whose URIs can name a CA certificate. */
type Engine = "postgresql" | "mysql" | "mongodb";

/**
 * The options of a URI for TLS. Without a CA file, PostgreSQL's and MySQL's encrypt and do not verify the server. With one
 * they also demand a certificate of that CA for the host's name.
 *
 * @param verifyingMode how the API's own URI has the server verified, if it does
 */
export function tlsOptions(
  engine: Engine,
  ssl: boolean,
  caFile: string | undefined,
  verifyingMode?: string,
): string {
  const file = caFile === undefined ? undefined : encodeURIComponent(caFile);
  switch (engine) {
    case "postgresql":
      if (!ssl) {
        return "sslmode=disable";
      }
      return file === undefined
        ? `sslmode=${verifyingMode ?? "require"}`
        : `sslmode=verify-full&sslrootcert=${file}`;
    case "mysql":
      if (!ssl) {
        return "ssl-mode=DISABLED";
      }
      return file === undefined
        ? `ssl-mode=${verifyingMode ?? "REQUIRED"}`
        : `ssl-mode=VERIFY_IDENTITY&ssl-ca=${file}`;
    case "mongodb":
      return file === undefined ? `tls=${ssl}` : `tls=${ssl}&tlsCAFile=${file}`;
  }
}
