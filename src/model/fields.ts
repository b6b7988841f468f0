import type { ClusterProperties } from "./cluster";

/** What is known of a property beside its type. */
interface Field {
  /** Whether the value is a secret Output, encrypted in every state it gets into. */
  readonly secret: boolean;
  /** Whether `stackOutputs` exports it without being asked. */
  readonly exported: boolean;
}

const open = { secret: false, exported: true } as const;
const secret = { secret: true, exported: true } as const;
const secretOnRequest = { secret: true, exported: false } as const;

/**
 * Every property of a cluster and whether it is secret: the one place where that is decided. The marking of
 * Outputs, their types, the stack outputs, the README's table and the leak tests are derived from it.
 *
 * Secret is what grants or eases access: credentials, user names, network locations and access rules.
 */
export const clusterFields = {
  id: open,
  name: open,
  engine: open,
  version: open,
  semanticVersion: open,
  numNodes: open,
  size: open,
  region: open,
  status: open,
  createdAt: open,
  tags: open,
  dbNames: open,
  maintenanceWindow: open,
  projectId: open,
  privateNetworkUuid: open,
  storageSizeMib: open,
  versionEndOfLife: open,
  versionEndOfAvailability: open,

  connection: secret,
  privateConnection: secret,
  standbyConnection: secret,
  standbyPrivateConnection: secret,
  uiConnection: secret,
  schemaRegistryConnection: secret,
  users: secretOnRequest,
  metricsEndpoints: secretOnRequest,
  rules: secretOnRequest,
  doSettings: secretOnRequest,

  uri: secret,
  host: secret,
  port: secret,
  user: secret,
  password: secret,
  database: secret,
  privateUri: secret,
  privateHost: secret,
} as const satisfies Record<keyof ClusterProperties, Field>;

/** A property of a cluster. */
export type ClusterProperty = keyof typeof clusterFields;

/** A property that is handed out as it is. */
export type PublicClusterProperty = {
  [K in ClusterProperty]: (typeof clusterFields)[K]["secret"] extends true ? never : K;
}[ClusterProperty];

/** A property that is handed out as a secret Output. */
export type SecretClusterProperty = Exclude<ClusterProperty, PublicClusterProperty>;

/** All properties, in the order of the table. */
export const clusterProperties = Object.keys(clusterFields) as readonly ClusterProperty[];
