export { DigitalOceanApiError } from "./errors";
export type { DigitalOceanApiErrorCode, DigitalOceanApiErrorDetails } from "./errors";
export { getDatabaseCa, getDatabaseCaOutput } from "./pulumi/functions/getDatabaseCa";
export type {
  DatabaseCaOutputs,
  GetDatabaseCaArgs,
  GetDatabaseCaOutputArgs,
  GetDatabaseCaResult,
} from "./pulumi/functions/getDatabaseCa";
export { getDatabaseCluster, getDatabaseClusterOutput } from "./pulumi/functions/getDatabaseCluster";
export type {
  GetDatabaseClusterArgs,
  GetDatabaseClusterOutputArgs,
} from "./pulumi/functions/getDatabaseCluster";
export {
  getDatabaseConnectionPool,
  getDatabaseConnectionPoolOutput,
} from "./pulumi/functions/getDatabaseConnectionPool";
export type {
  DatabaseConnectionPoolOutputs,
  DatabaseConnectionPoolWithoutCredentialsOutputs,
  GetDatabaseConnectionPoolArgs,
  GetDatabaseConnectionPoolOutputArgs,
  GetDatabaseConnectionPoolResult,
  GetDatabaseConnectionPoolWithoutCredentialsResult,
} from "./pulumi/functions/getDatabaseConnectionPool";
export { getDatabaseReplica, getDatabaseReplicaOutput } from "./pulumi/functions/getDatabaseReplica";
export type {
  DatabaseReplicaOutputs,
  DatabaseReplicaWithoutCredentialsOutputs,
  GetDatabaseReplicaArgs,
  GetDatabaseReplicaOutputArgs,
  GetDatabaseReplicaResult,
  GetDatabaseReplicaWithoutCredentialsResult,
} from "./pulumi/functions/getDatabaseReplica";
export { getDatabaseUser, getDatabaseUserOutput } from "./pulumi/functions/getDatabaseUser";
export type {
  DatabaseUserOutputs,
  DatabaseUserWithoutCredentialsOutputs,
  GetDatabaseUserArgs,
  GetDatabaseUserOutputArgs,
  GetDatabaseUserResult,
  GetDatabaseUserWithoutCredentialsResult,
} from "./pulumi/functions/getDatabaseUser";
export {
  getDatabaseMetricsCredentials,
  getDatabaseMetricsCredentialsOutput,
} from "./pulumi/functions/getDatabaseMetricsCredentials";
export type {
  DatabaseMetricsCredentialsOutputs,
  GetDatabaseMetricsCredentialsArgs,
  GetDatabaseMetricsCredentialsOutputArgs,
  GetDatabaseMetricsCredentialsResult,
} from "./pulumi/functions/getDatabaseMetricsCredentials";
export type { WaitForOnline } from "./reads/waitUntilOnline";
export type { WaitForOnlineInput } from "./pulumi/givenArguments";
export type { ClusterConnection, ServiceConnection } from "./connection/connection";
export type { DatabaseUser, DatabaseUserSettings, MysqlUserSettings } from "./reads/user";
export type { DoSettings, FirewallRule, MaintenanceWindow, MetricsEndpoint } from "./reads/clusterShape";
export type { DatabaseEngine } from "./connection/connection";
export type { ClusterProperty, ConnectionProperty } from "./reads/secrecy";
export type {
  DatabaseClusterOutputs,
  DatabaseClusterWithoutCredentialsOutputs,
  GetDatabaseClusterResult,
  GetDatabaseClusterWithoutCredentialsResult,
} from "./pulumi/outputs";
export { DatabaseCluster } from "./pulumi/resource/DatabaseCluster";
export type { DatabaseClusterArgs } from "./pulumi/resource/DatabaseCluster";
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
export { databaseConnectionFromStack } from "./pulumi/stack/databaseConnectionFromStack";
export type { DatabaseConnectionFromStackOptions } from "./pulumi/stack/databaseConnectionFromStack";
export type { ConnectionStackOutputsOptions } from "./pulumi/stack/handedConnection";
export { stackOutputs } from "./pulumi/stack/stackOutputs";
export type { StackOutputsOptions } from "./pulumi/stack/stackOutputs";
