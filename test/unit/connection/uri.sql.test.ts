import * as fc from "fast-check";
import * as mysql2 from "mysql2";
import { Client } from "pg";
import { parse } from "pg-connection-string";
import { connectionUri } from "../../../src/connection/uri";
import { anyText, expectRoundTrips, uriParts } from "./uriParts";
import type { Read } from "./uriParts";

/** What `pg` takes a URI apart with. */
function readByPgConnectionString(uri: string): Read {
  const { host, port, user, password, database, ssl } = parse(uri);
  return {
    host: host ?? "",
    port: Number(port),
    user: user ?? "",
    password: password ?? "",
    database: database ?? undefined,
    tls: typeof ssl === "object",
  };
}

/** What `pg` would connect with. Without a database it takes one of the user's name. */
function readByPg(uri: string): Read {
  const client: Pick<Client, "host" | "port" | "user" | "database"> & { password?: unknown; ssl: unknown } =
    new Client(uri);
  const { host, port, user, password, database, ssl } = client;
  return {
    host,
    port,
    user: user ?? "",
    password: String(password),
    ...(database === user ? {} : { database }),
    tls: typeof ssl === "object",
  };
}

/** What `createConnection` and `createPool` of `mysql2` would connect with. Its types know of no such class. */
const { ConnectionConfig } = mysql2 as unknown as {
  ConnectionConfig: new (uri: string) => Omit<Required<Read>, "tls"> & { ssl: object | false };
};

function readByMysql2(uri: string): Read {
  const { host, port, user, password, database } = new ConnectionConfig(uri);
  return { host, port, user, password, database: database === "" ? undefined : database };
}

const warnings: string[] = [];
beforeAll(() => {
  // `pg` will change what `sslmode=require` means, and says so.
  jest.spyOn(process, "emitWarning").mockReturnValue(undefined);
  jest.spyOn(console, "error").mockImplementation((text: string) => void warnings.push(text));
  // `pg` would take from there what it does not find in the URI.
  for (const name of Object.keys(process.env).filter((variable) => variable.startsWith("PG"))) {
    Reflect.deleteProperty(process.env, name);
  }
});
afterAll(() => {
  jest.restoreAllMocks();
});

/** Paths of these lead to themselves or up in every URL, percent-encoded or not, and so to nothing. */
const isDotSegment = (database: string): boolean => database === "." || database === "..";

describe.each(["pg", "advanced_pg"])("%s", (engine) => {
  const databases = fc.option(
    anyText.filter((database) => !/[/?#]/.test(database) && !isDotSegment(database)),
    { nil: undefined },
  );

  it("pg-connection-string reads what the URI was made of", () =>
    expectRoundTrips(engine, readByPgConnectionString, { databases }));

  it("pg connects with what the URI was made of", () => expectRoundTrips(engine, readByPg, { databases }));

  it.each([true, false])("TLS is there (%s) as libpq says it", (ssl) => {
    const { searchParams } = new URL(connectionUri(uriParts({ engine, ssl })));
    expect([...searchParams]).toEqual([["sslmode", ssl ? "require" : "disable"]]);
  });

  // It decodes with decodeURI, which leaves what separates the parts of a URI. libpq decodes all of it.
  it.each([
    ["a/b", "a%2Fb"],
    ["a?b", "a%3Fb"],
    ["a#b", "a%23b"],
  ])("of a database called %s pg makes %s, however it is encoded", (database, read) => {
    const uri = connectionUri(uriParts({ engine, database }));
    expect(readByPg(uri)).toMatchObject({ ...login, database: read });
    expect(decodeURIComponent(new URL(uri).pathname)).toBe(`/${database}`);
  });

  it.each([".", ".."])("a database called %s cannot be said in a URL", (database) => {
    expect(readByPgConnectionString(connectionUri(uriParts({ engine, database })))).toEqual({
      ...login,
      database: undefined,
    });
  });
});

describe.each(["mysql", "advanced_mysql"])("%s", (engine) => {
  const databases = fc.option(
    anyText.filter((database) => !isDotSegment(database)),
    { nil: undefined },
  );

  it("mysql2 connects with what the URI was made of", () =>
    expectRoundTrips(engine, readByMysql2, { databases }));

  it.each([true, false])("TLS is there (%s) as the programs of MySQL say it", (ssl) => {
    const { searchParams } = new URL(connectionUri(uriParts({ engine, ssl })));
    expect([...searchParams]).toEqual([["ssl-mode", ssl ? "REQUIRED" : "DISABLED"]]);
  });

  // It wants an object (`ssl: {}`, `ssl: { ca }`) beside the URI.
  it("mysql2 does not know ssl-mode: it warns, and connects without TLS", () => {
    warnings.length = 0;
    expect(new ConnectionConfig(connectionUri(uriParts({ engine }))).ssl).toBe(false);
    expect(warnings).toEqual([expect.stringContaining("Ignoring invalid configuration option") as string]);
    expect(warnings[0]).toContain("ssl-mode");
  });

  it.each([".", ".."])("a database called %s cannot be said in a URL", (database) => {
    const uri = connectionUri(uriParts({ engine, database }));
    expect(readByMysql2(uri)).toMatchObject({ host: uriParts().host, database: undefined });
  });
});

const { host, port, user, password } = uriParts();
const login = { host, port, user, password, tls: true };
