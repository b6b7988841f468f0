/**
 * The types of the resource and of `connectionFor`, as assertions: `tsc` fails if one is no longer true. types.test.ts
 * checks this file, and that wrong assertions fail.
 */
import * as pulumi from "@pulumi/pulumi";
import type { Output } from "@pulumi/pulumi";
import {
  connectionEnv,
  connectionFor,
  DatabaseCluster,
  databaseConnectionFromStack,
  stackOutputs,
} from "../../src/index";
import type {
  ClusterProperty,
  ConnectionEnvOptions,
  ConnectionForOptions,
  DatabaseClusterArgs,
  DatabaseClusterOutputs,
  DatabaseClusterWithoutCredentialsOutputs,
  DatabaseConnection,
  DatabaseEngine,
  GetDatabaseClusterResult,
  GetDatabaseClusterWithoutCredentialsResult,
} from "../../src/index";
import { expectSame } from "./promisedTypes";

/** Never called. */
export function promisedResourceTypes(
  flag: boolean,
  something: unknown,
  looked: {
    up: GetDatabaseClusterResult;
    upWithoutCredentials: GetDatabaseClusterWithoutCredentialsResult;
    upAsOutputs: DatabaseClusterOutputs;
    upAsOutputsWithoutCredentials: DatabaseClusterWithoutCredentialsOutputs;
  },
): void {
  const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

  // The resource has every property of the data function, with the same type.
  const cluster = new DatabaseCluster("orders", { uuid });
  expectSame<Pick<DatabaseCluster, ClusterProperty>, Pick<DatabaseClusterOutputs, ClusterProperty>>("same");
  expectSame<Exclude<ClusterProperty, keyof DatabaseCluster>, never>("same");
  // It has no other properties than any resource.
  expectSame<Exclude<keyof DatabaseCluster, keyof pulumi.CustomResource | ClusterProperty>, never>("same");
  expectSame<typeof cluster.id, Output<string>>("same");
  expectSame<typeof cluster.engine, Output<DatabaseEngine>>("same");
  expectSame<typeof cluster.status, Output<string | undefined>>("same");
  expectSame<typeof cluster.uri, Output<string>>("same");
  expectSame<typeof cluster.port, Output<number>>("same");
  expectSame<typeof cluster.database, Output<string | undefined>>("same");
  // @ts-expect-error an Output cannot be set
  cluster.region = pulumi.output("fra1");

  // Arguments and options.
  expectSame<
    keyof DatabaseClusterArgs,
    "uuid" | "waitForOnline" | "requireCredentials" | "configNamespace" | "apiEndpoint"
  >("same");
  expectSame<DatabaseClusterArgs["uuid"], pulumi.Input<string>>("same");
  new DatabaseCluster("a", {
    uuid: cluster.id,
    requireCredentials: pulumi.output(flag),
    apiEndpoint: undefined,
  });
  new DatabaseCluster("b", { uuid }, { parent: cluster, dependsOn: [cluster], protect: true });
  // @ts-expect-error uuid is required
  new DatabaseCluster("c", {});
  // @ts-expect-error a token would be stored
  new DatabaseCluster("d", { uuid, token: "t" });

  const _got = DatabaseCluster.get("orders", pulumi.output(uuid), { parent: cluster });
  expectSame<typeof _got, DatabaseCluster>("same");
  if (DatabaseCluster.isInstance(something)) {
    expectSame<typeof something, DatabaseCluster>("same");
  }

  // connectionFor takes each kind of cluster.
  for (const each of [...Object.values(looked), cluster]) {
    const _connection = connectionFor(each, { network: "private", node: "standby" });
    expectSame<typeof _connection, DatabaseConnection>("same");
    stackOutputs(each);
  }
  connectionFor(looked.up);
  connectionFor(looked.upWithoutCredentials);
  connectionFor(looked.upAsOutputs);
  connectionFor(looked.upAsOutputsWithoutCredentials);
  const connection = connectionFor(cluster, {
    user: cluster.user,
    password: pulumi.secret("p"),
    database: "app",
  });
  // @ts-expect-error there is no such node
  connectionFor(cluster, { node: "replica" });
  // @ts-expect-error a Promise is not a cluster
  connectionFor(Promise.resolve(looked.up));
  expectSame<ConnectionForOptions["network"], "public" | "private" | undefined>("same");

  expectSame<
    keyof DatabaseConnection,
    "uri" | "host" | "port" | "user" | "password" | "database" | "ssl" | "caFile" | "engine"
  >("same");
  expectSame<typeof connection.uri, Output<string>>("same");
  expectSame<typeof connection.port, Output<number>>("same");
  expectSame<typeof connection.ssl, Output<boolean>>("same");
  expectSame<typeof connection.engine, Output<DatabaseEngine>>("same");
  expectSame<typeof connection.database, Output<string | undefined>>("same");
  expectSame<typeof connection.caFile, Output<string | undefined>>("same");
  connectionFor(cluster, { caFile: pulumi.output("/etc/ssl/database-ca.pem") });

  const _environment = connectionEnv(connection, { prefix: "ORDERS_", caCertificate: pulumi.output("PEM") });
  expectSame<typeof _environment, Output<Record<string, string>>>("same");
  expectSame<ConnectionEnvOptions["caCertificate"], pulumi.Input<string | undefined>>("same");
  for (const source of [looked.up, looked.upAsOutputs, cluster]) {
    connectionEnv(source);
  }
  // @ts-expect-error a user has no engine
  connectionEnv({ name: "app", password: "p" });

  // stackOutputs takes a connection too.
  const _outputs = stackOutputs(connection, { prefix: "orders", properties: ["uri", "caFile"] });
  expectSame<typeof _outputs, Record<string, Output<unknown>>>("same");
  // @ts-expect-error no such property
  stackOutputs(connection, { properties: ["hostname"] });
  const _handedOn = databaseConnectionFromStack("organization/databases/production", { prefix: "orders" });
  expectSame<typeof _handedOn, DatabaseConnection>("same");
  connectionEnv(_handedOn);
}
