import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { connectionFor, getDatabaseClusterOutput, stackOutputs } from "../../../src/index";
import type { ConnectionProperty, DatabaseConnection } from "../../../src/index";
import { clusterUuid, databaseCluster, plantedPassword } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { beginProgram, unknownOutput } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { failuresOf, seenAll } from "../seenOutput";
import { connectionProperties, publicProperties, seenConnection } from "./seenConnection";
import { forms, kinds, lookedUp } from "./lookedUp";

const caFile = "/etc/ssl/database-ca.pem";
const plain = { engine: "pg", host: "h.example.com", port: 5432, user: "u", password: "p", database: "d" };

const emulator = useEmulator({ clusters: [databaseCluster("pg"), databaseCluster("mysql")] });
beforeEach(() => beginProgram());

const nameOf = (property: string, prefix = "databaseConnection"): string =>
  `${prefix}${property.charAt(0).toUpperCase()}${property.slice(1)}`;

/** The values of a connection under their names as stack outputs, `null` for what is absent. */
async function expected(connection: DatabaseConnection, prefix?: string): Promise<Record<string, unknown>> {
  const values = await seenConnection(connection);
  return Object.fromEntries(
    connectionProperties.map((property) => {
      const value = values[property];
      return [nameOf(property, prefix), { ...value, value: value?.value ?? null }];
    }),
  );
}

describe("a connection as stack outputs: flat, each with its own secrecy", () => {
  it.each(kinds.flatMap((kind) => forms.map((form) => [kind, form] as const)))(
    "of a %s that is %s",
    async (kind, form) => {
      const connection = connectionFor(await lookedUp(kind, "pg", form, emulator), { caFile });
      const outputs = stackOutputs(connection);
      expect(Object.keys(outputs)).toEqual(connectionProperties.map((property) => nameOf(property)));
      const all = await seenAll(outputs);
      expect(all).toEqual(await expected(connection));
      expect(all["databaseConnectionPassword"]).toMatchObject({ secret: true, known: true });
      expect(all["databaseConnectionCaFile"]).toEqual({ secret: false, known: true, value: caFile });
    },
  );

  it("no other password of the cluster is among them", async () => {
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

  it("an absent value is null", async () => {
    const all = await seenAll(stackOutputs(connectionFor({ ...plain, database: undefined })));
    expect(all["databaseConnectionDatabase"]).toEqual({ known: true, secret: true, value: null });
    expect(all["databaseConnectionCaFile"]).toEqual({ known: true, secret: false, value: null });
  });

  it("values that somebody made readable are secret again", async () => {
    const values = { ...plain, ssl: true, uri: "postgresql://h", caFile: undefined };
    const readable = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, pulumi.output<unknown>(value)]),
    ) as unknown as DatabaseConnection;
    for (const [name, { secret }] of Object.entries(await seenAll(stackOutputs(readable)))) {
      expect([name, secret]).toEqual([name, !/(Engine|CaFile)$/.test(name)]);
    }
  });

  it("unknown values stay unknown, and the secret ones secret", async () => {
    await beginProgram({ preview: true });
    const connection = connectionFor({ ...plain, host: unknownOutput() });
    const all = await seenAll(stackOutputs(connection));
    expect(all["databaseConnectionUri"]).toEqual({ known: false, secret: true, value: undefined });
    expect(all["databaseConnectionEngine"]).toEqual({ known: true, secret: false, value: "pg" });
  });
});

describe("options", () => {
  it.each(["orders", ""])("prefix %j", (prefix) => {
    const connection = connectionFor(plain);
    const names = Object.keys(stackOutputs(connection, { prefix }));
    expect(names).toEqual(
      connectionProperties.map((property) => (prefix === "" ? property : nameOf(property, prefix))),
    );
  });

  it("properties, and beside them those by which a consumer knows a connection", async () => {
    const connection = connectionFor(plain);
    const all = await seenAll(stackOutputs(connection, { properties: ["host", "port", "host"] }));
    const names = ["host", "port", "ssl", "engine"].map((property) => nameOf(property));
    expect(Object.keys(all)).toEqual(names);
    expect(all).toEqual(
      Object.fromEntries(Object.entries(await expected(connection)).filter(([name]) => names.includes(name))),
    );
  });

  it.each(["hostname", "__proto__", "toString", "", "Uri", "numNodes"])(
    "%j is no property: invalid_argument",
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

describe("what fails", () => {
  // Jest fails a test that leaves a rejection which nobody handles, if it is still running then.
  afterEach(() => sleep(200));

  it("a connection that fails: as many outputs as need what is missing, with its error", async () => {
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
  ])("a connection made by hand whose %s is %j: unexpected_response", async (property, value) => {
    const made = { ...plain, ssl: true, uri: "postgresql://h", caFile: undefined, [property]: value };
    const errors = await failuresOf(stackOutputs(made as unknown as DatabaseConnection));
    const failed = connectionProperties.filter((_, index) => errors[index] !== undefined);
    expect(failed).toEqual([property]);
    const [error] = errors.filter((each) => each !== undefined);
    expect(error).toMatchObject({ code: "unexpected_response" });
    expect((error as Error).message).toMatch(new RegExp(`^stackOutputs: ${property}\\b[^\\r\\n]+$`));
    expect((error as Error).message).not.toMatch(/planted|evil/);
  });
});

it("the public properties are those of the table", () => {
  expect(publicProperties).toEqual(["caFile", "engine"]);
});
