import { replicaBody } from "../../api/bodies/replica";
import type { ApiReplica } from "../../api/bodies/replica";
import { object, optional, required, text } from "../../api/decode";
import { credentialProperties } from "../../model/cluster";
import { replicaFields } from "../../model/fields";
import { describeReplica } from "../../model/replica";
import type { ReplicaProperties } from "../../model/replica";
import { explainAbsence } from "../absence";
import type { Read } from "../lookUp";
import { namedPart, partKey } from "./part";
import type { PartArgs, PartKey } from "./part";

/** A replica, and what it replicates, which its own answer does not say. */
interface ReplicaOfEngine extends ApiReplica {
  readonly engine: string;
}

/** The replica of a mock, which may say the engine beside it or in it. */
function mockedReplica(body: unknown, path: string): ReplicaOfEngine {
  const { engine, replica } = object({
    engine: optional(text),
    replica: required(object({ engine: optional(text) })),
  })(body, path);
  return { ...replicaBody(body, path).replica, engine: engine ?? replica.engine ?? "pg" };
}

/** `GET /v2/databases/{uuid}/replicas/{name}`, and the cluster for its engine. */
export const replicaRead: Read<PartArgs, PartKey, ReplicaOfEngine, ReplicaProperties> = {
  name: "getDatabaseReplica",
  fields: replicaFields,
  envelope: "replica",
  body: mockedReplica,
  key: partKey,
  subject: (key) => namedPart("replica", key),
  async ask({ key, subject, api }) {
    const cluster = api.getClusterOutline(key.clusterUuid);
    // Of two errors the replica's is told; until it is known, nobody waits for the other.
    cluster.catch(() => undefined);
    const reading = api.getReplica(key.clusterUuid, key.name, subject);
    const replica = await explainAbsence(reading, "replicas", key, subject, api, () => cluster);
    return { ...replica, engine: (await cluster).engine };
  },
  describe: (replica, { clusterUuid }) => describeReplica(replica, replica.engine, clusterUuid),
  defaults: (key) => ({ ...key, engine: "pg" }),
  credentials: credentialProperties,
  facts: ({ engine, status }, key) => ({ subject: replicaRead.subject(key), engine, status }),
};
