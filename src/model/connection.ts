import { DigitalOceanApiError } from "../api/errors";
import type { ClusterConnection, ClusterProperties } from "./cluster";
import { shown } from "./words";

/** Over which network a node is reached. */
export type ConnectionNetwork = "public" | "private";

/** Which node is reached: the primary, or the standby nodes, which are read-only. */
export type ConnectionNode = "primary" | "standby";

/** What of a cluster has to do with connections. */
export const connectableProperties = [
  ...(["id", "engine", "status", "users"] as const),
  ...(["connection", "privateConnection", "standbyConnection", "standbyPrivateConnection"] as const),
  ...(["uri", "host", "port", "user", "password", "database", "privateUri", "privateHost"] as const),
] as const satisfies readonly (keyof ClusterProperties)[];

/** What connections are chosen from: the engine, and as much of the rest as is there. */
export type Connectable = Pick<ClusterProperties, "engine"> & {
  readonly [K in Exclude<(typeof connectableProperties)[number], "engine">]?:
    ClusterProperties[K] | undefined;
};

/** A connection whose place is known: there is a server to connect to, by whatever login. */
export interface Place extends ClusterConnection {
  readonly host: string;
  readonly port: number;
}

/** A user and the password. */
export interface Login {
  readonly user: string;
  readonly password: string;
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
  if (offered.length === 0 && (cluster.status === "creating" || cluster.status === "forking")) {
    throw new DigitalOceanApiError(
      "not_online",
      `${subject(cluster)}: it is not online yet (status ${cluster.status}) and has no connection. Try again when it is online.`,
      { clusterUuid: cluster.id },
    );
  }
  throw refused(
    cluster,
    `it has no connection to the ${node} over the ${network} network` +
      (offered.length === 0
        ? " and no other either; a stack that it comes from may not export its `connection`."
        : `${reason(all, network, node)}; on offer: ${offered.join(", ")}. Choose with \`network\` and \`node\`.`),
  );
}

/** What the lack of a connection tells, where it tells anything. */
function reason(all: readonly Entry[], network: ConnectionNetwork, node: ConnectionNode): string {
  if (node === "standby" && !all.some((entry) => entry.node === "standby" && isPlace(entry.connection))) {
    return " (a cluster of a single node has no standby)";
  }
  return network === "private" ? " (a private one needs a VPC)" : "";
}

/**
 * The login for a connection: the default user's, or another's, whose password is given or among the cluster's
 * users.
 *
 * @throws DigitalOceanApiError `invalid_argument`: no such user; `credentials_withheld`: its password is not there
 */
export function chooseLogin(
  cluster: Connectable,
  connection: Place,
  asked: { readonly user: string | undefined; readonly password: string | undefined },
): Login {
  const user = asked.user ?? connection.user;
  if (user === undefined) {
    throw withheld(cluster, "its user");
  }
  if (asked.password !== undefined) {
    return { user, password: asked.password };
  }
  if (user === connection.user) {
    if (connection.password === undefined) {
      throw withheld(cluster, "its password");
    }
    return { user, password: connection.password };
  }
  if (cluster.users === undefined) {
    throw refused(
      cluster,
      "the password of another user is looked for in its `users`, which are not here (Redis and Valkey list none; " +
        'a stack exports them beside the rest with `...stackOutputs(cluster, { properties: ["users"] })`). ' +
        "Give the `password`, too.",
    );
  }
  const found = cluster.users.find(({ name }) => name === user);
  if (found === undefined) {
    throw refused(cluster, "it has no user of the name that was given as `user`.");
  }
  if (found.password === undefined) {
    throw withheld(cluster, "the password of that user");
  }
  return { user, password: found.password };
}

interface Entry {
  readonly network: ConnectionNetwork;
  readonly node: ConnectionNode;
  readonly connection: Partial<ClusterConnection> | undefined;
}

/** The flat properties stand in for a connection that a producer did not export, or a unit test did not mock. */
function connections(cluster: Connectable): readonly Entry[] {
  const { uri, host, port, user, password, database, privateUri, privateHost } = cluster;
  const flat = { uri, host, port, user, password, database };
  return [
    { network: "public", node: "primary", connection: cluster.connection ?? flat },
    {
      network: "private",
      node: "primary",
      connection: cluster.privateConnection ?? { ...flat, uri: privateUri, host: privateHost },
    },
    { network: "public", node: "standby", connection: cluster.standbyConnection },
    { network: "private", node: "standby", connection: cluster.standbyPrivateConnection },
  ];
}

function isPlace(connection: Partial<ClusterConnection> | undefined): connection is Place {
  return connection?.host !== undefined && connection.port !== undefined;
}

function subject(cluster: Connectable): string {
  return cluster.id === undefined ? "connectionFor" : `database cluster ${shown(cluster.id)}`;
}

function refused(cluster: Connectable, text: string): DigitalOceanApiError {
  return new DigitalOceanApiError("invalid_argument", `${subject(cluster)}: ${text}`, {
    clusterUuid: cluster.id,
  });
}

function withheld(cluster: Connectable, what: string): DigitalOceanApiError {
  const reason =
    cluster.engine === "mongodb"
      ? "DigitalOcean shows MongoDB passwords when they are made, and not again"
      : "DigitalOcean withholds it from a token without the scope database:view_credentials";
  return new DigitalOceanApiError(
    "credentials_withheld",
    `${subject(cluster)}: ${what} is not there: ${reason}. Give it to connectionFor, as a secret: \`{ user, password }\`.`,
    { clusterUuid: cluster.id },
  );
}
