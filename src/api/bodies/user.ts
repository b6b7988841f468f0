import { flag, list, object, optional, required, text, unlessEmpty } from "../decode";
import type { Decoded } from "../decode";

const mysqlSettings = { authPlugin: optional(text) };

const settings = {
  pgAllowReplication: optional(flag),
  opensearchAcl: optional(list(object({ index: optional(text), permission: optional(text) }))),
  acl: optional(list(object({ id: optional(text), topic: optional(text), permission: optional(text) }))),
  mongoUserSettings: optional(unlessEmpty(object({ databases: optional(list(text)), role: optional(text) }))),
};

/** `database_user`. */
export const user = {
  name: required(text),
  role: optional(text),
  password: optional(text),
  accessCert: optional(text),
  accessKey: optional(text),
  mysqlSettings: optional(unlessEmpty(object(mysqlSettings))),
  settings: optional(unlessEmpty(object(settings))),
};

/** The body of `GET /v2/databases/{uuid}/users/{name}`. */
export const userBody = object({ user: required(object(user)) });

/** A user as the API describes it, members in camelCase. */
export type ApiUser = Decoded<typeof userBody>["user"];
