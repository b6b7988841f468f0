import { chooseConnection, connectableProperties, kindOf, refused, subjectOf } from "../../connection/choose";
import type {
  Connectable,
  ConnectableParts,
  ConnectionNetwork,
  ConnectionNode,
  Place,
} from "../../connection/choose";
import { maxPartLength } from "../../connection/connection";
import type { ConnectionProperties } from "../../connection/connection";
import { chooseLogin } from "../../connection/login";
import { connectionUri, databaseInUri, requireCaFile } from "../../connection/uri";
import { DigitalOceanApiError } from "../../errors";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { sourceValues } from "../../reads/values";
import { checkedArgument, requireKnownOptions, requireLookedUp } from "../givenArguments";
import { madeOnFirstUse, onFirstUse, outputOf, secretOf, valueOf, valuesOf } from "../outputs";
import type { OutputsOf } from "../outputs";
import { errorWithout, secretTexts } from "../rejection";
import * as pulumi from "@pulumi/pulumi";

/** Which connection of a cluster, and as whom. */
export interface ConnectionForOptions {
  /** Over the internet or the VPC; `public` unless told. */
  readonly network?: ConnectionNetwork | undefined;
  /** The primary node, or the standby nodes, which are read-only; `primary` unless told. */
  readonly node?: ConnectionNode | undefined;
  /** Name of the user; the default user unless told. Its password is taken from the cluster's `users` unless told. */
  readonly user?: pulumi.Input<string | undefined>;
  /** Name of the database; the default database unless told. A pool leads to its own. */
  readonly database?: pulumi.Input<string | undefined>;
  /** Password of the user, where the API does not show it (MongoDB), or where it is not to be the API's. */
  readonly password?: pulumi.Input<string | undefined>;
  /**
   * Path of the cluster's CA certificate (PEM) where the application runs. The URI and the variables of `connectionEnv`
   * then tell the engine's drivers to verify the server with it, as far as they can be told in this way; the README
   * says what each driver reads.
   */
  readonly caFile?: pulumi.Input<string | undefined>;
}

/** Their names. */
export const connectionForNames = {
  network: true,
  node: true,
  user: true,
  database: true,
  password: true,
  caFile: true,
} as const satisfies NamesOf<ConnectionForOptions>;

const accepted: Accepted = { subject: "connectionFor", kind: "option", names: connectionForNames };

/** A connection to a node of a cluster. All of it is secret but the engine and the path of the CA certificate. */
export interface DatabaseConnection extends OutputsOf<ConnectionProperties> {}

/**
 * What connections are taken from: a cluster looked up in either form, read from a stack, or as a resource; a
 * connection pool; a replica.
 */
export type ConnectionSource = { readonly [K in keyof ConnectableParts]: pulumi.Input<ConnectableParts[K]> };

/**
 * The connection to a node of a cluster, to a connection pool or to a replica, as a user, with a URI that the
 * engine's drivers parse.
 *
 * @throws DigitalOceanApiError `invalid_argument`: an argument is malformed; (values fail with it, as many as
 * need what is missing) `invalid_argument`: the cluster has no such connection or user, the message says which it
 * has; `credentials_withheld`: user or password is not there; `not_online`; `unexpected_response`
 */
export function connectionFor(
  cluster: ConnectionSource,
  options: ConnectionForOptions = {},
): DatabaseConnection {
  options = requireKnownOptions(options, accepted);
  // A connection has an engine, too, and is chosen already.
  requireLookedUp(cluster, "connectionFor", (value) => "engine" in value && !("ssl" in value));
  const network = requireOneOf("network", options.network ?? "public", ["public", "private"]);
  const node = requireOneOf("node", options.node ?? "primary", ["primary", "standby"]);

  const kind = kindOf(cluster);
  const chosen = connectionNames[network][node];
  // Outputs of the cluster are made on first use, so that no more of them are read than it takes.
  const parts = (names: readonly ConnectableProperty[]): pulumi.Output<Connectable> =>
    outputOf(
      valuesOf(names, (name) => cluster[name as ConnectableProperty]),
      (values) => ({ ...checkedParts(values), kind }),
    );
  const known = onFirstUse(
    () =>
      outputOf(secretOf(parts([...shownParts, chosen])), (source): unknown =>
        isComplete(source[chosen]) ? source : parts(allButUsers),
      ) as pulumi.Output<Connectable>,
  );
  const withUsers = onFirstUse(() =>
    outputOf(together(known(), parts(["users"])), ([source, { users }]): Connectable => ({
      ...source,
      users,
    })),
  );
  // All values fail with an error that does not show what the program has as a secret.
  const hide = async (
    error: DigitalOceanApiError,
    [source]: readonly [Connectable, ...unknown[]],
  ): Promise<DigitalOceanApiError> => {
    const texts = await secretTexts(picked(cluster, shownParts), { ...source });
    return errorWithout(texts, error);
  };
  /** As `hide`, where a message may show the user that was asked for. */
  const hideUser = async (
    error: DigitalOceanApiError,
    [source, , user]: readonly [Connectable, unknown, unknown, ...unknown[]],
  ): Promise<DigitalOceanApiError> => {
    const texts = await secretTexts({ user: options.user }, { user });
    return errorWithout(texts, await hide(error, [source]));
  };

  const place = onFirstUse(() =>
    outputOf(together(known()), ([source]): Place => chooseConnection(source, network, node), hide),
  );
  const database = onFirstUse(() =>
    outputOf(
      together(
        known(),
        place(),
        valueOf<unknown>(() => options.database),
      ),
      ([source, connection, asked]) =>
        askedDatabase(source, requireText("database", asked)) ?? defaultDatabase(source, connection),
      hide,
    ),
  );
  const login = onFirstUse(() =>
    outputOf(
      together(
        options.user === undefined ? known() : withUsers(),
        place(),
        valueOf<unknown>(() => options.user),
        valueOf<unknown>(() => options.password),
      ),
      ([source, connection, user, password]) =>
        chooseLogin(source, connection, {
          user: requireText("user", user),
          password: requireText("password", password),
        }),
      hideUser,
    ),
  );
  // The program's own text, as secret as the program gave it.
  const caFile = onFirstUse(() =>
    outputOf(
      valueOf<unknown>(() => options.caFile),
      (value) => requireCaFile(value, "connectionFor"),
    ),
  );
  const uri = onFirstUse(() =>
    outputOf(
      together(known(), place(), login(), database(), caFile()),
      ([source, connection, as, name, file]) =>
        connectionUri({
          subject: subjectOf(source),
          engine: source.engine,
          ...connection,
          ...as,
          database: name,
          ssl: connection.ssl ?? true,
          caFile: file,
          apiUri: connection.uri,
          asInApiUri:
            as.user === connection.user &&
            as.password === connection.password &&
            name === defaultDatabase(source, connection),
        }),
      hide,
    ),
  );
  // `known` is secret, and so is all that is made of it.
  const outputs: { readonly [K in keyof DatabaseConnection]: () => DatabaseConnection[K] } = {
    uri,
    host: () => place().apply((connection) => connection.host),
    port: () => place().apply((connection) => connection.port),
    user: () => login().apply((as) => as.user),
    password: () => login().apply((as) => as.password),
    database,
    ssl: () => place().apply((connection) => connection.ssl ?? true),
    caFile,
    engine: () => parts(["engine"]).apply(({ engine }) => engine),
  };
  return madeOnFirstUse(Object.keys(outputs), (property) =>
    outputs[property as keyof DatabaseConnection](),
  ) as unknown as DatabaseConnection;
}

type ConnectableProperty = (typeof connectableProperties)[number];

const connectionNames = {
  public: { primary: "connection", standby: "standbyConnection" },
  private: { primary: "privateConnection", standby: "standbyPrivateConnection" },
} as const;

/** What messages show of a cluster, pool or replica, and nothing of it is a secret unless the program makes it one. */
const shownParts = ["id", "clusterUuid", "name", "engine", "status"] as const;

const allButUsers = connectableProperties.filter((property) => property !== "users");

/** Whether a connection says it all: without a user or a place, other properties may. */
function isComplete(connection: Connectable["connection"]): boolean {
  return connection?.host !== undefined && connection.port !== undefined && connection.user !== undefined;
}

/** @throws DigitalOceanApiError `unexpected_response` */
function checkedParts(parts: Readonly<Record<string, unknown>>): Connectable {
  return Object.fromEntries(
    Object.entries(parts).map(([name, value]) => [
      name,
      checkedArgument("connectionFor", sourceValues, name, value),
    ]),
  ) as unknown as Connectable;
}

function picked(cluster: ConnectionSource, names: readonly ConnectableProperty[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, cluster[name]]));
}

/** As `pulumi.all`, for values that are no Inputs any more. */
function together<T extends unknown[]>(
  ...outputs: { [K in keyof T]: pulumi.Output<T[K]> }
): pulumi.Output<T> {
  return pulumi.all(outputs as readonly unknown[] as pulumi.Output<unknown>[]) as unknown as pulumi.Output<T>;
}

/** Some answers leave `database` empty and have it in the URI; a pool is connected to by its name. */
function defaultDatabase(source: Connectable, { database, uri }: Place): string | undefined {
  return database ?? databaseInUri(uri) ?? (source.kind === "pool" ? source.name : undefined);
}

/**
 * An option's text, if there is one. An empty one, of a setting that was forgotten, is not taken for the default:
 * that would be the administrator.
 */
function requireText(option: string, value: unknown): string | undefined {
  if (typeof value === "string" && value.length > maxPartLength) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `connectionFor: ${option} is longer than ${maxPartLength} characters.`,
    );
  }
  if (value === undefined || value === null || (typeof value === "string" && value !== "")) {
    return value ?? undefined;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `connectionFor: ${option} must be a text that is not empty; leave it out for the default.`,
  );
}

/** The database that was asked for, where there is a choice. */
function askedDatabase(source: Connectable, database: string | undefined): string | undefined {
  const { engine } = source;
  if (database !== undefined && source.kind === "pool") {
    throw refused(source, "database cannot be chosen: a pool leads to its own.");
  }
  const isNumbered = engine === "redis" || engine === "valkey";
  if (
    database === undefined ||
    (isNumbered ? /^\d+$/.test(database) : !["kafka", "opensearch"].includes(engine))
  ) {
    return database;
  }
  throw refused(
    source,
    `database cannot be chosen: the engine ${engine} has ${isNumbered ? "numbered ones only" : "none"}.`,
  );
}

function requireOneOf<T extends string>(option: string, value: T, known: readonly T[]): T {
  if (known.includes(value)) {
    return value;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `connectionFor: ${option} must be ${known.map((word) => JSON.stringify(word)).join(" or ")}.`,
  );
}
