import { count, flag, list, object, optional, port, required, text, unlessEmpty } from "./decode";
import type { Decoded } from "./decode";

/** `database_connection`: the same members for every engine. */
const connection = {
  uri: optional(text),
  host: optional(text),
  port: optional(port),
  user: optional(text),
  password: optional(text),
  database: optional(text),
  ssl: optional(flag),
};

/** `opensearch_connection` and `schema_registry_connection`: a `database_connection` without a database. */
const { database: _, ...serviceConnection } = connection;

const mysqlSettings = { authPlugin: optional(text) };

const userSettings = {
  pgAllowReplication: optional(flag),
  opensearchAcl: optional(list(object({ index: optional(text), permission: optional(text) }))),
  acl: optional(list(object({ id: optional(text), topic: optional(text), permission: optional(text) }))),
  mongoUserSettings: optional(unlessEmpty(object({ databases: optional(list(text)), role: optional(text) }))),
};

const user = {
  name: required(text),
  role: optional(text),
  password: optional(text),
  accessCert: optional(text),
  accessKey: optional(text),
  mysqlSettings: optional(unlessEmpty(object(mysqlSettings))),
  settings: optional(unlessEmpty(object(userSettings))),
};

const maintenanceWindow = {
  day: optional(text),
  hour: optional(text),
  pending: optional(flag),
  description: optional(list(text)),
};

const rule = {
  uuid: optional(text),
  clusterUuid: optional(text),
  type: optional(text),
  value: optional(text),
  createdAt: optional(text),
  description: optional(text),
};

/**
 * `database_cluster`. Only five members are required by the API's description, and where the description
 * knows no `null` real answers have had one; engines, statuses and other words of a fixed set are read as
 * they come, because the set grows.
 */
const cluster = {
  id: optional(text),
  name: required(text),
  engine: required(text),
  version: optional(text),
  semanticVersion: optional(text),
  numNodes: required(count),
  size: required(text),
  region: required(text),
  status: optional(text),
  createdAt: optional(text),
  tags: optional(list(text)),
  dbNames: optional(list(text)),
  maintenanceWindow: optional(unlessEmpty(object(maintenanceWindow))),
  projectId: optional(text),
  privateNetworkUuid: optional(text),
  storageSizeMib: optional(count),
  versionEndOfLife: optional(text),
  versionEndOfAvailability: optional(text),
  connection: optional(unlessEmpty(object(connection))),
  privateConnection: optional(unlessEmpty(object(connection))),
  standbyConnection: optional(unlessEmpty(object(connection))),
  standbyPrivateConnection: optional(unlessEmpty(object(connection))),
  uiConnection: optional(unlessEmpty(object(serviceConnection))),
  schemaRegistryConnection: optional(unlessEmpty(object(serviceConnection))),
  users: optional(list(object(user))),
  metricsEndpoints: optional(list(object({ host: optional(text), port: optional(port) }))),
  rules: optional(list(object(rule))),
  doSettings: optional(unlessEmpty(object({ serviceCnames: optional(list(text)) }))),
};

/** The body of `GET /v2/databases/{uuid}`. */
export const clusterBody = object({ database: required(object(cluster)) });

/** A cluster as the API describes it, members in camelCase, `undefined` for absent, `null` and empty. */
export type ApiCluster = Decoded<typeof clusterBody>["database"];
