import { count, object, optional, required, text, unlessEmpty } from "../decode";
import type { Decoded } from "../decode";
import { connection } from "./connection";

/** `database_connection_pool`. */
const connectionPool = {
  name: required(text),
  mode: required(text),
  size: required(count),
  db: required(text),
  user: optional(text),
  connection: optional(unlessEmpty(object(connection))),
  privateConnection: optional(unlessEmpty(object(connection))),
  standbyConnection: optional(unlessEmpty(object(connection))),
  standbyPrivateConnection: optional(unlessEmpty(object(connection))),
};

/** The body of `GET /v2/databases/{uuid}/pools/{name}`. */
export const connectionPoolBody = object({ pool: required(object(connectionPool)) });

/** A connection pool as the API describes it, members in camelCase. */
export type ApiConnectionPool = Decoded<typeof connectionPoolBody>["pool"];
