import { count, detail, object, optional, required, text, withOddDetails } from "../api/decode";
import type { Decoded } from "../api/decode";
import { connection, flatProperties, uriPart } from "../connection/connection";
import type { ApiConnection, ClusterConnection, DatabaseEngine, Partly } from "../connection/connection";
import { describeConnection } from "../connection/uri";
import { explainAbsence } from "./absence";
import { namedPart, partKey } from "./identifiers";
import type { PartArgs, PartKey } from "./identifiers";
import type { Read } from "./read";
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

/** A connection pool as the API describes it, members in camelCase. */
export type ApiConnectionPool = Decoded<typeof connectionPoolBody>["pool"];

/** What may be missing of a pool that is looked up with `requireCredentials: false`. */
export const poolCredentialProperties = ["uri", "host", "port", "password"] as const;

/** `GET /v2/databases/{uuid}/pools/{name}`. */
export const connectionPoolRead: Read<PartArgs, PartKey, ApiConnectionPool, ConnectionPoolProperties> = {
  name: "getDatabaseConnectionPool",
  fields: connectionPoolFields,
  envelope: "pool",
  body: (body, path) => connectionPoolBody(body, path).pool,
  key: partKey,
  subject: (key) => namedPart("connection pool", key),
  ask: ({ key, subject, api }) =>
    explainAbsence(api.getConnectionPool(key.clusterUuid, key.name, subject), "pools", key, subject, api),
  describe: (pool, { clusterUuid }) => describeConnectionPool(pool, clusterUuid),
  defaults: (key) => ({ ...key, engine: poolEngine }),
  credentials: poolCredentialProperties,
  facts: ({ user }, key) => ({
    subject: connectionPoolRead.subject(key),
    ...(user === undefined
      ? {
          otherReason: {
            text: "the pool has no user of its own, and connectionFor(pool, { user, password }) takes whose it is to be",
            isFirst: true,
          },
        }
      : {}),
  }),
};

/** The properties of a connection pool (PgBouncer) of a PostgreSQL cluster, as plain values. */
export interface ConnectionPoolProperties {
  /** UUID of the cluster. Public. From the argument. */
  readonly clusterUuid: string;
  /** Name of the pool; connections to the pool have it as the name of their database. Public. From `name`. */
  readonly name: string;
  /** `session`, `transaction` or `statement`: for how long a client keeps a server connection. Public. From `mode`. */
  readonly mode: string | undefined;
  /** How many connections to the database the pool holds. Public. From `size`. */
  readonly size: number | undefined;
  /** Name of the database behind the pool. Public. From `db`. */
  readonly db: string | undefined;
  /** Name of the user that the pool connects as; without one, as whoever connects to it. Public. From `user`. */
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

  /**
   * Connection URI, user and password in it: the API's own text, from `connection.uri`; where the API leaves that
   * empty, built from the parts. Secret.
   */
  readonly uri: string;
  /** Host name. Secret. From `connection.host`. */
  readonly host: string;
  /** TCP port. Secret. From `connection.port`. */
  readonly port: number;
  /** Password of the pool's user. Secret. From `connection.password`. */
  readonly password: string;
  /** What a connection names as its database: the pool. Secret. From `connection.database`. */
  readonly database: string | undefined;
  /** As `uri`, over the VPC. Secret. From `private_connection.uri`, or built. */
  readonly privateUri: string | undefined;
  /** As `host`, over the VPC. Secret. From `private_connection.host`. */
  readonly privateHost: string | undefined;
  /** As `port`, over the VPC. Secret. From `private_connection.port`. */
  readonly privatePort: number | undefined;
}

/** One of them. */
export type PoolCredentialProperty = (typeof poolCredentialProperties)[number];

/** Only PostgreSQL clusters have pools, and the API does not repeat it. */
export const poolEngine = "pg";

/** The pool as this package hands it out. */
export function describeConnectionPool(
  api: ApiConnectionPool,
  clusterUuid: string,
): Partly<ConnectionPoolProperties> {
  const { oddDetails: _, ...pool } = api;
  // A connection to a pool has the pool's name as the name of its database.
  const describe = (connection: ApiConnection | undefined): ClusterConnection | undefined =>
    describeConnection(connection, poolEngine, pool.name);
  const connection = describe(pool.connection);
  const privateConnection = describe(pool.privateConnection);
  // The pool's own `user` has the place of the connection's.
  const { user: _user, ...flat } = flatProperties(connection, privateConnection);
  return {
    ...pool,
    clusterUuid,
    engine: poolEngine,
    connection,
    privateConnection,
    standbyConnection: describe(pool.standbyConnection),
    standbyPrivateConnection: describe(pool.standbyPrivateConnection),
    ...flat,
  };
}
