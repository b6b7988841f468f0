import {
  detail,
  flag,
  list,
  object,
  optional,
  required,
  text,
  unlessEmpty,
  withOddDetails,
} from "../api/decode";
import type { Decoded } from "../api/decode";
import { uriPart } from "../connection/connection";
import type { Partly } from "../connection/connection";
import { explainAbsence } from "./absence";
import { namedPart, partKey } from "./identifiers";
import type { PartArgs, PartKey } from "./identifiers";
import type { Read } from "./read";
import { userFields } from "./secrecy";

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

/** A user of the database. Secret as a whole. From `database_user`, members of the same names in snake case. */
export interface DatabaseUser {
  /** User name. */
  readonly name: string;
  /** `primary` or `normal`. */
  readonly role: string | undefined;
  /** Password; the API withholds it without the scope `database:view_credentials`. */
  readonly password: string | undefined;
  /** Kafka: client certificate, PEM. From `access_cert`. */
  readonly accessCert: string | undefined;
  /** Kafka: private key of the client certificate, PEM. From `access_key`. */
  readonly accessKey: string | undefined;
  /** MySQL. From `mysql_settings`. */
  readonly mysqlSettings: MysqlUserSettings | undefined;
  /** Permissions of the user. From `settings`. */
  readonly settings: DatabaseUserSettings | undefined;
}

/** How a MySQL user authenticates. */
export interface MysqlUserSettings {
  /** `mysql_native_password` or `caching_sha2_password`. */
  readonly authPlugin: string | undefined;
}

/** What a user may do; each engine has its own member. */
export interface DatabaseUserSettings {
  /** PostgreSQL: whether the user may replicate. */
  readonly pgAllowReplication: boolean | undefined;
  /** OpenSearch: permissions (`deny`, `admin`, `read`, `readwrite`, `write`) by index pattern. */
  readonly opensearchAcl:
    { readonly index: string | undefined; readonly permission: string | undefined }[] | undefined;
  /** Kafka: permissions (`admin`, `consume`, `produce`, `produceconsume`) by topic pattern. */
  readonly acl:
    | {
        readonly id: string | undefined;
        readonly topic: string | undefined;
        readonly permission: string | undefined;
      }[]
    | undefined;
  /** MongoDB: databases, and the role (`readOnly`, `readWrite`, `dbAdmin`) in them. */
  readonly mongoUserSettings:
    { readonly databases: string[] | undefined; readonly role: string | undefined } | undefined;
}

/** The properties of a user of a cluster's databases, as plain values. */
export interface UserProperties {
  /** UUID of the cluster. Public. From the argument. */
  readonly clusterUuid: string;
  /** User name. Public. From `name`. */
  readonly name: string;
  /** `primary` or `normal`. Public. From `role`. */
  readonly role: string | undefined;
  /** How a MySQL user authenticates. Public. From `mysql_settings`. */
  readonly mysqlSettings: MysqlUserSettings | undefined;
  /** Permissions of the user. Public. From `settings`. */
  readonly settings: DatabaseUserSettings | undefined;
  /** Password. Secret. From `password`. */
  readonly password: string;
  /** Kafka: client certificate, PEM. Secret. From `access_cert`. */
  readonly accessCert: string | undefined;
  /** Kafka: private key of the client certificate, PEM. Secret. From `access_key`. */
  readonly accessKey: string | undefined;
}

/** The user as this package hands it out. */
export function describeUser(user: ApiUser, clusterUuid: string): Partly<UserProperties> {
  const { oddDetails: _, ...properties } = user;
  return { ...properties, clusterUuid };
}
