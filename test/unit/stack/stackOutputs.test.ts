import {
  getDatabaseCluster,
  getDatabaseClusterOutput,
  getDatabaseConnectionPool,
  stackOutputs,
} from "../../../src/index";
import type { ClusterProperty } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { described, minimal } from "../reads/apiCluster";
import { beginProgram, unknownOutput } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { seenAll } from "../seenOutput";

const uuid = clusterUuid("pg");
const exportedProperties = clusterProperties.filter((property) => clusterFields[property].exported);
const nameOf = (property: string): string =>
  `databaseCluster${property.charAt(0).toUpperCase()}${property.slice(1)}`;

const emulator = useEmulator();
let access: { uuid: string; token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { uuid, token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});

/** What is to be exported of a cluster, by the name it has in the API's place. */
function expected(api: Record<string, unknown>, properties: readonly ClusterProperty[]): unknown {
  const cluster = { ...described(api), id: uuid };
  return Object.fromEntries(
    properties.map((property) => [
      nameOf(property),
      { known: true, secret: clusterFields[property].secret, value: cluster[property] ?? null },
    ]),
  );
}

describe("a flat record, each output with its own secrecy", () => {
  it("from the Output form", async () => {
    const outputs = stackOutputs(getDatabaseClusterOutput(access));
    expect(Object.keys(outputs)).toEqual(exportedProperties.map(nameOf));
    expect(await seenAll(outputs)).toEqual(expected(databaseCluster("pg"), exportedProperties));
  });

  it("from the Promise form", async () => {
    const outputs = stackOutputs(await getDatabaseCluster(access));
    expect(await seenAll(outputs)).toEqual(expected(databaseCluster("pg"), exportedProperties));
  });

  it.each(["Promise", "Output"])("what is absent is null (%s form)", async (form) => {
    emulator.misbehave({ status: 200, body: { database: minimal } });
    const args = { ...access, requireCredentials: false } as const;
    const cluster = form === "Promise" ? await getDatabaseCluster(args) : getDatabaseClusterOutput(args);
    const all = await seenAll(stackOutputs(cluster));
    expect(all).toEqual(expected(minimal, exportedProperties));
    expect(all["databaseClusterUri"]).toEqual({ known: true, secret: true, value: null });
    expect(all["databaseClusterTags"]).toEqual({ known: true, secret: false, value: null });
  });
});

describe("prefix", () => {
  it("its own", async () => {
    const names = Object.keys(stackOutputs(await getDatabaseCluster(access), { prefix: "orders" }));
    expect(names).toEqual(expect.arrayContaining(["ordersEngine", "ordersUri", "ordersPrivateUri"]));
    expect(names.every((name) => name.startsWith("orders"))).toBe(true);
  });

  it("none", async () => {
    const names = Object.keys(stackOutputs(await getDatabaseCluster(access), { prefix: "" }));
    expect(names).toEqual(exportedProperties);
  });

  it("undefined is as good as none given", async () => {
    const names = Object.keys(stackOutputs(await getDatabaseCluster(access), { prefix: undefined }));
    expect(names).toEqual(exportedProperties.map(nameOf));
  });
});

describe("properties", () => {
  it("those named, and the engine, by which a consumer knows that there is a cluster", async () => {
    const properties: ClusterProperty[] = ["uri", "region", "uri"];
    const outputs = stackOutputs(await getDatabaseCluster(access), { properties });
    expect(await seenAll(outputs)).toEqual(expected(databaseCluster("pg"), ["engine", "region", "uri"]));
  });

  it("none: the engine alone", async () => {
    const outputs = stackOutputs(await getDatabaseCluster(access), { properties: [] });
    expect(Object.keys(outputs)).toEqual(["databaseClusterEngine"]);
  });

  it("the four that are not exported unasked, as secrets", async () => {
    const properties: ClusterProperty[] = ["users", "metricsEndpoints", "rules", "doSettings"];
    const outputs = stackOutputs(await getDatabaseCluster(access), { properties });
    expect(await seenAll(outputs)).toEqual(expected(databaseCluster("pg"), ["engine", ...properties]));
  });

  it.each(["hostname", "__proto__", "toString", "", "Uri"])("%j is none: invalid_argument", async (name) => {
    const cluster = await getDatabaseCluster(access);
    const error = thrownBy(() => stackOutputs(cluster, { properties: [name as ClusterProperty] }));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain(
      `properties: "${name}" is not a property of a cluster; expected id, name, `,
    );
  });
});

it("a pool or a replica: invalid_argument, which says how to hand it on", async () => {
  const pool = await getDatabaseConnectionPool({
    ...{ token: access.token, apiEndpoint: access.apiEndpoint },
    ...{ clusterUuid: access.uuid, name: "planted-pool" },
  });
  const { mode: _mode, ...replica } = pool;
  for (const [value, kind] of [
    [pool, "pool"],
    [replica, "replica"],
  ] as const) {
    const error = thrownBy(() => stackOutputs(value as never));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toBe(
      `stackOutputs: a ${kind} can only be exported as a connection: \`stackOutputs(connectionFor(${kind}))\`. [invalid_argument]`,
    );
  }
});

it("in a preview of an unknown cluster all is unknown, and the secret ones secret", async () => {
  await beginProgram({ preview: true });
  const all = await seenAll(stackOutputs(getDatabaseClusterOutput({ ...access, uuid: unknownOutput() })));
  expect(all).toEqual(
    Object.fromEntries(
      exportedProperties.map((property) => [
        nameOf(property),
        { known: false, secret: clusterFields[property].secret, value: undefined },
      ]),
    ),
  );
  await beginProgram();
});
