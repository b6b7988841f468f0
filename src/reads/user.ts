/** A user of a cluster's databases: its form in the API's answers, its properties, and the request for it. */
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
import { getPart } from "./absence";
import { namedPart, partKey } from "./identifiers";
import type { PartKey } from "./identifiers";
import type { PartArgs, Read } from "./read";
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

/** One of the users of a cluster, whose password most lookups do not need. */
export const listedUser = { ...user, password: detail(uriPart) };

/** The body of `GET /v2/databases/{uuid}/users/{name}`. */
export const userBody = object({ user: required(withOddDetails(object(user))) });

type ApiUser = Decoded<typeof userBody>["user"];

/** One of the `users` of a cluster. Secret as a whole. From `database_user`. */
export interface DatabaseUser extends Omit<UserProperties, "clusterUuid" | "password"> {
  /** Password; the API withholds it without the scope `database:view_credentials`. From `password`. */
  readonly password: string | undefined;
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
  /** OpenSearch: permissions by index pattern. */
  readonly opensearchAcl: OpenSearchPermission[] | undefined;
  /** Kafka: permissions by topic pattern. */
  readonly acl: KafkaPermission[] | undefined;
  /** MongoDB: databases, and the role in them. */
  readonly mongoUserSettings: MongoUserSettings | undefined;
}

/** What an OpenSearch user may do with some indexes. */
export interface OpenSearchPermission {
  /** Pattern for the names of indexes. */
  readonly index: string | undefined;
  /** `deny`, `admin`, `read`, `readwrite` or `write`. */
  readonly permission: string | undefined;
}

/** What a Kafka user may do with some topics. */
export interface KafkaPermission {
  /** Id of the permission. */
  readonly id: string | undefined;
  /** Pattern for the names of topics. */
  readonly topic: string | undefined;
  /** `admin`, `consume`, `produce` or `produceconsume`. */
  readonly permission: string | undefined;
}

/** Where a MongoDB user has which role. */
export interface MongoUserSettings {
  /** Names of the databases. */
  readonly databases: string[] | undefined;
  /** `readOnly`, `readWrite` or `dbAdmin`. */
  readonly role: string | undefined;
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

/** `GET /v2/databases/{uuid}/users/{name}`. */
export const userRead: Read<PartArgs, PartKey, ApiUser, UserProperties> = {
  name: "getDatabaseUser",
  fields: userFields,
  credentials: ["password"],
  key: partKey,
  subject: (key) => namedPart("user", key),
  ask: ({ key, subject, api }) =>
    getPart(api, "users", key, subject, (body, path) => userBody(body, path).user),
  describe: ({ oddDetails: _, ...properties }, { clusterUuid }) => ({ ...properties, clusterUuid }),
  defaults: (key) => key,
  facts: (_, key) => ({
    subject: userRead.subject(key),
    // The answer does not name the engine of the cluster.
    otherReason: {
      text: "the engine is MongoDB, whose passwords DigitalOcean shows only when they are made",
      isFirst: false,
    },
  }),
};
