import type { ApiConnection, ApiServiceConnection } from "../api/bodies/connection";
import { isEmpty } from "../api/decode";
import type { ClusterConnection, ServiceConnection } from "./cluster";
import { builtUri, databaseInUri, hasKnownUri } from "./uri";
import { lacksPassword, withheldFacts } from "./uriFacts";

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
