import { isIP, isIPv6 } from "node:net";
import { DigitalOceanApiError } from "../api/errors";
import type { Subject } from "../api/failure";
import type { ClusterConnection } from "./cluster";
import type { ConnectionProperties } from "./connectionProperties";
import { shown } from "./words";

/** What a connection URI is made of. */
export interface UriParts extends Omit<ConnectionProperties, "uri"> {
  /** What it leads to, as messages call it. */
  readonly subject?: Pick<Subject, "name" | "clusterUuid">;
  /** The API's own URI of the node, where it gives one. */
  readonly apiUri: string | undefined;
  /** Whether user, password and database are those in the API's own URI. */
  readonly asInApiUri: boolean;
}

/**
 * The connection URI in the form that the engine's own drivers parse, every part percent-encoded. For Kafka,
 * which has no URIs, it is the broker list.
 *
 * @throws DigitalOceanApiError `unexpected_response`, `invalid_argument`: an engine whose form of URI is not
 * known, and whose own URI cannot be passed on because a part of it is to be another
 */
export function connectionUri(parts: UriParts): string {
  const { engine, port, ssl, apiUri } = parts;
  for (const text of [parts.user, parts.password, parts.database]) {
    requireWellFormed(text, parts);
  }
  const host = hostInUri(parts);
  const login = `${encodeURIComponent(parts.user)}:${encodeURIComponent(parts.password)}@`;
  const path = parts.database === undefined ? "" : `/${encodedPath(parts.database)}`;
  switch (engine) {
    case "pg":
    case "advanced_pg":
      return `postgresql://${login}${host}:${port}${path}?sslmode=${ssl ? "require" : "disable"}`;
    case "mysql":
    case "advanced_mysql":
      return `mysql://${login}${host}:${port}${path}?ssl-mode=${ssl ? "REQUIRED" : "DISABLED"}`;
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

/** The URI of a connection of which the API leaves it empty, if all its parts are there and the engine is known. */
export function builtUri(connection: ClusterConnection | undefined, engine: string): string | undefined {
  const { host, port, user, password, ssl, database } = connection ?? {};
  if (host === undefined || port === undefined || user === undefined || password === undefined) {
    return undefined;
  }
  const parts = { engine, host, port, user, password, ssl: ssl ?? true, database };
  try {
    return connectionUri({ ...parts, apiUri: undefined, asInApiUri: false });
  } catch {
    // Another engine, or a host that is none: what is missing is then said by its name.
    return undefined;
  }
}

/**
 * DigitalOcean's MongoDB hosts are names of SRV records, which hold the hosts with their ports; a URI with a port
 * would be refused. An API that says otherwise is followed; an address has no such record.
 */
function mongodbUri(login: string, host: string, path: string, { port, ssl, apiUri }: UriParts): string {
  const isName = isIP(host.replace(/[[\]]/g, "")) === 0;
  const srv = isName && (apiUri === undefined || apiUri.startsWith("mongodb+srv:"));
  const replicaSet = /[?&]replicaSet=([\w.-]+)/.exec(apiUri ?? "")?.[1];
  const options = `tls=${ssl}&authSource=admin${replicaSet === undefined ? "" : `&replicaSet=${replicaSet}`}`;
  return `${srv ? "mongodb+srv" : "mongodb"}://${login}${host}${srv ? "" : `:${port}`}${path}?${options}`;
}

/** The name of the database in a URI of the API's, which has it there in some answers that leave `database` empty. */
export function databaseInUri(uri: string | undefined): string | undefined {
  const path = /^[a-z+]+:\/\/[^/?#]+\/([^/?#]+)(?:[?#]|$)/.exec(uri ?? "")?.[1];
  try {
    return path === undefined ? undefined : decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** A host that is neither a name nor an address could end the authority of a URI and begin something else. */
function hostInUri(parts: UriParts): string {
  const { host } = parts;
  // With a zone an address is this machine's own affair.
  if (isIPv6(host) && !host.includes("%")) {
    return `[${host}]`;
  }
  // No name is longer, and of megabytes the pattern would end in a RangeError.
  if (host.length <= 255 && /^([a-z0-9_-]+\.)*[a-z0-9_-]+\.?$/i.test(host)) {
    return host;
  }
  throw refused(
    parts,
    "unexpected_response",
    "the host of the connection is no host name, so that no URI can be built.",
  );
}

/** As little as a path needs: `pg` leaves `%40` and its like as they are in the name of a database. */
function encodedPath(text: string): string {
  return encodeURI(text).replace(/[/?#]/g, encodeURIComponent);
}

/** Half of a surrogate pair has no encoding; the platform's error would come with a stack. */
function requireWellFormed(text: string | undefined, parts: UriParts): void {
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
