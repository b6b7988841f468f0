import { userBody } from "../../api/bodies/user";
import type { ApiUser } from "../../api/bodies/user";
import { userFields } from "../../model/fields";
import { describeUser } from "../../model/user";
import type { UserProperties } from "../../model/user";
import { explainAbsence } from "../absence";
import type { Read } from "../lookUp";
import { namedPart, partKey } from "./part";
import type { PartArgs, PartKey } from "./part";

/** `GET /v2/databases/{uuid}/users/{name}`. */
export const userRead: Read<PartArgs, PartKey, ApiUser, UserProperties> = {
  name: "getDatabaseUser",
  fields: userFields,
  envelope: "user",
  body: (body, path) => userBody(body, path).user,
  key: partKey,
  subject: (key) => namedPart("user", key),
  ask: ({ key, subject, api }) =>
    explainAbsence(api.getUser(key.clusterUuid, key.name, subject), "users", key, subject, api),
  describe: (user, { clusterUuid }) => describeUser(user, clusterUuid),
  defaults: (key) => key,
  credentials: ["password"],
  facts: (_, key) => ({
    subject: userRead.subject(key),
    // The answer does not say of which engine the cluster is.
    otherReason: {
      text: "the engine is MongoDB, whose passwords DigitalOcean shows when they are made, and not again",
      isFirst: false,
    },
  }),
};
