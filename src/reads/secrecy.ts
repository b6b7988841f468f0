import type { ConnectionProperties } from "../connection/connection";
import type { CaProperties } from "./ca";
import type { ClusterProperties } from "./clusterShape";
import type { ConnectionPoolProperties } from "./connectionPool";
import type { MetricsCredentialsProperties } from "./metricsCredentials";
import type { ReplicaProperties } from "./replica";
import type { UserProperties } from "./user";

/** What is known of a property beside its type. */
export interface Field {
  /** Whether the value is a secret Output, encrypted in every state it gets into. */
  readonly secret: boolean;
}

/** A property of a cluster. */
interface ClusterField extends Field {
  /** Whether `stackOutputs` exports it without being asked. */
  readonly exported: boolean;
}

/** The properties of what is looked up, and whether each is secret. */
export type FieldsOf<P> = { readonly [K in keyof P]-?: Field };

const open = { secret: false } as const;

const secret = { secret: true } as const;

const openExported = { secret: false, exported: true } as const;

const secretExported = { secret: true, exported: true } as const;

const secretOnRequest = { secret: true, exported: false } as const;

/*
 * Every property that is handed out and whether it is secret: the one place where that is decided. The marking of
 * Outputs, their types, the stack outputs, the README's tables and the leak tests are derived from it.
 *
 * Secret is what grants or eases access: credentials, user names, network locations and access rules. The name of a
 * user or pool that is looked up by it is public: the program says it in plain text itself.
 */

/** A cluster. */
export const clusterFields = {
  id: openExported,
  name: openExported,
  engine: openExported,
  version: openExported,
  semanticVersion: openExported,
  numNodes: openExported,
  size: openExported,
  region: openExported,
  status: openExported,
  createdAt: openExported,
  tags: openExported,
  dbNames: openExported,
  maintenanceWindow: openExported,
  projectId: openExported,
  privateNetworkUuid: openExported,
  storageSizeMib: openExported,
  versionEndOfLife: openExported,
  versionEndOfAvailability: openExported,

  connection: secretExported,
  privateConnection: secretExported,
  standbyConnection: secretExported,
  standbyPrivateConnection: secretExported,
  uiConnection: secretExported,
  schemaRegistryConnection: secretExported,
  users: secretOnRequest,
  metricsEndpoints: secretOnRequest,
  rules: secretOnRequest,
  doSettings: secretOnRequest,

  uri: secretExported,
  host: secretExported,
  port: secretExported,
  user: secretExported,
  password: secretExported,
  database: secretExported,
  privateUri: secretExported,
  privateHost: secretExported,
  privatePort: secretExported,
} as const satisfies Record<keyof ClusterProperties, ClusterField>;

/** The CA certificate of a cluster. */
export const caFields = { clusterUuid: open, certificate: open } as const satisfies FieldsOf<CaProperties>;

/** A user. */
export const userFields = {
  clusterUuid: open,
  name: open,
  role: open,
  mysqlSettings: open,
  settings: open,

  password: secret,
  accessCert: secret,
  accessKey: secret,
} as const satisfies FieldsOf<UserProperties>;

/** A connection pool. */
export const connectionPoolFields = {
  clusterUuid: open,
  name: open,
  mode: open,
  size: open,
  db: open,
  user: open,
  engine: open,

  connection: secret,
  privateConnection: secret,
  standbyConnection: secret,
  standbyPrivateConnection: secret,

  uri: secret,
  host: secret,
  port: secret,
  password: secret,
  database: secret,
  privateUri: secret,
  privateHost: secret,
  privatePort: secret,
} as const satisfies FieldsOf<ConnectionPoolProperties>;

/** A read-only replica. */
export const replicaFields = {
  clusterUuid: open,
  id: open,
  name: open,
  region: open,
  size: open,
  status: open,
  tags: open,
  createdAt: open,
  engine: open,
  privateNetworkUuid: open,
  storageSizeMib: open,

  connection: secret,
  privateConnection: secret,
  doSettings: secret,

  uri: secret,
  host: secret,
  port: secret,
  user: secret,
  password: secret,
  database: secret,
  privateUri: secret,
  privateHost: secret,
  privatePort: secret,
} as const satisfies FieldsOf<ReplicaProperties>;

/** The login for the metrics endpoints. */
export const metricsCredentialsFields = {
  username: secret,
  password: secret,
} as const satisfies FieldsOf<MetricsCredentialsProperties>;

/** A connection, as `connectionFor` chooses it. The path of the CA certificate is the program's own text. */
export const connectionFields = {
  uri: secret,
  host: secret,
  port: secret,
  user: secret,
  password: secret,
  database: secret,
  ssl: secret,

  caFile: open,
  engine: open,
} as const satisfies FieldsOf<ConnectionProperties>;

/** The properties that are handed out as they are. */
export type PublicProperty<F> = {
  [K in keyof F]: F[K] extends { readonly secret: true } ? never : K;
}[keyof F];

/** A property of a cluster. */
export type ClusterProperty = keyof typeof clusterFields;

/** A property of a connection. */
export type ConnectionProperty = keyof typeof connectionFields;

/** All properties of a table, in its order. */
export function propertiesOf<F extends object>(fields: F): readonly (keyof F & string)[] {
  return Object.keys(fields) as (keyof F & string)[];
}

/** All properties of a cluster. */
export const clusterProperties = propertiesOf(clusterFields);
