import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { Client } from "pg";
import { parse } from "pg-connection-string";
import { connectionUri, isCaFile } from "../../src/connection/uri";
import { uriParts } from "../unit/connection/ordinaryUriParts";
import { anyText, expectRoundTrips } from "../unit/connection/uriParts";
import type { Read } from "../unit/connection/uriParts";
import { byMysql2, byPg, byPgConnectionString, ConnectionConfig } from "./uriReaders";

function readByPgConnectionString(uri: string): Read {
  return { ...byPgConnectionString(uri), tls: typeof parse(uri).ssl === "object" };
}

/** Without a database `pg` takes the user's name. */
function readByPg(uri: string): Read {
  const { database, ...others } = byPg(uri);
  const { ssl }: { readonly ssl: unknown } = new Client(uri);
  return { ...others, ...(database === others.user ? {} : { database }), tls: typeof ssl === "object" };
}

function readByMysql2(uri: string): Read {
  const { database, ...others } = byMysql2(uri);
  return { ...others, database: database === "" ? undefined : database };
}

const { host, port, user, password } = uriParts();
const login = { host, port, user, password, tls: true };

const warnings: string[] = [];
let warning: jest.SpyInstance;
beforeAll(() => {
  // `pg` warns that it will change what `sslmode=require` means.
  warning = jest.spyOn(process, "emitWarning").mockReturnValue(undefined);
  jest.spyOn(console, "error").mockImplementation((text: string) => void warnings.push(text));
  // `pg` takes from there what is not in the URI.
  for (const name of Object.keys(process.env).filter((variable) => variable.startsWith("PG"))) {
    Reflect.deleteProperty(process.env, name);
  }
});
afterAll(() => {
  jest.restoreAllMocks();
});

/** URL parsers remove these segments from a path, even if they are percent-encoded. */
const isDotSegment = (database: string): boolean => database === "." || database === "..";

describe.each(["pg", "advanced_pg"])("A URI of %s", (engine) => {
  const databases = fc.option(
    anyText.filter((database) => !/[/?#]/.test(database) && !isDotSegment(database)),
    { nil: undefined },
  );

  it("is read by pg-connection-string as the parts that it was made of", () =>
    expectRoundTrips(engine, readByPgConnectionString, { databases }));

  it("is read by pg as the parts that it was made of", () =>
    expectRoundTrips(engine, readByPg, { databases }));

  it.each([true, false])("has the sslmode of libpq if ssl is %s", (ssl) => {
    const { searchParams } = new URL(connectionUri(uriParts({ engine, ssl })));
    expect([...searchParams]).toEqual([["sslmode", ssl ? "require" : "disable"]]);
  });

  // pg decodes with decodeURI, which does not decode these characters. libpq decodes all.
  it.each([
    ["a/b", "a%2Fb"],
    ["a?b", "a%3Fb"],
    ["a#b", "a%23b"],
  ])("has the database %s percent-encoded, which pg reads as %s", (database, read) => {
    const uri = connectionUri(uriParts({ engine, database }));
    expect(readByPg(uri)).toMatchObject({ ...login, database: read });
    expect(decodeURIComponent(new URL(uri).pathname)).toBe(`/${database}`);
  });

  it.each([".", ".."])("cannot name a database called %s", (database) => {
    expect(readByPgConnectionString(connectionUri(uriParts({ engine, database })))).toEqual({
      ...login,
      database: undefined,
    });
  });
});

describe.each(["mysql", "advanced_mysql"])("A URI of %s", (engine) => {
  const databases = fc.option(
    anyText.filter((database) => !isDotSegment(database)),
    { nil: undefined },
  );

  it("is read by mysql2 as the parts that it was made of", () =>
    expectRoundTrips(engine, readByMysql2, { databases }));

  it.each([true, false])("has the ssl-mode of MySQL's programs if ssl is %s", (ssl) => {
    const { searchParams } = new URL(connectionUri(uriParts({ engine, ssl })));
    expect([...searchParams]).toEqual([["ssl-mode", ssl ? "REQUIRED" : "DISABLED"]]);
  });

  // It takes an object (`ssl: {}`, `ssl: { ca }`) beside the URI.
  it("makes mysql2 warn of ssl-mode and connect without TLS", () => {
    warnings.length = 0;
    expect(new ConnectionConfig(connectionUri(uriParts({ engine }))).ssl).toBe(false);
    expect(warnings).toEqual([expect.stringContaining("Ignoring invalid configuration option") as string]);
    expect(warnings[0]).toContain("ssl-mode");
  });

  it.each([".", ".."])("cannot name a database called %s", (database) => {
    const uri = connectionUri(uriParts({ engine, database }));
    expect(readByMysql2(uri)).toMatchObject({ host: uriParts().host, database: undefined });
  });
});

const caFile = "/etc/ssl/database ca+1.pem";

describe("pg-connection-string with a CA file", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "ca-file-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each(["ca.pem", "ca file.pem", "a+b&c=d.pem", "%2F.pem", "é名😀.pem", "#?.pem"])(
    "reads the file %s, verifies with it, and warns of nothing",
    (name) => {
      warning.mockClear();
      const path = join(folder, name);
      writeFileSync(path, "the certificate");
      const { ssl } = parse(connectionUri(uriParts({ caFile: path })));
      expect(ssl).toEqual({ ca: "the certificate" });
      expect(warning).not.toHaveBeenCalled();
    },
  );

  it("fails if there is no such file", () => {
    expect(() => parse(connectionUri(uriParts({ caFile: join(folder, "missing.pem") })))).toThrow(/ENOENT/);
  });
});

describe("mysql2 with a CA file", () => {
  it("ignores the options of MySQL's URIs, and uses TLS only if `ssl` is given beside the URI", () => {
    warnings.length = 0;
    const uri = connectionUri(uriParts({ engine: "mysql", caFile }));
    expect(new ConnectionConfig(uri).ssl).toBe(false);
    const ssl = { ca: "the certificate", verifyIdentity: true };
    expect(new ConnectionConfig({ uri, ssl })).toMatchObject({
      host: "db-do-user-1-0.b.db.ondigitalocean.com",
      ssl: { ...ssl, rejectUnauthorized: true },
    });
    expect(warnings.join()).toContain("ssl-ca");
  });
});

describe("A URL parser with a CA file in a URI of pg or mysql", () => {
  it("reads every path, and the rest of the URI is as without the file", () => {
    fc.assert(
      fc.property(fc.constantFrom("pg", "mysql"), anyText.filter(isCaFile), (engine, path) => {
        const parts = uriParts({ engine });
        const uri = connectionUri({ ...parts, caFile: path });
        const { searchParams } = new URL(uri);
        expect([...searchParams.keys()]).toHaveLength(2);
        expect(searchParams.get(engine === "pg" ? "sslrootcert" : "ssl-ca")).toBe(path);
        expect(uri.split("?")[0]).toBe(connectionUri(parts).split("?")[0]);
      }),
      // The same cases in every run.
      { seed: 25062 },
    );
  });
});
