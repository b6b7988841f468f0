import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { connectionEnv, connectionFor } from "../../../src/index";
import type { ConnectionForOptions } from "../../../src/index";
import { clusterUuid, databaseCluster } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { beginProgram, unknownOutput } from "../pulumiProgram";
import { failuresOf, seen } from "../seenOutput";
import { connectionProperties, seenConnection } from "./seenConnection";
import { forms, kinds, lookedUp } from "./lookedUp";

const path = "/etc/ssl/database-ca.pem";
const plain = { engine: "pg", host: "h.example.com", port: 5432, user: "u", password: "p", database: "d" };
const uri =
  "postgresql://u:p@h.example.com:5432/d?sslmode=verify-full&sslrootcert=%2Fetc%2Fssl%2Fdatabase-ca.pem";

const emulator = useEmulator({ clusters: [databaseCluster("pg"), databaseCluster("mysql")] });
beforeEach(() => beginProgram());

describe("the path is part of the connection, and of the URI only beside it", () => {
  it.each<[string, () => pulumi.Input<string>]>([
    ["plain", () => path],
    ["a Promise", () => Promise.resolve(path)],
    ["an Output", () => pulumi.output(path)],
  ])("%s", async (_, given) => {
    const { caFile: _caFile, uri: _uri, ...rest } = await seenConnection(connectionFor(plain));
    expect(await seenConnection(connectionFor(plain, { caFile: given() }))).toEqual({
      ...rest,
      uri: { known: true, secret: true, value: uri },
      caFile: { known: true, secret: false, value: path },
    });
  });

  it("a secret path stays secret", async () => {
    const { caFile } = connectionFor(plain, { caFile: pulumi.secret(path) });
    expect(await seen(caFile)).toEqual({ known: true, secret: true, value: path });
  });

  it.each(kinds.flatMap((kind) => forms.map((form) => [kind, form] as const)))(
    "of a %s that is %s",
    async (kind, form) => {
      const source = await lookedUp(kind, "pg", form, emulator);
      const { value } = await seen(connectionFor(source, { caFile: path }).uri);
      expect(value).toMatch(/\?sslmode=verify-full&sslrootcert=%2Fetc%2Fssl%2Fdatabase-ca\.pem$/);
    },
  );

  it("an unknown path leaves the URI and the variables unknown, and nothing else", async () => {
    await beginProgram({ preview: true });
    const connection = connectionFor(plain, { caFile: unknownOutput() });
    const values = await seenConnection(connection);
    const unknown = connectionProperties.filter((property) => values[property]?.known === false);
    expect(unknown).toEqual(["uri", "caFile"]);
    expect(await seen(connectionEnv(connection))).toEqual({ known: false, secret: true, value: undefined });
  });
});

describe("the variables name it", () => {
  it("PostgreSQL's, beside the certificate's own text", async () => {
    const connection = connectionFor(plain, { caFile: path });
    const { value } = await seen(connectionEnv(connection, { prefix: "ORDERS_", caCertificate: "PEM" }));
    expect(value).toEqual({
      ORDERS_PGHOST: "h.example.com",
      ORDERS_PGPORT: "5432",
      ORDERS_PGUSER: "u",
      ORDERS_PGPASSWORD: "p",
      ORDERS_PGDATABASE: "d",
      ORDERS_PGSSLMODE: "verify-full",
      ORDERS_PGSSLROOTCERT: path,
      ORDERS_DATABASE_URL: uri,
      ORDERS_DATABASE_CA_FILE: path,
      ORDERS_DATABASE_CA_CERT: "PEM",
    });
  });
});

describe("what is no path of a file: invalid_argument for what is made of it, and for nothing else", () => {
  // Jest fails a test that leaves a rejection which nobody handles, if it is still running then.
  afterEach(() => sleep(200));

  it.each<[string, unknown]>([
    ["an empty text", ""],
    ["a certificate instead of its path", "-----BEGIN CERTIFICATE-----\nMIIB\n"],
    ["a line end", "/etc/ca.pem\n"],
    ["NUL", "/etc/ca.pem\0"],
    ["half of a surrogate pair", "/etc/\ud800.pem"],
    ["a path of megabytes", "a".repeat(4_000_000)],
    ["one character too many", "a".repeat(4097)],
    ["true", true],
    ["a number", 5],
    ["a list", [path]],
    ["an object", { certificate: "PEM" }],
  ])("%s", async (_, value) => {
    const options = { caFile: value } as ConnectionForOptions;
    const connection = connectionFor(plain, options);
    const errors = await failuresOf(connection);
    const failed = connectionProperties.filter((_property, index) => errors[index] !== undefined);
    expect(failed).toEqual(["uri", "caFile"]);
    const [error, ...others] = new Set(errors.filter((each) => each !== undefined));
    expect(others).toEqual([]);
    expect(error).toMatchObject({
      code: "invalid_argument",
      message: expect.stringMatching(
        /^connectionFor: caFile must be the path of a file[^\r\n]+ \[invalid_argument\]$/,
      ) as string,
    });
    expect((error as Error).message).not.toContain("MIIB");
    expect(await failuresOf({ env: connectionEnv(connection) })).toEqual([error]);
  });

  it.each([undefined, null as unknown as undefined])("%j is none", async (caFile) => {
    const without = await seenConnection(connectionFor(plain));
    expect(await seenConnection(connectionFor(plain, { caFile }))).toEqual(without);
  });

  it("the longest path there can be is one", async () => {
    const caFile = "a".repeat(4096);
    expect((await seen(connectionFor(plain, { caFile }).caFile)).value).toBe(caFile);
  });

  it("a cluster of an unknown engine: the URI fails, and says which cluster", async () => {
    const id = clusterUuid("pg");
    const source = { ...plain, id, engine: "duckdb", uri: "duck://u:p@h" };
    const [error] = await failuresOf({ uri: connectionFor(source, { caFile: path }).uri });
    expect(error).toMatchObject({ code: "invalid_argument", clusterUuid: id });
    expect((error as Error).message).toMatch(/^database cluster \S+: caFile cannot be used: .*duckdb/);
  });
});
