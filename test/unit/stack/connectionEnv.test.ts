import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { connectionEnv, connectionFor, getDatabaseCluster } from "../../../src/index";
import type { ConnectionEnvOptions, DatabaseConnection } from "../../../src/index";
import { connectionEnvironment } from "../../../src/connection/environment";
import type { ConnectionProperties } from "../../../src/connection/connection";
import { clusterUuid, databaseCluster, engines } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { beginProgram, unknownOutput } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { failuresOf, seen } from "../seenOutput";
import { forms, kinds, lookedUp } from "./lookedUp";

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
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

/** A connection that is nothing special. */
function connection(): DatabaseConnection {
  return connectionFor({ ...plain, database: "d" });
}

const secretly = (value: unknown): object => ({ secret: true, known: true, value });

describe("the variables of the connection's engine, secret as a whole", () => {
  it.each(engines)("%s", async (engine) => {
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

  it("of plain data", async () => {
    expect(await seen(connectionEnv(connection()))).toEqual(secretly(ofPlain));
  });

  it("of a connection that somebody made readable", async () => {
    const values = { ...plain, database: "d", ssl: true, uri: ofPlain.DATABASE_URL };
    const readable = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, pulumi.output<unknown>(value)]),
    ) as unknown as DatabaseConnection;
    expect(await seen(connectionEnv(readable))).toEqual(secretly(ofPlain));
  });

  it("an engine nobody knows", async () => {
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

describe("prefix", () => {
  it.each(["ORDERS_", "_", "o", "Orders_2_"])("%s is what every name begins with", async (prefix) => {
    const expected = Object.fromEntries(
      Object.entries(ofPlain).map(([name, value]) => [prefix + name, value]),
    );
    expect(await seen(connectionEnv(connection(), { prefix }))).toEqual(secretly(expected));
  });

  it.each([undefined, null as unknown as undefined, ""])("%j is none", async (prefix) => {
    expect(await seen(connectionEnv(connection(), { prefix }))).toEqual(secretly(ofPlain));
  });

  it.each([
    ["a digit first", "2_"],
    ["a blank", "A "],
    ["an equals sign", "A="],
    ["a line break at the end", "A_\n"],
    ["NUL", "A\0"],
    ["a letter of another alphabet", "Ä_"],
    ["a dollar sign", "$A"],
    ["a hyphen first", "-A"],
    ["a number", 5],
    ["an object", {}],
    ["an Output", pulumi.output("A_")],
  ])("%s: invalid_argument, in one line", (_, prefix) => {
    const options = { prefix } as ConnectionEnvOptions;
    const error = thrownBy(() => connectionEnv(connection(), options));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toMatch(/^connectionEnv: prefix must [^\r\n]+ \[invalid_argument\]$/);
  });
});

describe("caCertificate", () => {
  const pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

  it.each<[string, () => pulumi.Input<string>]>([
    ["plain", () => pem],
    ["a Promise", () => Promise.resolve(pem)],
    ["an Output", () => pulumi.output(pem)],
    ["a secret", () => pulumi.secret(pem)],
  ])("%s: a variable more, as it is", async (_, given) => {
    expect(await seen(connectionEnv(connection(), { caCertificate: given() }))).toEqual(
      secretly({ ...ofPlain, DATABASE_CA_CERT: pem }),
    );
  });

  it("has the prefix, too", async () => {
    const env = connectionEnv(connection(), { caCertificate: pem, prefix: "ORDERS_" });
    expect((await seen(env)).value).toMatchObject({ ORDERS_DATABASE_CA_CERT: pem });
  });

  it.each<[string, pulumi.Input<string | undefined>]>([
    ["undefined", undefined],
    ["an empty string", ""],
    ["an Output of undefined", pulumi.output(undefined)],
  ])("%s: no variable", async (_, caCertificate) => {
    expect(await seen(connectionEnv(connection(), { caCertificate }))).toEqual(secretly(ofPlain));
  });

  it("the whole of what getDatabaseCa finds: invalid_argument, with what to give", async () => {
    const ca = { clusterUuid: "5a1e", certificate: pem } as unknown as string;
    const [error] = await failuresOf({ environment: connectionEnv(connection(), { caCertificate: ca }) });
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect((error as Error).message).toContain("such as the `certificate` of getDatabaseCa");
  });
});

describe("in a preview, what is unknown leaves the whole unknown, and secret", () => {
  const unknown = { secret: true, known: false, value: undefined };
  beforeEach(() => beginProgram({ preview: true }));

  it("a password", async () => {
    const env = connectionEnv(connectionFor(plain, { password: unknownOutput() }));
    expect(await seen(env)).toEqual(unknown);
  });

  it("an engine", async () => {
    const env = connectionEnv(connectionFor({ ...plain, engine: unknownOutput() }));
    expect(await seen(env)).toEqual(unknown);
  });

  it("a certificate", async () => {
    const env = connectionEnv(connection(), { caCertificate: unknownOutput() });
    expect(await seen(env)).toEqual(unknown);
  });
});

it.each([
  ["no connection", { host: undefined }],
  ["no password", { password: undefined }],
  ["no URI", { host: "a@b" }],
])("fails with the error of the connection: %s", async (_, changes) => {
  const failing = connectionFor({ ...plain, ...changes });
  const [ofUri] = await failuresOf({ uri: failing.uri, user: failing.user, password: failing.password });
  expect(ofUri).toMatchObject({ attempts: 0 });
  const errors = await failuresOf({ ...failing, env: connectionEnv(failing) });
  expect(errors.at(-1)).toBe(ofUri);
  // Jest fails a test that leaves a rejection which nobody handles, if it is still running then.
  await sleep(200);
});

describe("a cluster stands for its default connection", () => {
  it.each(kinds.flatMap((kind) => forms.map((form) => [kind, form] as const)))(
    "a %s that is %s",
    async (kind, form) => {
      const source = await lookedUp(kind, "pg", form, emulator);
      const options = { prefix: "ORDERS_", caCertificate: "PEM" };
      const env = await seen(connectionEnv(source, options));
      expect(env).toEqual(await seen(connectionEnv(connectionFor(source), options)));
      expect(env).toMatchObject({ secret: true, known: true });
      expect(Object.keys(env.value ?? {})).toContain("ORDERS_PGPASSWORD");
    },
  );

  it("plain data", async () => {
    expect(await seen(connectionEnv({ ...plain, database: "d" }))).toEqual(secretly(ofPlain));
  });

  it("without a password it fails as its connection does", async () => {
    const [error] = await failuresOf({ env: connectionEnv({ ...plain, password: undefined }) });
    expect(error).toMatchObject({ code: "credentials_withheld" });
    await sleep(200);
  });
});

it.each<[string, unknown]>([
  ["undefined", undefined],
  ["null", null],
  ["a text", "postgresql://h"],
  ["a Promise", Promise.resolve(plain)],
  ["an Output", pulumi.output(plain)],
  ["a user", { clusterUuid: "x", name: "app", password: "p" }],
  ["a part of a cluster, which has no engine", { ...plain, engine: undefined, ssl: true }],
])("%s is neither connection nor cluster: invalid_argument, instead of wrong variables", (_, value) => {
  const given = typeof value === "object" && value !== null && "ssl" in value ? withoutEngine(value) : value;
  const error = thrownBy(() => connectionEnv(given as DatabaseConnection));
  expect(error.code).toBe("invalid_argument");
  expect(error.message).toMatch(/^connectionEnv: the argument is [^\r\n]+ \[invalid_argument\]$/);
});

function withoutEngine(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "engine"));
}
