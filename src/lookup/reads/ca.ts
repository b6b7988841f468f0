import { certificateBody } from "../../api/bodies/certificate";
import { partSubject } from "../../api/failure";
import { requireUuid } from "../../api/uuid";
import type { CaProperties } from "../../model/ca";
import { caFields } from "../../model/fields";
import type { LookUpArgs, Read } from "../lookUp";

/** Which cluster's. */
export interface CaArgs extends LookUpArgs {
  readonly clusterUuid: string;
}

interface Key {
  readonly clusterUuid: string;
}

/** `GET /v2/databases/{uuid}/ca`. */
export const caRead: Read<CaArgs, Key, string, CaProperties> = {
  name: "getDatabaseCa",
  fields: caFields,
  envelope: "ca",
  body: (body, path) => certificateBody(body, path).ca.certificate,
  key: ({ clusterUuid }) => ({ clusterUuid: requireUuid(clusterUuid, "clusterUuid") }),
  subject: ({ clusterUuid }) => ({
    ...partSubject("the CA certificate", clusterUuid),
    scopes: ["database:read"],
  }),
  ask: ({ key, subject, api }) => api.getCa(key.clusterUuid, subject),
  describe: (certificate, { clusterUuid }) => ({ clusterUuid, certificate }),
  defaults: (key) => key,
  credentials: [],
  facts: (_, key) => ({ subject: caRead.subject(key) }),
};
