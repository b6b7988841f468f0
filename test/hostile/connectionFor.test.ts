import * as fc from "fast-check";
import ConnectionString from "mongodb-connection-string-url";
import { DigitalOceanApiError } from "../../src/errors";
import { connectionEnv, connectionFor } from "../../src/index";
import { engines } from "../../testing/emulator/clusters";
import { beginProgram } from "../unit/pulumiProgram";
import { seen, seenAll } from "../unit/seenOutput";
import { driversOf } from "../drivers/uriReaders";
import { isHost } from "./usableConnections";
import type { Parts } from "./usableConnections";
import { isLong, runs } from "./runs";
import { anyHost, anyText } from "../unit/connection/uriParts";
import { brokenHosts, hostileText } from "./texts";
import { expectUri } from "./uris";

jest.setTimeout(isLong ? 3_600_000 : 60_000);
beforeAll(async () => {
  // `pg` will change what `sslmode=require` means, and says so; `mysql2` does not know `ssl-mode`.
  jest.spyOn(process, "emitWarning").mockReturnValue(undefined);
  jest.spyOn(console, "error").mockReturnValue(undefined);
  await beginProgram();
});
afterAll(() => {
  jest.restoreAllMocks();
});

/** Text without halves of surrogate pairs, as every answer that is taken has it. */
const wellFormed = hostileText.filter((text) => text !== "" && !/\p{Surrogate}/u.test(text));
/** A value that is rarely missing. */
const often = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 15 });
/** A value that is mostly missing. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

/** Ten cases at the same time. */
function manyAtOnce<T>(
  arbitrary: fc.Arbitrary<T>,
  expectOne: (drawn: T) => Promise<void>,
): fc.IAsyncProperty<[T[]]> {
  return fc.asyncProperty(fc.array(arbitrary, { minLength: 10, maxLength: 10 }), async (drawn) => {
    await Promise.all(drawn.map(expectOne));
  });
}

/** A URI of more than one line is refused, because a program may pass it to a shell. */
const isOneLine = (uri = ""): boolean => !/\p{Cc}/u.test(uri);

const hosts = fc.oneof(
  { weight: 3, arbitrary: anyHost },
  { weight: 2, arbitrary: fc.constantFrom(...brokenHosts) },
  { weight: 1, arbitrary: fc.tuple(fc.domain(), anyText).map((parts) => parts.join("")) },
  { weight: 1, arbitrary: wellFormed },
);

const connection = fc.record({
  uri: often(wellFormed),
  host: often(hosts),
  port: often(fc.integer({ min: 1, max: 65535 })),
  user: often(wellFormed),
  password: often(wellFormed),
  database: often(wellFormed),
  ssl: often(fc.boolean()),
});
type Connection = typeof connection extends fc.Arbitrary<infer T> ? T : never;

const networks = ["public", "private"] as const;
const nodes = ["primary", "standby"] as const;

const names = ["connection", "privateConnection", "standbyConnection", "standbyPrivateConnection"] as const;
const sources = fc.record({
  engine: fc.oneof(
    fc.constantFrom<string>(...engines),
    fc.constantFrom(...engines, "duckdb", "constructor", "__proto__"),
    wellFormed,
  ),
  status: often(fc.oneof(fc.constantFrom("online", "creating", "forking"), wellFormed)),
  ...(Object.fromEntries(names.map((name) => [name, often(connection)])) as Record<
    (typeof names)[number],
    fc.Arbitrary<Connection | undefined>
  >),
  users: often(fc.array(fc.record({ name: wellFormed, password: often(wellFormed) }), { maxLength: 3 })),
});
const options = fc.record({
  network: fc.constantFrom(...networks),
  node: fc.constantFrom(...nodes),
  user: seldom(hostileText),
  database: seldom(fc.oneof(fc.constantFrom("0", "7"), hostileText)),
  password: seldom(hostileText),
});

/** Asserts that the drivers and parsers of the engine read the parts from the URI. */
function expectDriversRead(uri: string, parts: Parts): void {
  const { engine, host, port, user, password, database } = parts;
  // `pg` and the URL parser it uses do not decode these in the name of a database.
  const plain = database === undefined || !/^\.{1,2}$|[/?#]/.test(database);
  for (const [, read] of /^(advanced_)?pg$/.test(engine) ? driversOf.pg : []) {
    const given = read(uri);
    expect(given).toMatchObject({ port, user, password });
    expect(given.host.replace(/^\[|\]$/g, "").includes(":") || given.host === host).toBe(true);
    expect(!plain || database === undefined || given.database === database).toBe(true);
  }
  for (const [, read] of /^(advanced_)?mysql$/.test(engine) ? driversOf.mysql : []) {
    expect(read(uri)).toMatchObject({ port, user, password });
  }
  if (engine === "mongodb") {
    const parsed = new ConnectionString(uri);
    expect([decodeURIComponent(parsed.username), decodeURIComponent(parsed.password)]).toEqual([
      user,
      password,
    ]);
    expect(parsed.hosts).toHaveLength(1);
  }
}

const ended = { made: 0, refused: 0 };
const allowed = ["invalid_argument", "credentials_withheld", "not_online", "unexpected_response"];

it("connectionFor returns the values of a random cluster unchanged, or fails with one line", async () => {
  await fc.assert(
    manyAtOnce(fc.tuple(sources, options), async ([source, asked]) => {
      const made = connectionFor(source, asked);
      const values = await seenAll({ ...made }).catch((error: unknown) => error);
      const chosen =
        source[names[networks.indexOf(asked.network) + 2 * nodes.indexOf(asked.node)] ?? "connection"];
      if (values instanceof Error) {
        expect(allowed).toContain(DigitalOceanApiError.isInstance(values) ? values.code : values);
        expect(values.message).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u);
        ended.refused += 1;
        // If everything is there and nothing else is asked for, there is no reason to fail.
        const { uri, host, port, user, password } = chosen ?? {};
        const complete =
          user !== undefined &&
          password !== undefined &&
          port !== undefined &&
          isHost(host ?? "") &&
          isOneLine(uri);
        const plain = Object.values({ ...asked, network: undefined, node: undefined }).every(
          (text) => text === undefined,
        );
        expect(complete && plain && (engines as readonly string[]).includes(source.engine)).toBe(false);
        return;
      }
      ended.made += 1;
      const value = (name: string): unknown => (values as Record<string, { value: unknown }>)[name]?.value;
      expect(value("host")).toBe(chosen?.host);
      expect(value("port")).toBe(chosen?.port);
      expect(value("ssl")).toBe(chosen?.ssl ?? true);
      expect(value("user")).toBe(asked.user ?? chosen?.user);
      const ofUser = source.users?.find(({ name }) => name === asked.user)?.password;
      const isDefault = asked.user === undefined || asked.user === chosen?.user;
      expect(value("password")).toBe(asked.password ?? (isDefault ? chosen?.password : ofUser));
      const database = value("database") as string | undefined;
      if ((asked.database ?? chosen?.database) !== undefined) {
        expect(database).toBe(asked.database ?? chosen?.database);
      }
      const uri = String(value("uri"));
      if ((engines as readonly string[]).includes(source.engine)) {
        const { engine } = source;
        const parts = {
          engine,
          ...Object.fromEntries(Object.entries(values as object).map(([name]) => [name, value(name)])),
        };
        expectUri(uri, parts as unknown as Parts);
        expectDriversRead(uri, parts as unknown as Parts);
      } else {
        expect(uri).toBe(chosen?.uri);
      }
      const environment = (await seen(connectionEnv(made))).value ?? {};
      const all = [
        ...["uri", "host", "port", "user", "password", "database"].map((name) => String(value(name))),
      ];
      for (const [name, text] of Object.entries(environment)) {
        expect(name).toMatch(/^[A-Z][A-Z_]*$/);
        expect(/SSLMODE|PROTOCOL|MECHANISM/.test(name) || all.includes(text)).toBe(true);
      }
    }),
    runs(40),
  );
  expect(Math.min(ended.made, ended.refused) / (ended.made + ended.refused)).toBeGreaterThan(0.05);
});

it.each(engines)("connectionFor builds a %s URI from which every part is read as it was", async (engine) => {
  const drawn = fc.record({
    host: hosts,
    user: wellFormed,
    password: wellFormed,
    database: wellFormed,
    uri: often(wellFormed),
    port: fc.integer({ min: 1, max: 65535 }),
  });
  await fc.assert(
    manyAtOnce(drawn, async (parts) => {
      const made = connectionFor({
        engine,
        connection: { ...parts, ssl: true },
      });
      const uri = await seen(made.uri).catch((error: unknown) => error);
      if (uri instanceof Error) {
        expect(DigitalOceanApiError.isInstance(uri) && uri.code).toBe("unexpected_response");
        expect(isHost(parts.host) && isOneLine(parts.uri)).toBe(false);
        return;
      }
      expect(isHost(parts.host) && isOneLine(parts.uri)).toBe(true);
      const { value } = uri as { value: string };
      expectUri(value, { engine, ...parts });
      expectDriversRead(value, { engine, ...parts });
    }),
    runs(10),
  );
});
