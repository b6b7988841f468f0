// Clusters and connections with recognisable values, for tests of the choice of a connection.
import type { ClusterConnection } from "../../../src/connection/connection";
import type { DatabaseUser } from "../../../src/reads/user";
import type { Connectable, ConnectionNetwork, ConnectionNode, Place } from "../../../src/connection/choose";
import { clusterUuid } from "../../../testing/emulator/clusters";

/** The networks and nodes of connections, in the order in which messages list them. */
export const places = [
  { network: "public", node: "primary", property: "connection" },
  { network: "private", node: "primary", property: "privateConnection" },
  { network: "public", node: "standby", property: "standbyConnection" },
  { network: "private", node: "standby", property: "standbyPrivateConnection" },
] as const satisfies readonly {
  network: ConnectionNetwork;
  node: ConnectionNode;
  property: keyof Connectable;
}[];

export type ConnectionProperty = (typeof places)[number]["property"];

/** A connection with recognisable values. */
export function plantedConnection(name: string, changes: Partial<ClusterConnection> = {}): Place {
  return {
    uri: `postgresql://planted-${name}-user:planted-${name}-password@planted-${name}.example.com:25060/planted`,
    host: `planted-${name}.example.com`,
    port: 25060,
    user: "planted-user",
    password: `planted-${name}-password`,
    database: "planted-database",
    ssl: true,
    ...changes,
  } as Place;
}

/** A user of the database. */
export function plantedUser(name: string, password: string | undefined): DatabaseUser {
  return {
    ...{ name, password, role: "normal", accessCert: undefined, accessKey: undefined },
    ...{ mysqlSettings: undefined, settings: undefined },
  };
}

/** A cluster with these connections. */
export function clusterWith(
  properties: readonly ConnectionProperty[],
  changes: Partial<Connectable> = {},
): Connectable {
  return {
    id: clusterUuid("pg"),
    engine: "pg",
    status: "online",
    ...Object.fromEntries(properties.map((property) => [property, plantedConnection(property)])),
    ...changes,
  };
}

/** All subsets of a list, including the empty one and the list itself. */
export function subsetsOf<T>(list: readonly T[]): T[][] {
  return list.reduce<T[][]>(
    (subsets, item) => [...subsets, ...subsets.map((subset) => [...subset, item])],
    [[]],
  );
}
