import type { ApiCluster } from "../api/bodies/cluster";
import { isEmpty } from "../api/decode";
import { databaseInUri } from "./uri";
import type { ClusterConnection, ClusterPropertiesWithoutCredentials, ServiceConnection } from "./cluster";

/**
 * The cluster as this package hands it out: the API's members, the flat ones beside them, and no URI that
 * lacks its password, because it would look as if it worked.
 *
 * @param uuid what was asked for; the API's description does not promise an `id`
 */
export function describeCluster(cluster: ApiCluster, uuid: string): ClusterPropertiesWithoutCredentials {
  const connection = usable(cluster.connection);
  const privateConnection = usable(cluster.privateConnection);
  return {
    ...cluster,
    id: cluster.id ?? uuid,
    connection,
    privateConnection,
    standbyConnection: usable(cluster.standbyConnection),
    standbyPrivateConnection: usable(cluster.standbyPrivateConnection),
    uiConnection: usable(cluster.uiConnection),
    schemaRegistryConnection: usable(cluster.schemaRegistryConnection),
    ...flatProperties(connection, privateConnection),
  };
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
 * A connection without a URI that lacks its password; nothing, where nothing else is there. What only that URI says
 * of the database is kept, for those who have the password.
 */
export function usable<C extends ServiceConnection & { readonly database?: string | undefined }>(
  connection: C | undefined,
): C | undefined {
  if (connection === undefined || connection.password !== undefined) {
    return connection;
  }
  const { uri, ...rest } = connection;
  if (isEmpty(rest)) {
    return undefined;
  }
  const database = connection.database ?? databaseInUri(uri);
  return { ...connection, uri: undefined, ...("database" in connection ? { database } : {}) };
}
