import { shown, shownName } from "../api/shown";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";
import type { ClusterProperties } from "../reads/clusterShape";
import type { ConnectionPoolProperties } from "../reads/connectionPool";
import { isBeingCreated } from "../reads/credentials";
import type { ClusterConnection } from "./connection";

/** Over which network a node is reached. */
export type ConnectionNetwork = "public" | "private";

/** Which node is reached: the primary, or the standby nodes, which are read-only. */
export type ConnectionNode = "primary" | "standby";

/** What of a cluster, a pool or a replica has to do with connections. */
export const connectableProperties = [
  ...(["id", "clusterUuid", "name", "engine", "status", "users"] as const),
  ...(["connection", "privateConnection", "standbyConnection", "standbyPrivateConnection"] as const),
  ...(["uri", "host", "port", "user", "password", "database", "privateUri"] as const),
  ...(["privateHost", "privatePort"] as const),
] as const;

type Properties = ClusterProperties & Pick<ConnectionPoolProperties, "clusterUuid">;

/** What has connections. */
export type ConnectableKind = "cluster" | "pool" | "replica";

/** A connection as a program may give it: what a URI does not need may be left out. */
type GivenConnection = Omit<ClusterConnection, "applicationPorts"> &
  Partial<Pick<ClusterConnection, "applicationPorts">>;

type Given<T> = T extends ClusterConnection ? GivenConnection : T;

/** The engine, and as much of the rest as is there. */
export type ConnectableParts = Pick<Properties, "engine"> & {
  readonly [K in Exclude<(typeof connectableProperties)[number], "engine">]?:
    Given<Properties[K]> | undefined;
};

/** What connections are chosen from. */
export interface Connectable extends ConnectableParts {
  /** A cluster unless told. */
  readonly kind?: ConnectableKind;
}

/** What sort of thing has these properties: pools and replicas know their cluster, and only pools have a mode. */
export function kindOf(source: object): ConnectableKind {
  return "mode" in source ? "pool" : "clusterUuid" in source ? "replica" : "cluster";
}

/** A connection whose place is known: there is a server to connect to, by whatever login. */
export interface Place extends GivenConnection {
  readonly host: string;
  readonly port: number;
}

/**
 * The connection of a cluster over a network to a node.
 *
 * @throws DigitalOceanApiError `invalid_argument`: the cluster has no such connection; `not_online`
 */
export function chooseConnection(
  cluster: Connectable,
  network: ConnectionNetwork,
  node: ConnectionNode,
): Place {
  const all = connections(cluster);
  const wanted = all.find((entry) => entry.network === network && entry.node === node)?.connection;
  if (isPlace(wanted)) {
    return wanted;
  }
  const offered = all
    .filter((entry) => isPlace(entry.connection))
    .map((entry) => `${entry.node} over the ${entry.network} network`);
  const { status } = cluster;
  if (offered.length === 0 && status !== undefined && isBeingCreated(status)) {
    throw new DigitalOceanApiError(
      "not_online",
      `${subjectOf(cluster).name}: it is not online yet (status ${status}) and has no connection. Try again when it is online.`,
      { clusterUuid: subjectOf(cluster).clusterUuid },
    );
  }
  throw refused(
    cluster,
    `it has no connection to the ${node} over the ${network} network` +
      (offered.length === 0
        ? " and no other either: DigitalOcean gives none; or, of a stack, its `connection` is not exported."
        : `${reason(cluster, all, network, node)}; on offer: ${offered.join(", ")}. Choose with \`network\` and \`node\`.`),
  );
}

/** What the lack of a connection tells, where it tells anything. */
function reason(
  cluster: Connectable,
  all: readonly Entry[],
  network: ConnectionNetwork,
  node: ConnectionNode,
): string {
  if (node === "standby" && !all.some((entry) => entry.node === "standby" && isPlace(entry.connection))) {
    return cluster.kind === "replica"
      ? " (a replica has no standby)"
      : " (a cluster of a single node has no standby, nor has every engine)";
  }
  return network === "private" ? " (a private one needs a VPC)" : "";
}

interface Entry {
  readonly network: ConnectionNetwork;
  readonly node: ConnectionNode;
  readonly connection: Partial<GivenConnection> | undefined;
}

/** The flat properties stand in for a connection that a producer did not export, or a unit test did not mock. */
function connections(cluster: Connectable): readonly Entry[] {
  const { uri, host, port, user, password, database } = cluster;
  const { privateUri, privateHost, privatePort } = cluster;
  const flat = { uri, host, port, user, password, database };
  return [
    { network: "public", node: "primary", connection: cluster.connection ?? flat },
    {
      network: "private",
      node: "primary",
      connection: cluster.privateConnection ?? {
        ...flat,
        ...{ uri: privateUri, host: privateHost, port: privatePort },
      },
    },
    { network: "public", node: "standby", connection: cluster.standbyConnection },
    { network: "private", node: "standby", connection: cluster.standbyPrivateConnection },
  ];
}

function isPlace(connection: Partial<GivenConnection> | undefined): connection is Place {
  return connection?.host !== undefined && connection.port !== undefined;
}

/** What connections are chosen from, as messages call it. */
export function subjectOf(source: Connectable): Pick<Subject, "name" | "clusterUuid"> {
  const { id, clusterUuid = id, name, kind = "cluster" } = source;
  if (clusterUuid === undefined) {
    return { name: "connectionFor" };
  }
  const cluster = `database cluster ${shown(clusterUuid)}`;
  const part = kind === "pool" ? "connection pool" : "replica";
  return {
    name: kind === "cluster" ? cluster : `${part} ${shownName(name ?? "unnamed")} of ${cluster}`,
    clusterUuid,
  };
}

/** The error of what cannot be had. */
export function refused(source: Connectable, text: string): DigitalOceanApiError {
  const { name, clusterUuid } = subjectOf(source);
  return new DigitalOceanApiError("invalid_argument", `${name}: ${text}`, { clusterUuid });
}
