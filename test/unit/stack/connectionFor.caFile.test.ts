import * as pulumi from "@pulumi/pulumi";
import { connectionEnv, connectionFor } from "../../../src/index";
import type { ConnectionForOptions } from "../../../src/index";
import { clusterUuid, databaseCluster } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { failOnUnhandledRejections } from "../lateRejections";
import { beginProgram, unknownOutput } from "../pulumiProgram";
import { failuresOf, seen } from "../seenOutput";
import { connectionProperties, seenConnection } from "./seenConnection";
import { forms, kinds, lookedUp } from "./lookedUp";

const path = "/etc/ssl/database-ca.pem";
const plain = { engine: "pg", host: "h.example.com", port: 5432, user: "u", password: "p", database: "d" };
const uri =
  "postgresql://u:p@h.example.com:5432/d?sslmode=verify-full&sslrootcert=%2Fetc%2Fssl%2Fdatabase-ca.pem";

const emulator = useEmulator({ clusters: [databaseCluster("pg"), databaseCluster("mysql")] });
failOnUnhandledRejections();
beforeEach(() => beginProgram());

describe("connectionFor with caFile", () => {
  it.each<[string, () => pulumi.Input<string>]>([
    ["a text", () => path],
    ["a Promise", () => Promise.resolve(path)],
    ["an Output", () => pulumi.output(path)],
  ])("returns the path as caFile and in the URI if it is %s", async (_, given) => {
    const { caFile: _caFile, uri: _uri, ...rest } = await seenConnection(connectionFor(plain));
    expect(await seenConnection(connectionFor(plain, { caFile: given() }))).toEqual({
      ...rest,
      uri: { known: true, secret: true, value: uri },
      caFile: { known: true, secret: false, value: path },
    });
  });

  it("returns a secret path as a secret", async () => {
    const { caFile } = connectionFor(plain, { caFile: pulumi.secret(path) });
    expect(await seen(caFile)).toEqual({ known: true, secret: true, value: path });
  });

  it.each(kinds.flatMap((kind) => forms.map((form) => [kind, form] as const)))(
    "names the file in the URI of a %s (%s)",
    async (kind, form) => {
      const source = await lookedUp(kind, "pg", form, emulator);
      const { value } = await seen(connectionFor(source, { caFile: path }).uri);
      expect(value).toMatch(/\?sslmode=verify-full&sslrootcert=%2Fetc%2Fssl%2Fdatabase-ca\.pem$/);
    },
  );

  it("leaves only the URI, caFile and the variables unknown if the path is unknown", async () => {
    await beginProgram({ preview: true });
    const connection = connectionFor(plain, { caFile: unknownOutput() });
    const values = await seenConnection(connection);
    const unknown = connectionProperties.filter((property) => values[property]?.known === false);
    expect(unknown).toEqual(["uri", "caFile"]);
    expect(await seen(connectionEnv(connection))).toEqual({ known: false, secret: true, value: undefined });
  });
});

describe("connectionEnv", () => {
  it("names the CA file in the variables of PostgreSQL, beside the text of the certificate", async () => {
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

describe("connectionFor with caFile", () => {
  it.each<[string, unknown]>([
    ["an empty text", ""],
    ["a certificate instead of its path", "-----BEGIN CERTIFICATE-----\nMIIB\n"],
    ["a path with a line end", "/etc/ca.pem\n"],
    ["a path with NUL", "/etc/ca.pem\0"],
    ["a path with half of a surrogate pair", "/etc/\ud800.pem"],
    ["a path of megabytes", "a".repeat(4_000_000)],
    ["a path of 4,097 characters", "a".repeat(4097)],
    ["true", true],
    ["a number", 5],
    ["a list", [path]],
    ["an object", { certificate: "PEM" }],
  ])("fails with invalid_argument for the URI and caFile if the path is %s", async (_, value) => {
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

  it.each([undefined, null as unknown as undefined])(
    "returns the same connection as without the option if the path is %j",
    async (caFile) => {
      const without = await seenConnection(connectionFor(plain));
      expect(await seenConnection(connectionFor(plain, { caFile }))).toEqual(without);
    },
  );

  it("accepts a path of 4,096 characters", async () => {
    const caFile = "a".repeat(4096);
    expect((await seen(connectionFor(plain, { caFile }).caFile)).value).toBe(caFile);
  });

  it("fails with an error that names the cluster if the engine is unknown", async () => {
    const id = clusterUuid("pg");
    const source = { ...plain, id, engine: "duckdb", uri: "duck://u:p@h" };
    const [error] = await failuresOf({ uri: connectionFor(source, { caFile: path }).uri });
    expect(error).toMatchObject({ code: "invalid_argument", clusterUuid: id });
    expect((error as Error).message).toMatch(/^database cluster \S+: caFile cannot be used: .*duckdb/);
  });
});
