import * as pulumi from "../pulumi/sdk";
import { DigitalOceanApiError } from "../api/errors";
import { ownMembers } from "../api/own";
import { chooseConnection, connectableProperties, kindOf, refused, subjectOf } from "../model/connection";
import type {
  Connectable,
  ConnectableParts,
  ConnectionNetwork,
  ConnectionNode,
  Place,
} from "../model/connection";
import type { ConnectionProperties } from "../model/connectionProperties";
import { chooseLogin } from "../model/login";
import { connectionUri, databaseInUri } from "../model/uri";
import { derived, secretly } from "../pulumi/outputParts";
import { outputOf } from "../pulumi/outputs";
import type { OutputsOf } from "../pulumi/outputs";
import { requireLookedUp } from "./requireLookedUp";

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
}

/** A connection to a node of a cluster: all of it secret but the engine. */
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
  options = ownMembers(options);
  // A connection has an engine, too, and is chosen already.
  requireLookedUp(cluster, "connectionFor", (value) => "engine" in value && !("ssl" in value));
  const network = requireOneOf("network", options.network ?? "public", ["public", "private"]);
  const node = requireOneOf("node", options.node ?? "primary", ["primary", "standby"]);

  const kind = kindOf(cluster);
  const known = pulumi
    .output(partsOf(cluster))
    .apply((parts): Connectable => ({ ...withoutNulls(parts), kind }));
  const place = outputOf(known, (source) => chooseConnection(source, network, node));
  const database = outputOf(
    pulumi.all([known, place, options.database]),
    ([source, connection, asked]) =>
      askedDatabase(source, requireText("database", asked)) ?? defaultDatabase(source, connection),
  );
  const login = outputOf(
    pulumi.all([known, place, options.user, options.password]),
    ([source, connection, user, password]) =>
      chooseLogin(source, connection, {
        user: requireText("user", user),
        password: requireText("password", password),
      }),
  );
  const uri = outputOf(pulumi.all([known, place, login, database]), ([source, connection, as, name]) =>
    connectionUri({
      subject: subjectOf(source),
      engine: source.engine,
      ...connection,
      ...as,
      database: name,
      ssl: connection.ssl ?? true,
      apiUri: connection.uri,
      asInApiUri:
        as.user === connection.user &&
        as.password === connection.password &&
        name === defaultDatabase(source, connection),
    }),
  );
  return {
    uri: secretly(uri),
    host: derived(place, (connection) => connection.host, true),
    port: derived(place, (connection) => connection.port, true),
    user: derived(login, (as) => as.user, true),
    password: derived(login, (as) => as.password, true),
    database: secretly(database),
    ssl: derived(place, (connection) => connection.ssl ?? true, true),
    engine: pulumi.output(cluster.engine),
  };
}

/** What connections are chosen from, and nothing else of a cluster: a resource is not plain data. */
function partsOf(cluster: ConnectionSource): ConnectionSource {
  return Object.fromEntries(
    connectableProperties.map((property) => [property, cluster[property]]),
  ) as unknown as ConnectionSource;
}

/** A stack's outputs have `null` where nothing is. */
function withoutNulls(parts: unknown): Connectable {
  return JSON.parse(JSON.stringify(parts, (_, value: unknown) => value ?? undefined)) as Connectable;
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
