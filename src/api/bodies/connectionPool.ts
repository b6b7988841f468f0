import { count, detail, object, optional, required, text, withOddDetails } from "../decode";
import type { Decoded } from "../decode";
import { connection, uriPart } from "./connection";

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
