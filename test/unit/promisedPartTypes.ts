/*
 * The types of the data functions other than `getDatabaseCluster`, as assertions. types.test.ts compiles this file and
 * never runs it.
 */
import type * as pulumi from "@pulumi/pulumi";
import {
  connectionFor,
  getDatabaseCa,
  getDatabaseCaOutput,
  getDatabaseConnectionPool,
  getDatabaseConnectionPoolOutput,
  getDatabaseMetricsCredentials,
  getDatabaseMetricsCredentialsOutput,
  getDatabaseReplica,
  getDatabaseReplicaOutput,
  getDatabaseUser,
  getDatabaseUserOutput,
  stackOutputs,
} from "../../src/index";
import type {
  ClusterConnection,
  DatabaseConnection,
  DatabaseEngine,
  DatabaseUserOutputs,
  DatabaseUserSettings,
  GetDatabaseConnectionPoolResult,
  GetDatabaseReplicaResult,
  GetDatabaseUserArgs,
} from "../../src/index";
import { expectSame } from "./promisedTypes";

type Output<T> = pulumi.Output<T>;
declare const uuid: string;
declare const output: Output<string>;
declare const anyArgs: GetDatabaseUserArgs;
declare const provider: pulumi.ProviderResource;

export async function promised(): Promise<void> {
  const _ca = await getDatabaseCa({ clusterUuid: uuid });
  expectSame<typeof _ca.certificate, string>("same");
  expectSame<typeof _ca.clusterUuid, string>("same");
  const _caOutputs = getDatabaseCaOutput({ clusterUuid: output }, { provider, dependsOn: [provider] });
  expectSame<typeof _caOutputs.certificate, Output<string>>("same");

  const user = await getDatabaseUser({ clusterUuid: uuid, name: "app" });
  expectSame<typeof user.name, string>("same");
  expectSame<typeof user.role, string | undefined>("same");
  expectSame<typeof user.settings, DatabaseUserSettings | undefined>("same");
  expectSame<typeof user.password, Output<string>>("same");
  expectSame<typeof user.accessKey, Output<string | undefined>>("same");
  const userOutputs = getDatabaseUserOutput({ clusterUuid: output, name: output });
  expectSame<typeof userOutputs, DatabaseUserOutputs>("same");
  expectSame<typeof userOutputs.name, Output<string>>("same");
  expectSame<typeof userOutputs.password, Output<string>>("same");
  const _bare = await getDatabaseUser({ clusterUuid: uuid, name: "app", requireCredentials: false });
  expectSame<typeof _bare.password, Output<string | undefined>>("same");
  const _perhaps = await getDatabaseUser(anyArgs);
  expectSame<typeof _perhaps.password, Output<string | undefined>>("same");

  const pool = await getDatabaseConnectionPool({ clusterUuid: uuid, name: "pool" });
  expectSame<typeof pool.engine, DatabaseEngine>("same");
  expectSame<typeof pool.size, number | undefined>("same");
  expectSame<typeof pool.user, string | undefined>("same");
  expectSame<typeof pool.uri, Output<string>>("same");
  expectSame<typeof pool.standbyConnection, Output<ClusterConnection | undefined>>("same");
  const poolOutputs = getDatabaseConnectionPoolOutput({
    clusterUuid: uuid,
    name: "pool",
    requireCredentials: false,
  });
  expectSame<typeof poolOutputs.mode, Output<string | undefined>>("same");
  expectSame<typeof poolOutputs.uri, Output<string | undefined>>("same");
  expectSame<typeof poolOutputs.privateHost, Output<string | undefined>>("same");
  expectSame<typeof poolOutputs.privatePort, Output<number | undefined>>("same");

  const replica = await getDatabaseReplica({ clusterUuid: uuid, name: "replica" });
  expectSame<typeof replica.id, string | undefined>("same");
  expectSame<typeof replica.engine, DatabaseEngine>("same");
  expectSame<typeof replica.port, Output<number>>("same");
  expectSame<typeof replica.user, Output<string>>("same");
  const replicaOutputs = getDatabaseReplicaOutput({ clusterUuid: output, name: "replica" });
  expectSame<typeof replicaOutputs.status, Output<string | undefined>>("same");
  expectSame<typeof replicaOutputs.uri, Output<string>>("same");

  const _metrics = await getDatabaseMetricsCredentials();
  expectSame<typeof _metrics.username, Output<string>>("same");
  const _metricsOutputs = getDatabaseMetricsCredentialsOutput({ token: output });
  expectSame<typeof _metricsOutputs.password, Output<string>>("same");

  // connectionFor takes a pool or a replica in both forms.
  for (const source of [pool, poolOutputs, replica, replicaOutputs]) {
    expectSame<DatabaseConnection, ReturnType<typeof connectionFor>>("same");
    connectionFor(source, { network: "private", user: userOutputs.name, password: user.password });
  }
  // No property is optional.
  expectSame<Required<GetDatabaseConnectionPoolResult>, { [K in keyof typeof pool]: (typeof pool)[K] }>(
    "same",
  );
  expectSame<Required<GetDatabaseReplicaResult>, { [K in keyof typeof replica]: (typeof replica)[K] }>(
    "same",
  );

  // @ts-expect-error the Promise form takes no Outputs
  await getDatabaseUser({ clusterUuid: output, name: "app" });
  // @ts-expect-error a pool has a name
  await getDatabaseConnectionPool({ clusterUuid: uuid });
  // @ts-expect-error a user has no connection
  connectionFor(user);
  // @ts-expect-error stackOutputs does not take pools
  stackOutputs(pool);
}
