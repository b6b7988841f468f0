import { count, detail, list, object, required, text, unlessEmpty, withOddDetails } from "../decode";
import type { Decoded } from "../decode";
import { connection } from "./connection";

/** `database_replica`. Only its name is required by the API's description. */
export const replica = {
  id: detail(text),
  name: required(text),
  region: detail(text),
  size: detail(text),
  status: detail(text),
  tags: detail(list(text)),
  createdAt: detail(text),
  privateNetworkUuid: detail(text),
  storageSizeMib: detail(count),
  connection,
  privateConnection: connection,
  doSettings: detail(unlessEmpty(object({ serviceCnames: detail(list(text)) }))),
};

/** The body of `GET /v2/databases/{uuid}/replicas/{name}`. */
export const replicaBody = object({ replica: required(withOddDetails(object(replica))) });

/** A read-only replica as the API describes it, members in camelCase. */
export type ApiReplica = Decoded<typeof replicaBody>["replica"];
