import { replicaBody } from "../../api/bodies/replica";
import type { ApiReplica } from "../../api/bodies/replica";
import { object, optional, text } from "../../api/decode";
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
  readonly engine: string | undefined;
}

/** `GET /v2/databases/{uuid}/replicas/{name}`, and the cluster for its engine. */
export const replicaRead: Read<PartArgs, PartKey, ReplicaOfEngine, ReplicaProperties> = {
  name: "getDatabaseReplica",
  fields: replicaFields,
  envelope: "replica",
  // A mock may say the engine beside it.
  body: (body, path) => ({
    ...replicaBody(body, path).replica,
    ...object({ engine: optional(text) })(body, path),
  }),
  key: partKey,
  subject: (key) => namedPart("replica", key),
  async ask({ key, subject, api }) {
    const reading = api.getReplica(key.clusterUuid, key.name, subject);
    const [replica, { engine }] = await Promise.all([
      explainAbsence(reading, "replicas", key, subject, api),
      api.getCluster(key.clusterUuid),
    ]);
    return { ...replica, engine };
  },
  describe: (replica, { clusterUuid }) => describeReplica(replica, replica.engine, clusterUuid),
  defaults: (key) => key,
  credentials: credentialProperties,
  facts: ({ engine, status }, key) => ({ subject: replicaRead.subject(key), engine, status }),
};
