/** `connectionFor`: one connection of a cluster, pool or replica, as one user. */
import { isJsonObject } from "../../api/decode";
import { chooseConnection, chooseDatabase, connectionNames, kindOf } from "../../connection/choose";
import type {
  Connectable,
  ConnectableParts,
  ConnectionNetwork,
  ConnectionNode,
} from "../../connection/choose";
import { shortcutSources } from "../../connection/connection";
import type { ConnectionProperties, Shortcut } from "../../connection/connection";
import { chooseLogin } from "../../connection/login";
import { connectionOf, optionChecks } from "../../connection/options";
import type { Asked } from "../../connection/options";
import type { DigitalOceanApiError } from "../../errors";
import { errorWithout } from "../../reads/hidden";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { sourceValues } from "../../reads/values";
import { checkedArgument, requireKnownOptions, requireLookedUp } from "../givenArguments";
import { madeOnFirstUse, onFirstUse, outputOf, secretOf, valueOf, valuesOf } from "../outputs";
import type { OutputsOf } from "../outputs";
import { secretTexts } from "../rejection";
import * as pulumi from "@pulumi/pulumi";

/** Which connection, and as which user. */
export interface ConnectionForOptions {
  /** The network to connect over: `public` by default, or `private` for the VPC. */
  readonly network?: ConnectionNetwork | undefined;
  /** The node to connect to: `primary` by default, or `standby` for the standby nodes, which are read-only. */
  readonly node?: ConnectionNode | undefined;
  /** Name of the user; the default user by default. Its password is read from the cluster's `users`. */
  readonly user?: pulumi.Input<string | undefined>;
  /** Name of the database; the default database by default. A pool leads to its own database. */
  readonly database?: pulumi.Input<string | undefined>;
  /** Password of the user. Required if the API does not show it (MongoDB). */
  readonly password?: pulumi.Input<string | undefined>;
  /**
   * Path of the cluster's CA certificate (PEM) where the application runs. The URI and the environment variables then
   * make the engine's drivers verify the server, if they support that. `docs/connections.md` lists what each driver reads.
   */
  readonly caFile?: pulumi.Input<string | undefined>;
}

/** The names of the options. */
export const connectionForNames = {
  network: true,
  node: true,
  user: true,
  database: true,
  password: true,
  caFile: true,
} as const satisfies NamesOf<ConnectionForOptions>;

const accepted: Accepted = { subject: "connectionFor", kind: "option", names: connectionForNames };

const { requireCaFile, requireNetwork, requireNode, requireAsked } = optionChecks("connectionFor");

/** A connection to a node of a cluster. All properties are secret except `engine` and `caFile`. */
export interface DatabaseConnection extends OutputsOf<ConnectionProperties> {}

/** Whether a value is a connection. A cluster, pool or replica also has an engine, but no `ssl`. */
export function isConnection(value: unknown): value is DatabaseConnection {
  try {
    return typeof value === "object" && value !== null && "ssl" in value && "engine" in value;
  } catch {
    // A proxy may throw.
    return false;
  }
}

/** What connections are made from: a cluster (looked up, from a stack, or a resource), a connection pool or a replica. */
export type ConnectionSource = { readonly [K in keyof ConnectableParts]: pulumi.Input<ConnectableParts[K]> };

/**
 * The connection to a node of a cluster, to a connection pool or to a replica, as one user, with a URI that the engine's
 * drivers parse.
 *
 * @throws DigitalOceanApiError `invalid_argument`: an argument is malformed. The properties that need it fail with:
 * `invalid_argument`: there is no such connection or user; `credentials_withheld`: user or password is missing;
 * `not_online`; `unexpected_response`: a value is malformed
 *
 * @example
 * ```ts
 * const cluster = getDatabaseClusterOutput({ uuid: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30" });
 * export const databaseUrl = connectionFor(cluster, { network: "private", user: "app" }).uri;
 * ```
 */
export function connectionFor(
  cluster: ConnectionSource,
  options: ConnectionForOptions = {},
): DatabaseConnection {
  const given = requireKnownOptions(options, accepted);
  requireLookedUp(cluster, "connectionFor", (value) => "engine" in value && !isConnection(value));
  const network = requireNetwork(given.network);
  const node = requireNode(given.node);
  const kind = kindOf(cluster);
  const connectionName = connectionNames[network][node];

  const read = (properties: readonly SourceProperty[]): pulumi.Output<SourceValues> =>
    valuesOf(properties, (property) => cluster[property as SourceProperty]);
  const checked = (values: SourceValues): Connectable => ({ ...checkedSource(values), kind });
  // Other properties are only read if they are needed, because each one costs an Output and may be unknown or fail.
  const source = onFirstUse(() => {
    const values = secretOf(read([...shownProperties, connectionName])).apply((first): unknown =>
      isComplete(first[connectionName]) ? first : read(allButUsers),
    );
    return outputOf(values as pulumi.Output<SourceValues>, checked);
  });
  const sourceWithUsers = onFirstUse(() =>
    outputOf(
      pulumi.all([source(), read(["users"])]) as unknown as pulumi.Output<[Connectable, SourceValues]>,
      ([known, values]) => ({ ...checked(values), ...known }),
    ),
  );

  // The language host shows an error once, even if several Outputs fail with it.
  const errors = new Map<string, DigitalOceanApiError>();
  const shared = (error: DigitalOceanApiError): DigitalOceanApiError => {
    const first = errors.get(error.message) ?? error;
    errors.set(first.message, first);
    return first;
  };
  /** The error without the texts that the program has as secrets. */
  const hide = async (
    error: DigitalOceanApiError,
    [known, asked]: readonly [Connectable, Asked],
  ): Promise<DigitalOceanApiError> => {
    const inputs: Record<string, unknown> = Object.fromEntries(
      shownProperties.map((property) => [property, cluster[property]]),
    );
    if ("user" in asked) {
      inputs["user"] = given.user;
    }
    return shared(errorWithout(await secretTexts(inputs, { ...known, user: asked.user }), error));
  };

  /** A value made from the source and from these options. It is secret, because the source is. */
  const chosen = <T>(
    names: readonly (keyof Asked)[],
    make: (source: Connectable, asked: Asked) => T,
  ): pulumi.Output<T> =>
    outputOf(
      pulumi.all([
        names.includes("user") && given.user !== undefined ? sourceWithUsers() : source(),
        valuesOf(names, (name) => given[name as keyof Asked]),
      ]) as unknown as pulumi.Output<[Connectable, Asked]>,
      ([known, asked]) => make(known, requireAsked(asked)),
      hide,
    );
  const choose = (known: Connectable): ReturnType<typeof chooseConnection> =>
    chooseConnection(known, network, node);
  const login = (known: Connectable, asked: Asked): ReturnType<typeof chooseLogin> =>
    chooseLogin(known, choose(known), asked);

  const outputs: { readonly [K in keyof DatabaseConnection]: () => DatabaseConnection[K] } = {
    uri: () =>
      chosen(
        ["user", "password", "database", "caFile"],
        (known, asked) => connectionOf(known, network, node, asked).uri,
      ),
    host: () => chosen([], (known) => choose(known).host),
    port: () => chosen([], (known) => choose(known).port),
    user: () => chosen(["user", "password"], (known, asked) => login(known, asked).user),
    password: () => chosen(["user", "password"], (known, asked) => login(known, asked).password),
    database: () =>
      chosen(["database"], (known, asked) => chooseDatabase(known, choose(known), asked.database)),
    ssl: () => chosen([], (known) => choose(known).ssl ?? true),
    // As secret as the program made it.
    caFile: () =>
      outputOf(
        valueOf<unknown>(() => given.caFile),
        requireCaFile,
        shared,
      ),
    engine: () => outputOf(read(["engine"]), (values) => checked(values).engine),
  };
  return madeOnFirstUse(Object.keys(outputs), (property) =>
    outputs[property as keyof DatabaseConnection](),
  ) as unknown as DatabaseConnection;
}

type SourceProperty = keyof ConnectableParts;

/** Values of a source that are not checked yet. */
type SourceValues = Readonly<Record<string, unknown>>;

/** The properties that messages show. */
const shownProperties = ["id", "clusterUuid", "name", "engine", "status"] as const;

const allButUsers: readonly SourceProperty[] = [
  ...shownProperties,
  ...(["connection", "privateConnection", "standbyConnection", "standbyPrivateConnection"] as const),
  ...(Object.keys(shortcutSources) as Shortcut[]),
];

/** Whether a connection has a host, a port and a user. Otherwise other properties may have them. */
function isComplete(connection: unknown): boolean {
  return isJsonObject(connection) && Boolean(connection["host"] && connection["port"] && connection["user"]);
}

/** @throws DigitalOceanApiError `unexpected_response` */
function checkedSource(values: SourceValues): Connectable {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      checkedArgument("connectionFor", sourceValues, name, value),
    ]),
  ) as unknown as Connectable;
}
