import type { ApiCluster } from "../api/bodies/cluster";
import { describeConnection, describeService } from "./describeConnection";
import type { ClusterConnection, ClusterPropertiesWithoutCredentials } from "./cluster";

/**
 * The cluster as this package hands it out: the API's members, the shortcuts beside them, and no URI that lacks its
 * password, because it would look as if it worked.
 *
 * @param uuid what was asked for; the API's description does not promise an `id`
 */
export function describeCluster(api: ApiCluster, uuid: string): ClusterPropertiesWithoutCredentials {
  const { oddDetails: _, ...cluster } = api;
  const { engine } = cluster;
  const connection = describeConnection(cluster.connection, engine);
  const privateConnection = describeConnection(cluster.privateConnection, engine);
  return {
    ...cluster,
    id: cluster.id ?? uuid,
    connection,
    privateConnection,
    standbyConnection: describeConnection(cluster.standbyConnection, engine),
    standbyPrivateConnection: describeConnection(cluster.standbyPrivateConnection, engine),
    uiConnection: describeService(cluster.uiConnection),
    schemaRegistryConnection: describeService(cluster.schemaRegistryConnection),
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
