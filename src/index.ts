export { DigitalOceanApiError } from "./api/errors";
export type { DigitalOceanApiErrorCode, DigitalOceanApiErrorDetails } from "./api/errors";
export { getDatabaseCluster, getDatabaseClusterOutput } from "./functions/getDatabaseCluster";
export type { GetDatabaseClusterArgs, GetDatabaseClusterOutputArgs } from "./functions/getDatabaseCluster";
export type {
  ClusterConnection,
  DatabaseUser,
  DatabaseUserSettings,
  DoSettings,
  FirewallRule,
  MaintenanceWindow,
  MetricsEndpoint,
  MysqlUserSettings,
  ServiceConnection,
} from "./model/cluster";
export type { ClusterProperty } from "./model/fields";
export type {
  DatabaseClusterOutputs,
  DatabaseClusterWithoutCredentialsOutputs,
  GetDatabaseClusterResult,
  GetDatabaseClusterWithoutCredentialsResult,
} from "./pulumi/outputs";
export { DatabaseCluster } from "./resource/DatabaseCluster";
export type { DatabaseClusterArgs } from "./resource/DatabaseCluster";
export { connectionEnv } from "./wiring/connectionEnv";
export type { ConnectionEnvOptions } from "./wiring/connectionEnv";
export { connectionFor } from "./wiring/connectionFor";
export type { ConnectionForOptions, ConnectionSource, DatabaseConnection } from "./wiring/connectionFor";
export { databaseClusterFromStack } from "./wiring/databaseClusterFromStack";
export type { DatabaseClusterFromStackOptions } from "./wiring/databaseClusterFromStack";
export { stackOutputs } from "./wiring/stackOutputs";
export type { StackOutputsOptions } from "./wiring/stackOutputs";
