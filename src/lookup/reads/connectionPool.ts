import { connectionPoolBody } from "../../api/bodies/connectionPool";
import type { ApiConnectionPool } from "../../api/bodies/connectionPool";
import { describeConnectionPool, poolCredentialProperties, poolEngine } from "../../model/connectionPool";
import type { ConnectionPoolProperties } from "../../model/connectionPool";
import { connectionPoolFields } from "../../model/fields";
import { explainAbsence } from "../absence";
import type { Read } from "../lookUp";
import { namedPart, partKey } from "./part";
import type { PartArgs, PartKey } from "./part";

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
