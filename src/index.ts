export { DigitalOceanApiError } from "./api/errors";
export type { DigitalOceanApiErrorCode, DigitalOceanApiErrorDetails } from "./api/errors";
export { getDatabaseCa, getDatabaseCaOutput } from "./functions/getDatabaseCa";
export type {
  DatabaseCaOutputs,
  GetDatabaseCaArgs,
  GetDatabaseCaOutputArgs,
  GetDatabaseCaResult,
} from "./functions/getDatabaseCa";
export { getDatabaseCluster, getDatabaseClusterOutput } from "./functions/getDatabaseCluster";
export type { GetDatabaseClusterArgs, GetDatabaseClusterOutputArgs } from "./functions/getDatabaseCluster";
export {
  getDatabaseConnectionPool,
  getDatabaseConnectionPoolOutput,
} from "./functions/getDatabaseConnectionPool";
export type {
  DatabaseConnectionPoolOutputs,
  DatabaseConnectionPoolWithoutCredentialsOutputs,
  GetDatabaseConnectionPoolArgs,
  GetDatabaseConnectionPoolOutputArgs,
  GetDatabaseConnectionPoolResult,
  GetDatabaseConnectionPoolWithoutCredentialsResult,
} from "./functions/getDatabaseConnectionPool";
export { getDatabaseReplica, getDatabaseReplicaOutput } from "./functions/getDatabaseReplica";
export type {
  DatabaseReplicaOutputs,
  DatabaseReplicaWithoutCredentialsOutputs,
  GetDatabaseReplicaArgs,
  GetDatabaseReplicaOutputArgs,
  GetDatabaseReplicaResult,
  GetDatabaseReplicaWithoutCredentialsResult,
} from "./functions/getDatabaseReplica";
export { getDatabaseUser, getDatabaseUserOutput } from "./functions/getDatabaseUser";
export type {
  DatabaseUserOutputs,
  DatabaseUserWithoutCredentialsOutputs,
  GetDatabaseUserArgs,
  GetDatabaseUserOutputArgs,
  GetDatabaseUserResult,
  GetDatabaseUserWithoutCredentialsResult,
} from "./functions/getDatabaseUser";
export {
  getDatabaseMetricsCredentials,
  getDatabaseMetricsCredentialsOutput,
} from "./functions/getDatabaseMetricsCredentials";
export type {
  DatabaseMetricsCredentialsOutputs,
  GetDatabaseMetricsCredentialsArgs,
  GetDatabaseMetricsCredentialsOutputArgs,
  GetDatabaseMetricsCredentialsResult,
} from "./functions/getDatabaseMetricsCredentials";
export type { WaitForOnline } from "./lookup/waiting";
export type { WaitForOnlineInput } from "./pulumi/arguments";
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
export type { DatabaseEngine } from "./model/engine";
export type { ClusterProperty, ConnectionProperty } from "./model/fields";
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
export { databaseConnectionFromStack } from "./wiring/databaseConnectionFromStack";
export type { DatabaseConnectionFromStackOptions } from "./wiring/databaseConnectionFromStack";
export type { ConnectionStackOutputsOptions } from "./wiring/handedConnection";
export { stackOutputs } from "./wiring/stackOutputs";
export type { StackOutputsOptions } from "./wiring/stackOutputs";
