/**
 * The public names of the package. The files with `export *` contain only public names.
 *
 * @module API reference
 */
export { DigitalOceanApiError } from "./errors";
export type { DigitalOceanApiErrorCode, DigitalOceanApiErrorDetails } from "./errors";
export * from "./pulumi/functions/getDatabaseCa";
export * from "./pulumi/functions/getDatabaseCluster";
export * from "./pulumi/functions/getDatabaseConnectionPool";
export * from "./pulumi/functions/getDatabaseMetricsCredentials";
export * from "./pulumi/functions/getDatabaseReplica";
export * from "./pulumi/functions/getDatabaseUser";
export type { WaitForOnline } from "./reads/waitUntilOnline";
export type { WaitForOnlineInput } from "./pulumi/givenArguments";
export type { ClusterConnection, ServiceConnection } from "./connection/connection";
export type {
  DatabaseUser,
  DatabaseUserSettings,
  KafkaPermission,
  MongoUserSettings,
  MysqlUserSettings,
  OpenSearchPermission,
} from "./reads/user";
export type { DoSettings, FirewallRule, MaintenanceWindow, MetricsEndpoint } from "./reads/clusterShape";
export type { DatabaseEngine } from "./connection/connection";
export type { ConnectionNetwork, ConnectionNode } from "./connection/choose";
export type { ClusterProperty, ConnectionProperty } from "./reads/secrecy";
export type {
  DatabaseClusterOutputs,
  DatabaseClusterWithoutCredentialsOutputs,
  GetDatabaseClusterResult,
  GetDatabaseClusterWithoutCredentialsResult,
} from "./pulumi/outputs";
export * from "./pulumi/resource/DatabaseCluster";
export { connectionEnv } from "./pulumi/stack/connectionEnv";
export type { ConnectionEnvOptions } from "./pulumi/stack/connectionEnv";
export { connectionFor } from "./pulumi/stack/connectionFor";
export type {
  ConnectionForOptions,
  ConnectionSource,
  DatabaseConnection,
} from "./pulumi/stack/connectionFor";
export { databaseClusterFromStack } from "./pulumi/stack/databaseClusterFromStack";
export type { DatabaseClusterFromStackOptions } from "./pulumi/stack/databaseClusterFromStack";
export { databaseConnectionFromStack } from "./pulumi/stack/databaseClusterFromStack";
export type { DatabaseConnectionFromStackOptions } from "./pulumi/stack/databaseClusterFromStack";
export { stackOutputs } from "./pulumi/stack/stackOutputs";
export type { ConnectionStackOutputsOptions, StackOutputsOptions } from "./pulumi/stack/stackOutputs";
