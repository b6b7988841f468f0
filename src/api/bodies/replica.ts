import { count, list, object, optional, required, text, unlessEmpty } from "../decode";
import type { Decoded } from "../decode";
import { connection } from "./connection";

/** `database_replica`. Only its name is required by the API's description. */
const replica = {
  id: optional(text),
  name: required(text),
  region: optional(text),
  size: optional(text),
  status: optional(text),
  tags: optional(list(text)),
  createdAt: optional(text),
  privateNetworkUuid: optional(text),
  storageSizeMib: optional(count),
  connection: optional(unlessEmpty(object(connection))),
  privateConnection: optional(unlessEmpty(object(connection))),
  doSettings: optional(unlessEmpty(object({ serviceCnames: optional(list(text)) }))),
};

/** The body of `GET /v2/databases/{uuid}/replicas/{name}`. */
export const replicaBody = object({ replica: required(object(replica)) });

/** A read-only replica as the API describes it, members in camelCase. */
export type ApiReplica = Decoded<typeof replicaBody>["replica"];
