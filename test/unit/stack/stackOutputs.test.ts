import * as pulumi from "@pulumi/pulumi";
import {
  connectionFor,
  getDatabaseCluster,
  getDatabaseClusterOutput,
  getDatabaseConnectionPool,
  stackOutputs,
} from "../../../src/index";
import type { ClusterProperty, ConnectionProperty, DatabaseConnection } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster, plantedPassword } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { described, minimal } from "../reads/apiCluster";
import { failOnUnhandledRejections } from "../lateRejections";
import { beginProgram, unknownOutput } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { failuresOf, seenAll } from "../seenOutput";
import { forms, kinds, lookedUp } from "./lookedUp";
import { outputName } from "./producer";
import { connectionProperties, seenConnection } from "./seenConnection";

const uuid = clusterUuid("pg");
const exportedProperties = clusterProperties.filter((property) => clusterFields[property].exported);
const clusterOutput = (property: string): string => outputName(property, "databaseCluster");

const connectionOutput = (property: string, prefix = "databaseConnection"): string =>
  outputName(property, prefix);
const caFile = "/etc/ssl/database-ca.pem";
const plain = { engine: "pg", host: "h.example.com", port: 5432, user: "u", password: "p", database: "d" };

const emulator = useEmulator({ clusters: [databaseCluster("pg"), databaseCluster("mysql")] });
let access: { uuid: string; token: string; apiEndpoint: string };
failOnUnhandledRejections();
beforeAll(() => {
  access = { uuid, token: Emulator.token, apiEndpoint: emulator.url };
});
beforeEach(() => beginProgram());

/** The expected stack outputs for a cluster in an answer of the API. */
function expected(api: Record<string, unknown>, properties: readonly ClusterProperty[]): unknown {
  const cluster = { ...described(api), id: uuid };
  return Object.fromEntries(
    properties.map((property) => [
      clusterOutput(property),
      { known: true, secret: clusterFields[property].secret, value: cluster[property] ?? null },
    ]),
  );
}

describe("stackOutputs of a cluster", () => {
  it("returns every exported property with its own secrecy for the Output form", async () => {
    const outputs = stackOutputs(getDatabaseClusterOutput(access));
    expect(Object.keys(outputs)).toEqual(exportedProperties.map(clusterOutput));
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
    expect(names).toEqual(exportedProperties.map(clusterOutput));
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
        clusterOutput(property),
        { known: false, secret: clusterFields[property].secret, value: undefined },
      ]),
    ),
  );
});

// It would overwrite the outputs of earlier updates with null.
it("stackOutputs throws invalid_argument for a Promise that was not awaited, and for other values", () => {
  for (const cluster of [
    Promise.resolve({ engine: "pg" }),
    undefined,
    null,
    {},
    pulumi.output({ engine: "pg" }),
  ]) {
    expect(thrownBy(() => stackOutputs(cluster as never)).code).toBe("invalid_argument");
  }
});

/** The expected stack outputs of a connection, with `null` for missing values. */
async function expectedOfConnection(
  connection: DatabaseConnection,
  prefix?: string,
): Promise<Record<string, unknown>> {
  const values = await seenConnection(connection);
  return Object.fromEntries(
    connectionProperties.map((property) => {
      const value = values[property];
      return [connectionOutput(property, prefix), { ...value, value: value?.value ?? null }];
    }),
  );
}

describe("stackOutputs of a connection", () => {
  it.each(kinds.flatMap((kind) => forms.map((form) => [kind, form] as const)))(
    "returns every property with its own secrecy for a %s (%s)",
    async (kind, form) => {
      const connection = connectionFor(await lookedUp(kind, "pg", form, emulator), { caFile });
      const outputs = stackOutputs(connection);
      expect(Object.keys(outputs)).toEqual(
        connectionProperties.map((property) => connectionOutput(property)),
      );
      const all = await seenAll(outputs);
      expect(all).toEqual(await expectedOfConnection(connection));
      expect(all["databaseConnectionPassword"]).toMatchObject({ secret: true, known: true });
      expect(all["databaseConnectionCaFile"]).toEqual({ secret: false, known: true, value: caFile });
    },
  );

  it("contains no other password of the cluster", async () => {
    const args = { uuid: clusterUuid("pg"), token: Emulator.token, apiEndpoint: emulator.url };
    const cluster = getDatabaseClusterOutput(args);
    const all = await seenAll(stackOutputs(connectionFor(cluster, { user: "app", network: "private" })));
    const texts = Object.values(all).map(({ value }) => String(value));
    const isThere = (password: string): boolean =>
      texts.some((text) => text.includes(password) || text.includes(encodeURIComponent(password)));
    expect(isThere(plantedPassword("pg-app"))).toBe(true);
    expect(isThere(plantedPassword("pg"))).toBe(false);
    expect(isThere("doadmin")).toBe(false);
  });

  it("returns null for missing values", async () => {
    const all = await seenAll(stackOutputs(connectionFor({ ...plain, database: undefined })));
    expect(all["databaseConnectionDatabase"]).toEqual({ known: true, secret: true, value: null });
    expect(all["databaseConnectionCaFile"]).toEqual({ known: true, secret: false, value: null });
  });

  it("returns secrets if the values of the connection are not secret", async () => {
    const values = { ...plain, ssl: true, uri: "postgresql://h", caFile: undefined };
    const readable = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, pulumi.output<unknown>(value)]),
    ) as unknown as DatabaseConnection;
    for (const [name, { secret }] of Object.entries(await seenAll(stackOutputs(readable)))) {
      expect([name, secret]).toEqual([name, !/(Engine|CaFile)$/.test(name)]);
    }
  });

  it("returns unknown values with their secrecy in a preview", async () => {
    await beginProgram({ preview: true });
    const connection = connectionFor({ ...plain, host: unknownOutput() });
    const all = await seenAll(stackOutputs(connection));
    expect(all["databaseConnectionUri"]).toEqual({ known: false, secret: true, value: undefined });
    expect(all["databaseConnectionEngine"]).toEqual({ known: true, secret: false, value: "pg" });
  });
});

describe("stackOutputs of a connection", () => {
  it.each(["orders", ""])("names the outputs with the prefix %j", (prefix) => {
    const connection = connectionFor(plain);
    const names = Object.keys(stackOutputs(connection, { prefix }));
    expect(names).toEqual(connectionProperties.map((property) => connectionOutput(property, prefix)));
  });

  it("returns the chosen properties, and ssl and engine, by which a consumer recognises a connection", async () => {
    const connection = connectionFor(plain);
    const all = await seenAll(stackOutputs(connection, { properties: ["host", "port", "host"] }));
    const names = ["host", "port", "ssl", "engine"].map((property) => connectionOutput(property));
    expect(Object.keys(all)).toEqual(names);
    expect(all).toEqual(
      Object.fromEntries(
        Object.entries(await expectedOfConnection(connection)).filter(([name]) => names.includes(name)),
      ),
    );
  });

  it.each(["hostname", "__proto__", "toString", "", "Uri", "numNodes"])(
    "throws invalid_argument if %j is one of the chosen properties",
    (name) => {
      const connection = connectionFor(plain);
      const error = thrownBy(() => stackOutputs(connection, { properties: [name as ConnectionProperty] }));
      expect(error.code).toBe("invalid_argument");
      expect(error.message).toContain(
        `properties: "${name}" is not a property of a connection; expected uri, host, `,
      );
    },
  );
});

describe("stackOutputs of a connection", () => {
  it("fails with the connection's error for the outputs that need the missing value", async () => {
    const connection = connectionFor({ ...plain, password: undefined });
    const errors = await failuresOf(stackOutputs(connection));
    const ofConnection = await failuresOf(connection);
    expect(errors).toEqual(ofConnection);
    expect(errors.find((error) => error !== undefined)).toMatchObject({ code: "credentials_withheld" });
  });

  it.each<[ConnectionProperty, unknown]>([
    ["port", "1@evil.example"],
    ["port", 65536],
    ["host", "evil.example/path"],
    ["host", { planted: "host" }],
    ["uri", "postgresql://h\nplanted"],
    ["user", 5],
    ["ssl", "false"],
    ["caFile", "planted\0"],
    ["engine", ["pg"]],
  ])(
    "fails with unexpected_response if the program made the connection itself and %s is %j",
    async (property, value) => {
      const made = { ...plain, ssl: true, uri: "postgresql://h", caFile: undefined, [property]: value };
      const errors = await failuresOf(stackOutputs(made as unknown as DatabaseConnection));
      const failed = connectionProperties.filter((_, index) => errors[index] !== undefined);
      expect(failed).toEqual([property]);
      const [error] = errors.filter((each) => each !== undefined);
      expect(error).toMatchObject({ code: "unexpected_response" });
      expect((error as Error).message).toMatch(new RegExp(`^stackOutputs: ${property}\\b[^\\r\\n]+$`));
      expect((error as Error).message).not.toMatch(/planted|evil/);
    },
  );
});
