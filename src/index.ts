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
export { databaseClusterFromStack } from "./wiring/databaseClusterFromStack";
export type { DatabaseClusterFromStackOptions } from "./wiring/databaseClusterFromStack";
export { stackOutputs } from "./wiring/stackOutputs";
export type { StackOutputsOptions } from "./wiring/stackOutputs";
