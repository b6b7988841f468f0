import { detail, flag, list, object, optional, required, text, unlessEmpty, withOddDetails } from "../decode";
import type { Decoded } from "../decode";
import { uriPart } from "./connection";

const mysqlSettings = { authPlugin: detail(text) };

const settings = {
  pgAllowReplication: detail(flag),
  opensearchAcl: detail(list(object({ index: detail(text), permission: detail(text) }))),
  acl: detail(list(object({ id: detail(text), topic: detail(text), permission: detail(text) }))),
  mongoUserSettings: detail(unlessEmpty(object({ databases: detail(list(text)), role: detail(text) }))),
};

/** `database_user`. */
export const user = {
  name: required(uriPart),
  role: detail(text),
  password: optional(uriPart),
  accessCert: detail(text),
  accessKey: detail(text),
  mysqlSettings: detail(unlessEmpty(object(mysqlSettings))),
  settings: detail(unlessEmpty(object(settings))),
};

/** One of many users of a cluster: most lookups do not need its password. */
export const listedUser = { ...user, password: detail(uriPart) };

/** The body of `GET /v2/databases/{uuid}/users/{name}`. */
export const userBody = object({ user: required(withOddDetails(object(user))) });

/** A user as the API describes it, members in camelCase. */
export type ApiUser = Decoded<typeof userBody>["user"];
