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
import { outputName } from "./producer";

const uuid = clusterUuid("pg");
const exportedProperties = clusterProperties.filter((property) => clusterFields[property].exported);
const nameOf = (property: string): string => outputName(property, "databaseCluster");

const emulator = useEmulator();
let access: { uuid: string; token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { uuid, token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});

/** The expected stack outputs for a cluster in an answer of the API. */
function expected(api: Record<string, unknown>, properties: readonly ClusterProperty[]): unknown {
  const cluster = { ...described(api), id: uuid };
  return Object.fromEntries(
    properties.map((property) => [
      nameOf(property),
      { known: true, secret: clusterFields[property].secret, value: cluster[property] ?? null },
    ]),
  );
}

describe("stackOutputs of a cluster", () => {
  it("returns every exported property with its own secrecy for the Output form", async () => {
    const outputs = stackOutputs(getDatabaseClusterOutput(access));
    expect(Object.keys(outputs)).toEqual(exportedProperties.map(nameOf));
    expect(await seenAll(outputs)).toEqual(expected(databaseCluster("pg"), exportedProperties));
  });

  it("returns every exported property with its own secrecy for the Promise form", async () => {
    const outputs = stackOutputs(await getDatabaseCluster(access));
    expect(await seenAll(outputs)).toEqual(expected(databaseCluster("pg"), exportedProperties));
  });

  it.each(["Promise", "Output"])("returns null for missing values (%s form)", async (form) => {
    emulator.misbehave({ status: 200, body: { database: minimal } });
    const args = { ...access, requireCredentials: false } as const;
    const cluster = form === "Promise" ? await getDatabaseCluster(args) : getDatabaseClusterOutput(args);
    const all = await seenAll(stackOutputs(cluster));
    expect(all).toEqual(expected(minimal, exportedProperties));
    expect(all["databaseClusterUri"]).toEqual({ known: true, secret: true, value: null });
    expect(all["databaseClusterTags"]).toEqual({ known: true, secret: false, value: null });
  });
});

describe("stackOutputs with prefix", () => {
  it("begins every name with the prefix", async () => {
    const names = Object.keys(stackOutputs(await getDatabaseCluster(access), { prefix: "orders" }));
    expect(names).toEqual(expect.arrayContaining(["ordersEngine", "ordersUri", "ordersPrivateUri"]));
    expect(names.every((name) => name.startsWith("orders"))).toBe(true);
  });

  it("uses the names of the properties if the prefix is empty", async () => {
    const names = Object.keys(stackOutputs(await getDatabaseCluster(access), { prefix: "" }));
    expect(names).toEqual(exportedProperties);
  });

  it("uses the default prefix if it is undefined", async () => {
    const names = Object.keys(stackOutputs(await getDatabaseCluster(access), { prefix: undefined }));
    expect(names).toEqual(exportedProperties.map(nameOf));
  });
});

describe("stackOutputs with properties", () => {
  it("returns the chosen properties, and the engine, by which a consumer recognises a cluster", async () => {
    const properties: ClusterProperty[] = ["uri", "region", "uri"];
    const outputs = stackOutputs(await getDatabaseCluster(access), { properties });
    expect(await seenAll(outputs)).toEqual(expected(databaseCluster("pg"), ["engine", "region", "uri"]));
  });

  it("returns only the engine if the list is empty", async () => {
    const outputs = stackOutputs(await getDatabaseCluster(access), { properties: [] });
    expect(Object.keys(outputs)).toEqual(["databaseClusterEngine"]);
  });

  it("returns the four properties that are not exported by default, as secrets", async () => {
    const properties: ClusterProperty[] = ["users", "metricsEndpoints", "rules", "doSettings"];
    const outputs = stackOutputs(await getDatabaseCluster(access), { properties });
    expect(await seenAll(outputs)).toEqual(expected(databaseCluster("pg"), ["engine", ...properties]));
  });

  it.each(["hostname", "__proto__", "toString", "", "Uri"])(
    "throws invalid_argument if %j is one of the chosen properties",
    async (name) => {
      const cluster = await getDatabaseCluster(access);
      const error = thrownBy(() => stackOutputs(cluster, { properties: [name as ClusterProperty] }));
      expect(error.code).toBe("invalid_argument");
      expect(error.message).toContain(
        `properties: "${name}" is not a property of a cluster; expected id, name, `,
      );
    },
  );
});

it("stackOutputs throws invalid_argument for a pool or replica and says how to export it", async () => {
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

it("stackOutputs returns unknown values with their secrecy for an unknown cluster in a preview", async () => {
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
