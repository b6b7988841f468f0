/**
 * The public types, as assertions: `tsc` fails if one is no longer true. types.test.ts checks this file, and
 * that wrong assertions fail.
 */
import type { Output } from "@pulumi/pulumi";
import * as pulumi from "@pulumi/pulumi";
import type {
  ClusterConnection,
  ClusterProperty,
  DatabaseEngine,
  DatabaseClusterOutputs,
  DatabaseUser,
  DigitalOceanApiError,
  DigitalOceanApiErrorCode,
  GetDatabaseClusterArgs,
  GetDatabaseClusterOutputArgs,
  GetDatabaseClusterResult,
  MaintenanceWindow,
  ServiceConnection,
} from "../../src/index";
import {
  databaseClusterFromStack,
  getDatabaseCluster,
  getDatabaseClusterOutput,
  stackOutputs,
} from "../../src/index";

// One of the few ways to distinguish equal types from types that are assignable to each other.
/* eslint-disable @typescript-eslint/no-unnecessary-type-parameters */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? "same" : { not: A; but: B };

/* eslint-enable @typescript-eslint/no-unnecessary-type-parameters */

/** Compiles only if both types are equal: `expectSame<A, B>("same")`. */
export function expectSame<A, B>(_: Same<A, B>): void {
  // Only the types matter.
}

/** Never called. */
export async function promisedTypes(
  reference: pulumi.StackReference,
  provider: pulumi.ProviderResource,
  flag: boolean,
): Promise<void> {
  const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

  // The Promise form: public properties are plain values, secret ones are Outputs.
  const result = await getDatabaseCluster({ uuid });
  expectSame<typeof result, GetDatabaseClusterResult>("same");
  expectSame<typeof result.id, string>("same");
  expectSame<typeof result.name, string>("same");
  expectSame<typeof result.engine, DatabaseEngine>("same");
  expectSame<typeof result.size, string>("same");
  expectSame<typeof result.region, string>("same");
  expectSame<typeof result.numNodes, number>("same");
  expectSame<typeof result.version, string | undefined>("same");
  expectSame<typeof result.status, string | undefined>("same");
  expectSame<typeof result.tags, string[] | undefined>("same");
  expectSame<typeof result.maintenanceWindow, MaintenanceWindow | undefined>("same");
  expectSame<typeof result.storageSizeMib, number | undefined>("same");
  expectSame<typeof result.uri, Output<string>>("same");
  expectSame<typeof result.host, Output<string>>("same");
  expectSame<typeof result.port, Output<number>>("same");
  expectSame<typeof result.user, Output<string>>("same");
  expectSame<typeof result.password, Output<string>>("same");
  expectSame<typeof result.database, Output<string | undefined>>("same");
  expectSame<typeof result.privateUri, Output<string | undefined>>("same");
  expectSame<typeof result.connection, Output<ClusterConnection | undefined>>("same");
  expectSame<typeof result.standbyConnection, Output<ClusterConnection | undefined>>("same");
  expectSame<typeof result.uiConnection, Output<ServiceConnection | undefined>>("same");
  expectSame<typeof result.users, Output<DatabaseUser[] | undefined>>("same");
  // With a variable, the compiler cannot know whether credentials are required.
  const _whetherOrNot = await getDatabaseCluster({ uuid, requireCredentials: flag });
  expectSame<typeof _whetherOrNot.uri, Output<string | undefined>>("same");
  const _perhaps = getDatabaseClusterOutput({ uuid, requireCredentials: pulumi.output(flag) });
  expectSame<typeof _perhaps.uri, Output<string | undefined>>("same");
  const _certain = getDatabaseClusterOutput({ uuid, requireCredentials: true });
  expectSame<typeof _certain.uri, Output<string>>("same");
  const _declared = await getDatabaseCluster({ uuid } as GetDatabaseClusterArgs);
  expectSame<typeof _declared, GetDatabaseClusterResult>("same");
  const _declaredOutputs = getDatabaseClusterOutput({ uuid } as GetDatabaseClusterOutputArgs);
  expectSame<typeof _declaredOutputs, DatabaseClusterOutputs>("same");
  const _unset = await getDatabaseCluster({ uuid, requireCredentials: undefined });
  expectSame<typeof _unset, GetDatabaseClusterResult>("same");
  // No property is missing.
  expectSame<keyof typeof result, ClusterProperty>("same");
  expectSame<Required<GetDatabaseClusterResult>, { [K in keyof typeof result]: (typeof result)[K] }>("same");

  // The Output form: all properties are Outputs.
  const outputs = getDatabaseClusterOutput({ uuid: reference.getOutput("uuid") as Output<string> });
  expectSame<typeof outputs, DatabaseClusterOutputs>("same");
  expectSame<keyof typeof outputs, ClusterProperty>("same");
  expectSame<typeof outputs.id, Output<string>>("same");
  expectSame<typeof outputs.engine, Output<DatabaseEngine>>("same");
  expectSame<typeof outputs.numNodes, Output<number>>("same");
  expectSame<typeof outputs.version, Output<string | undefined>>("same");
  expectSame<typeof outputs.uri, Output<string>>("same");
  expectSame<typeof outputs.port, Output<number>>("same");
  expectSame<typeof outputs.privateHost, Output<string | undefined>>("same");
  expectSame<typeof outputs.privatePort, Output<number | undefined>>("same");
  expectSame<typeof outputs.standbyConnection, Output<ClusterConnection | undefined>>("same");
  expectSame<typeof outputs.standbyPrivateConnection, Output<ClusterConnection | undefined>>("same");

  // Without required credentials, five properties may be undefined. The others do not change.
  const bare = await getDatabaseCluster({ uuid, requireCredentials: false });
  expectSame<typeof bare.uri, Output<string | undefined>>("same");
  expectSame<typeof bare.host, Output<string | undefined>>("same");
  expectSame<typeof bare.port, Output<number | undefined>>("same");
  expectSame<typeof bare.user, Output<string | undefined>>("same");
  expectSame<typeof bare.password, Output<string | undefined>>("same");
  expectSame<typeof bare.engine, DatabaseEngine>("same");
  const bareOutputs = getDatabaseClusterOutput({ uuid, requireCredentials: false });
  expectSame<typeof bareOutputs.uri, Output<string | undefined>>("same");
  expectSame<typeof bareOutputs.port, Output<number | undefined>>("same");
  expectSame<typeof bareOutputs.engine, Output<DatabaseEngine>>("same");
  const asked = await getDatabaseCluster({ uuid, requireCredentials: true });
  expectSame<typeof asked.uri, Output<string>>("same");

  // An engine is a known one or any other text.
  const _engines: DatabaseEngine[] = ["pg", flag ? "duckdb" : result.name];
  expectSame<(typeof _engines)[number], DatabaseEngine>("same");
  const _text: Output<string> = outputs.engine;
  expectSame<typeof _text, Output<string>>("same");
  // @ts-expect-error editors still suggest the known engines, as the type is not just `string`
  expectSame<DatabaseEngine, string>("same");

  // Arguments and options.
  expectSame<GetDatabaseClusterOutputArgs["uuid"], pulumi.Input<string | undefined>>("same");
  expectSame<GetDatabaseClusterOutputArgs["name"], pulumi.Input<string | undefined>>("same");
  await getDatabaseCluster({ name: "orders", waitForOnline: true });
  getDatabaseClusterOutput({ name: outputs.name, waitForOnline: { timeoutSeconds: outputs.port } });
  getDatabaseClusterOutput({ uuid }, { provider, dependsOn: [reference] });
  // @ts-expect-error the Promise form takes no Outputs
  await getDatabaseCluster({ uuid: outputs.id });
  // @ts-expect-error a result cannot be changed
  result.region = "fra1";

  // connectionFor takes each of them.
  const fromStack = databaseClusterFromStack(reference);
  expectSame<typeof fromStack, DatabaseClusterOutputs>("same");
  databaseClusterFromStack("organization/databases/production", { prefix: "orders" }, { protect: false });
  for (const cluster of [result, outputs, bare, bareOutputs, asked, fromStack]) {
    stackOutputs(cluster, { prefix: "orders", properties: ["uri", "users"] });
  }
  expectSame<ReturnType<typeof stackOutputs>, Record<string, Output<unknown>>>("same");
  // @ts-expect-error no such property
  stackOutputs(outputs, { properties: ["hostname"] });
}

expectSame<DigitalOceanApiError["code"], DigitalOceanApiErrorCode>("same");
expectSame<DigitalOceanApiError["attempts"], number>("same");
expectSame<DigitalOceanApiError["status"], number | undefined>("same");
expectSame<DigitalOceanApiError["clusterUuid"], string | undefined>("same");
expectSame<DigitalOceanApiError["id"], string | undefined>("same");
expectSame<DigitalOceanApiError["requestId"], string | undefined>("same");
