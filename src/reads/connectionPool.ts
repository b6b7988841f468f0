/** A connection pool: its form in the API's answers, its properties, and the request for it. */
import { count, detail, object, optional, required, text, withOddDetails } from "../api/decode";
import type { Decoded } from "../api/decode";
import { connection, shortcutsOf, uriPart } from "../connection/connection";
import type { ApiConnection, ClusterConnection, DatabaseEngine, Partly } from "../connection/connection";
import { describeConnection } from "../connection/uri";
import { getPart } from "./absence";
import type { Shortcuts } from "./clusterShape";
import { namedPart, partKey } from "./identifiers";
import type { PartKey } from "./identifiers";
import type { PartArgs, Read } from "./read";
import { connectionPoolFields } from "./secrecy";

/** `database_connection_pool`. */
export const connectionPool = {
  name: required(uriPart),
  mode: detail(text),
  size: detail(count),
  db: detail(text),
  user: optional(uriPart),
  connection,
  privateConnection: connection,
  standbyConnection: connection,
  standbyPrivateConnection: connection,
};

/** The body of `GET /v2/databases/{uuid}/pools/{name}`. */
export const connectionPoolBody = object({ pool: required(withOddDetails(object(connectionPool))) });

type ApiConnectionPool = Decoded<typeof connectionPoolBody>["pool"];

/** The properties of a connection pool (PgBouncer) of a PostgreSQL cluster, as plain values. */
export interface ConnectionPoolProperties extends Omit<Shortcuts, "user"> {
  /** UUID of the cluster. Public. From the argument. */
  readonly clusterUuid: string;
  /** Name of the pool; clients give it as the name of the database. Public. From `name`. */
  readonly name: string;
  /** `session`, `transaction` or `statement`: how long a client keeps a connection to the server. Public. From `mode`. */
  readonly mode: string | undefined;
  /** How many connections to the database the pool holds. Public. From `size`. */
  readonly size: number | undefined;
  /** Name of the database behind the pool. Public. From `db`. */
  readonly db: string | undefined;
  /** Name of the user that the pool connects as; without one, the pool connects as its client. Public. From `user`. */
  readonly user: string | undefined;
  /** `pg`: only PostgreSQL clusters have pools, and the API does not repeat it. Public. */
  readonly engine: DatabaseEngine;

  /** The pool at the primary node over the public network. Secret. From `connection`. */
  readonly connection: ClusterConnection | undefined;
  /** The pool at the primary node over the VPC. Secret. From `private_connection`. */
  readonly privateConnection: ClusterConnection | undefined;
  /** The pool at the standby nodes, read-only, over the public network. Secret. From `standby_connection`. */
  readonly standbyConnection: ClusterConnection | undefined;
  /** The pool at the standby nodes, read-only, over the VPC. Secret. From `standby_private_connection`. */
  readonly standbyPrivateConnection: ClusterConnection | undefined;
}

/** The properties that may be missing with `requireCredentials: false`. */
const poolCredentialProperties = ["uri", "host", "port", "password"] as const;

/** One of them. */
export type PoolCredentialProperty = (typeof poolCredentialProperties)[number];

/** Only PostgreSQL clusters have pools, so the API does not name the engine. */
const poolEngine = "pg";

/** `GET /v2/databases/{uuid}/pools/{name}`. */
export const connectionPoolRead: Read<PartArgs, PartKey, ApiConnectionPool, ConnectionPoolProperties> = {
  name: "getDatabaseConnectionPool",
  fields: connectionPoolFields,
  credentials: poolCredentialProperties,
  key: partKey,
  subject: (key) => namedPart("connection pool", key),
  ask: ({ key, subject, api }) =>
    getPart(api, "pools", key, subject, (body, path) => connectionPoolBody(body, path).pool),
  describe: describeConnectionPool,
  defaults: (key) => ({ ...key, engine: poolEngine }),
  facts: ({ user }, key) => ({
    subject: connectionPoolRead.subject(key),
    otherReason:
      user === undefined
        ? {
            text: "the pool has no user of its own; pass `user` and `password` to connectionFor or a DatabaseConnection",
            isFirst: true,
          }
        : undefined,
  }),
};

/** The properties of a pool, from an answer. */
function describeConnectionPool(
  { oddDetails: _, ...pool }: ApiConnectionPool,
  { clusterUuid }: Pick<PartKey, "clusterUuid">,
): Partly<ConnectionPoolProperties> {
  const describe = (given: ApiConnection | undefined): ClusterConnection | undefined =>
    describeConnection(given, poolEngine, pool.name);
  const [publicConnection, privateConnection] = [describe(pool.connection), describe(pool.privateConnection)];
  // The pool's own `user` replaces the connection's.
  const { user: _user, ...shortcuts } = shortcutsOf(publicConnection, privateConnection);
  return {
    ...pool,
    clusterUuid,
    engine: poolEngine,
    connection: publicConnection,
    privateConnection,
    standbyConnection: describe(pool.standbyConnection),
    standbyPrivateConnection: describe(pool.standbyPrivateConnection),
    ...shortcuts,
  };
}
