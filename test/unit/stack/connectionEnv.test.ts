import * as pulumi from "@pulumi/pulumi";
import { connectionEnv, connectionFor, getDatabaseCluster } from "../../../src/index";
import type { ConnectionEnvOptions, DatabaseConnection } from "../../../src/index";
import { connectionEnvironment } from "../../../src/connection/environment";
import type { ConnectionProperties } from "../../../src/connection/connection";
import { clusterUuid, databaseCluster, engines } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { failOnUnhandledRejections } from "../lateRejections";
import { beginProgram, unknownOutput } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { failuresOf, seen } from "../seenOutput";
import { forms, kinds, lookedUp } from "./lookedUp";

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
failOnUnhandledRejections();
beforeEach(() => beginProgram());

const plain = { engine: "pg", host: "h.example.com", port: 5432, user: "u", password: "p" };
const ofPlain = {
  PGHOST: "h.example.com",
  PGPORT: "5432",
  PGUSER: "u",
  PGPASSWORD: "p",
  PGDATABASE: "d",
  PGSSLMODE: "require",
  DATABASE_URL: "postgresql://u:p@h.example.com:5432/d?sslmode=require",
};

/** An ordinary connection. */
function connection(): DatabaseConnection {
  return connectionFor({ ...plain, database: "d" });
}

const secretly = (value: unknown): object => ({ secret: true, known: true, value });

describe("connectionEnv", () => {
  it.each(engines)("returns the variables of %s as one secret", async (engine) => {
    const access = { token: Emulator.token, apiEndpoint: emulator.url };
    const cluster = await getDatabaseCluster({ uuid: clusterUuid(engine), ...access });
    const { database, ...values } = databaseCluster(engine)["connection"] as Connection;
    const expected: ConnectionProperties = {
      ...values,
      engine,
      database: database === "" ? undefined : database,
      caFile: undefined,
    };
    expect(await seen(connectionEnv(connectionFor(cluster)))).toEqual(
      secretly(connectionEnvironment(expected)),
    );
  });

  it("returns the variables of a connection that is made from plain data", async () => {
    expect(await seen(connectionEnv(connection()))).toEqual(secretly(ofPlain));
  });

  it("returns a secret if the values of the connection are not secret", async () => {
    const values = { ...plain, database: "d", ssl: true, uri: ofPlain.DATABASE_URL };
    const readable = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, pulumi.output<unknown>(value)]),
    ) as unknown as DatabaseConnection;
    expect(await seen(connectionEnv(readable))).toEqual(secretly(ofPlain));
  });

  it("returns variables with neutral names if the engine is unknown", async () => {
    const duckdb = connectionFor({ ...plain, engine: "duckdb", uri: "duck://u:p@h" });
    expect(await seen(connectionEnv(duckdb))).toEqual(
      secretly({
        DATABASE_URL: "duck://u:p@h",
        DATABASE_HOST: "h.example.com",
        DATABASE_PORT: "5432",
        DATABASE_USER: "u",
        DATABASE_PASSWORD: "p",
      }),
    );
  });
});

describe("connectionEnv with prefix", () => {
  it.each(["ORDERS_", "_", "o", "Orders_2_"])("begins every name with the prefix %s", async (prefix) => {
    const expected = Object.fromEntries(
      Object.entries(ofPlain).map(([name, value]) => [prefix + name, value]),
    );
    expect(await seen(connectionEnv(connection(), { prefix }))).toEqual(secretly(expected));
  });

  it.each([undefined, null as unknown as undefined, ""])("adds no prefix if it is %j", async (prefix) => {
    expect(await seen(connectionEnv(connection(), { prefix }))).toEqual(secretly(ofPlain));
  });

  it.each([
    ["a digit at the beginning", "2_"],
    ["a blank at the end", "A "],
    ["an equals sign", "A="],
    ["a line break at the end", "A_\n"],
    ["NUL", "A\0"],
    ["a letter of another alphabet", "Ä_"],
    ["a dollar sign", "$A"],
    ["a hyphen at the beginning", "-A"],
    ["a number", 5],
    ["an object", {}],
    ["an Output", pulumi.output("A_")],
  ])("throws invalid_argument if the prefix is or has %s", (_, prefix) => {
    const options = { prefix } as ConnectionEnvOptions;
    const error = thrownBy(() => connectionEnv(connection(), options));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toMatch(/^connectionEnv: prefix must [^\r\n]+ \[invalid_argument\]$/);
  });
});

describe("connectionEnv with caCertificate", () => {
  const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  it.each<[string, () => pulumi.Input<string>]>([
    ["a text", () => pem],
    ["a Promise", () => Promise.resolve(pem)],
    ["an Output", () => pulumi.output(pem)],
    ["a secret Output", () => pulumi.secret(pem)],
  ])("adds the certificate as DATABASE_CA_CERT if it is %s", async (_, given) => {
    expect(await seen(connectionEnv(connection(), { caCertificate: given() }))).toEqual(
      secretly({ ...ofPlain, DATABASE_CA_CERT: pem }),
    );
  });

  it("begins the name of the certificate's variable with the prefix", async () => {
    const env = connectionEnv(connection(), { caCertificate: pem, prefix: "ORDERS_" });
    expect((await seen(env)).value).toMatchObject({ ORDERS_DATABASE_CA_CERT: pem });
  });

  it.each<[string, pulumi.Input<string | undefined>]>([
    ["undefined", undefined],
    ["an empty string", ""],
    ["an Output of undefined", pulumi.output(undefined)],
  ])("adds no variable if the certificate is %s", async (_, caCertificate) => {
    expect(await seen(connectionEnv(connection(), { caCertificate }))).toEqual(secretly(ofPlain));
  });

  it("fails with invalid_argument if it is given the whole result of getDatabaseCa", async () => {
    const ca = { clusterUuid: "5a1e", certificate: pem } as unknown as string;
    const [error] = await failuresOf({ environment: connectionEnv(connection(), { caCertificate: ca }) });
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect((error as Error).message).toContain("such as the `certificate` of getDatabaseCa");
  });
});

describe("connectionEnv in a preview", () => {
  const unknown = { secret: true, known: false, value: undefined };
  beforeEach(() => beginProgram({ preview: true }));

  it("is unknown and secret if the password is unknown", async () => {
    const env = connectionEnv(connectionFor(plain, { password: unknownOutput() }));
    expect(await seen(env)).toEqual(unknown);
  });

  it("is unknown and secret if the engine is unknown", async () => {
    const env = connectionEnv(connectionFor({ ...plain, engine: unknownOutput() }));
    expect(await seen(env)).toEqual(unknown);
  });

  it("is unknown and secret if the certificate is unknown", async () => {
    const env = connectionEnv(connection(), { caCertificate: unknownOutput() });
    expect(await seen(env)).toEqual(unknown);
  });
});

it.each([
  ["host", { host: undefined }],
  ["password", { password: undefined }],
  ["valid host", { host: "a@b" }],
])("connectionEnv fails with the connection's error if there is no %s", async (_, changes) => {
  const failing = connectionFor({ ...plain, ...changes });
  const [ofUri] = await failuresOf({ uri: failing.uri, user: failing.user, password: failing.password });
  expect(ofUri).toMatchObject({ attempts: 0 });
  const errors = await failuresOf({ ...failing, env: connectionEnv(failing) });
  expect(errors.at(-1)).toBe(ofUri);
});

describe("connectionEnv", () => {
  it.each(kinds.flatMap((kind) => forms.map((form) => [kind, form] as const)))(
    "returns the variables of the default connection of a %s (%s)",
    async (kind, form) => {
      const source = await lookedUp(kind, "pg", form, emulator);
      const options = { prefix: "ORDERS_", caCertificate: "PEM" };
      const env = await seen(connectionEnv(source, options));
      expect(env).toEqual(await seen(connectionEnv(connectionFor(source), options)));
      expect(env).toMatchObject({ secret: true, known: true });
      expect(Object.keys(env.value ?? {})).toContain("ORDERS_PGPASSWORD");
    },
  );

  it("returns the variables of the default connection of plain data", async () => {
    expect(await seen(connectionEnv({ ...plain, database: "d" }))).toEqual(secretly(ofPlain));
  });

  it("fails with credentials_withheld for plain data without a password", async () => {
    const [error] = await failuresOf({ env: connectionEnv({ ...plain, password: undefined }) });
    expect(error).toMatchObject({ code: "credentials_withheld" });
  });
});

it.each<[string, unknown]>([
  ["undefined", undefined],
  ["null", null],
  ["a text", "postgresql://h"],
  ["a Promise", Promise.resolve(plain)],
  ["an Output", pulumi.output(plain)],
  ["a database user", { clusterUuid: "x", name: "app", password: "p" }],
  ["an object without an engine", { ...plain, engine: undefined, ssl: true }],
])("connectionEnv throws invalid_argument if its first argument is %s", (_, value) => {
  const given = typeof value === "object" && value !== null && "ssl" in value ? withoutEngine(value) : value;
  const error = thrownBy(() => connectionEnv(given as DatabaseConnection));
  expect(error.code).toBe("invalid_argument");
  expect(error.message).toMatch(/^connectionEnv: the argument is [^\r\n]+ \[invalid_argument\]$/);
});

function withoutEngine(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "engine"));
}
