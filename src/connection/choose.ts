/** Chooses a connection and its database from those of a cluster, pool or replica. */
import { shown, shownName } from "../api/shown";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";
import { databaseInUri } from "./uri";
import type { ClusterConnection, DatabaseEngine, ShortcutValues } from "./connection";

/** The network to connect over. */
export type ConnectionNetwork = "public" | "private";

/** The node to connect to: the primary, or the standby nodes, which are read-only. */
export type ConnectionNode = "primary" | "standby";

/** What has connections. */
export type ConnectableKind = "cluster" | "pool" | "replica";

/** A connection as a program may give it, without the members that a URI does not need. */
type GivenConnection = Omit<ClusterConnection, "applicationPorts"> &
  Partial<Pick<ClusterConnection, "applicationPorts">>;

/** The properties of a cluster, pool or replica that connections are made from. Only the engine is required. */
export interface ConnectableParts extends Partial<ShortcutValues> {
  readonly id?: string | undefined;
  readonly clusterUuid?: string | undefined;
  readonly name?: string | undefined;
  readonly engine: DatabaseEngine;
  readonly status?: string | undefined;
  readonly users?: readonly { readonly name: string; readonly password?: string | undefined }[] | undefined;
  readonly connection?: GivenConnection | undefined;
  readonly privateConnection?: GivenConnection | undefined;
  readonly standbyConnection?: GivenConnection | undefined;
  readonly standbyPrivateConnection?: GivenConnection | undefined;
}

/** What connections are chosen from. */
export interface Connectable extends ConnectableParts {
  /** `cluster` by default. */
  readonly kind?: ConnectableKind;
}

/** The property that has the connection over a network to a node. */
export const connectionNames = {
  public: { primary: "connection", standby: "standbyConnection" },
  private: { primary: "privateConnection", standby: "standbyPrivateConnection" },
} as const;

/** Tells clusters, pools and replicas apart: only pools and replicas have a `clusterUuid`, and only pools a mode. */
export function kindOf(source: object): ConnectableKind {
  return "mode" in source ? "pool" : "clusterUuid" in source ? "replica" : "cluster";
}

/** A connection with a host and a port. Its login may be missing. */
export interface Place extends GivenConnection {
  readonly host: string;
  readonly port: number;
}

/** Whether a cluster with this status is new, so that it may have no connection yet. */
export function isBeingCreated(status: string | undefined): boolean {
  return status === "creating" || status === "forking";
}

/**
 * The connection over a network to a node.
 *
 * @throws DigitalOceanApiError `invalid_argument`: there is no such connection; `not_online`
 */
export function chooseConnection(
  source: Connectable,
  network: ConnectionNetwork,
  node: ConnectionNode,
): Place {
  const chosen = connectionOf(source, network, node);
  if (isPlace(chosen)) {
    return chosen;
  }
  const available = allPlaces(source);
  const { status } = source;
  if (available.length === 0 && status !== undefined && isBeingCreated(status)) {
    const { name, clusterUuid } = subjectOf(source);
    throw new DigitalOceanApiError(
      "not_online",
      `${name}: it is not online yet (status ${status}) and has no connection. Try again when it is online.`,
      { clusterUuid },
    );
  }
  const missing = `it has no connection to the ${node} over the ${network} network`;
  if (available.length === 0) {
    throw refused(
      source,
      `${missing}, and no other connection: DigitalOcean gave none, or the producer's stack does not export \`connection\`.`,
    );
  }
  const hasStandby = available.some((place) => place.startsWith("standby"));
  const reason =
    node === "standby" && !hasStandby
      ? source.kind === "replica"
        ? " (a replica has no standby)"
        : " (a cluster with one node has no standby, and some engines never have one)"
      : network === "private"
        ? " (a private connection needs a VPC)"
        : "";
  throw refused(
    source,
    `${missing}${reason}; available: ${available.join(", ")}. Choose with \`network\` and \`node\`.`,
  );
}

/** The connections that exist, for a message. */
function allPlaces(source: Connectable): readonly string[] {
  return (["primary", "standby"] as const).flatMap((node) =>
    (["public", "private"] as const)
      .filter((network) => isPlace(connectionOf(source, network, node)))
      .map((network) => `${node} over the ${network} network`),
  );
}

/** Shortcuts replace a connection that a producer did not export or a unit test did not mock. */
function connectionOf(
  source: Connectable,
  network: ConnectionNetwork,
  node: ConnectionNode,
): Partial<GivenConnection> | undefined {
  const given = source[connectionNames[network][node]];
  if (given !== undefined || node === "standby") {
    return given;
  }
  const { uri, host, port, user, password, database, privateUri, privateHost, privatePort } = source;
  return network === "public"
    ? { uri, host, port, user, password, database }
    : { uri: privateUri, host: privateHost, port: privatePort, user, password, database };
}

function isPlace(connection: Partial<GivenConnection> | undefined): connection is Place {
  return connection?.host !== undefined && connection.port !== undefined;
}

/**
 * The database to connect to: the one that the program asks for, otherwise the default one.
 *
 * @throws DigitalOceanApiError `invalid_argument`: there is no choice
 */
export function chooseDatabase(
  source: Connectable,
  connection: Place,
  asked: string | undefined,
): string | undefined {
  if (asked === undefined) {
    return defaultDatabase(source, connection);
  }
  const { engine, kind } = source;
  if (kind === "pool") {
    throw refused(source, "database cannot be chosen: a pool leads to its own database.");
  }
  const isNumbered = engine === "redis" || engine === "valkey";
  if (isNumbered && !/^\d+$/.test(asked)) {
    throw refused(source, `database cannot be chosen by name: the engine ${engine} has numbered databases.`);
  }
  if (engine === "kafka" || engine === "opensearch") {
    throw refused(source, `database cannot be chosen: the engine ${engine} has no databases.`);
  }
  return asked;
}

/** Some answers leave `database` empty and have it in the URI. A connection to a pool uses the pool's name. */
export function defaultDatabase(source: Connectable, { database, uri }: Place): string | undefined {
  return database ?? databaseInUri(uri) ?? (source.kind === "pool" ? source.name : undefined);
}

/** The cluster, pool or replica as messages name it. */
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

/** The error for a wish that the source cannot fulfil. */
export function refused(source: Connectable, text: string): DigitalOceanApiError {
  const { name, clusterUuid } = subjectOf(source);
  return new DigitalOceanApiError("invalid_argument", `${name}: ${text}`, { clusterUuid });
}
