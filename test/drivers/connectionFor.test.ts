import * as fc from "fast-check";
import { connectionFor, getDatabaseConnectionPool, getDatabaseReplica } from "../../src/index";
import type { ConnectionForOptions, ConnectionSource } from "../../src/index";
import { clusterUuid, databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { connectionPool, databaseReplica } from "../../testing/emulator/parts";
import { anyText } from "../unit/connection/uriParts";
import { beginProgram } from "../unit/pulumiProgram";
import { seen } from "../unit/seenOutput";
import { driversOf } from "./uriReaders";
import type { DriverConfig } from "./uriReaders";

/** The same cases in every run. A failure prints seed and path. */
const everyRun = { seed: 25061 };
jest.setTimeout(300_000);

const emulator = useEmulator({
  clusters: [databaseCluster("pg"), databaseCluster("mysql")],
});
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  // `pg` warns that `sslmode=require` will change its meaning, and `mysql2` that it does not know `ssl-mode`.
  jest.spyOn(process, "emitWarning").mockReturnValue(undefined);
  jest.spyOn(console, "error").mockReturnValue(undefined);
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});
afterAll(() => {
  jest.restoreAllMocks();
});

/** Random parts of a connection of the API, whose URI the tests leave empty or make useless. */
const parts = fc.record({
  host: fc.domain(),
  port: fc.integer({ min: 1, max: 65535 }),
  user: anyText,
  password: anyText,
});
const given = fc.option(fc.record({ user: anyText, password: anyText }), { nil: undefined });

/** Valid names of pools, without characters that `pg` does not decode in the name of a database. */
const poolNames = anyText.filter(
  (name) => /^[^\p{Cc}\p{Surrogate}]{1,255}$/u.test(name) && !/[/?#]/.test(name) && !/^\.{1,2}$/.test(name),
);

/** The looked-up pool with this name and connection. */
async function poolOf(name: string, connection: object): Promise<ConnectionSource> {
  const uuid = clusterUuid("pg");
  emulator.state.pools = { [uuid]: [connectionPool({ name, connection })] };
  return getDatabaseConnectionPool({ clusterUuid: uuid, name, ...access });
}

async function uriOf(source: ConnectionSource, options: ConnectionForOptions = {}): Promise<string> {
  return String((await seen(connectionFor(source, options).uri)).value);
}

describe.each(driversOf.pg)("%s", (_, read) => {
  it.each([
    ["if the API has it as the database", (name: string) => name],
    // An empty text is a missing value.
    ["if the API has no database", () => ""],
  ])("reads host, login and the pool's name from the URI of any pool %s", (_case, databaseInApi) =>
    fc.assert(
      fc.asyncProperty(poolNames, parts, given, async (name, drawn, options) => {
        const uri = "postgresql://planted.example.com";
        const pool = await poolOf(name, { ...drawn, uri, database: databaseInApi(name), ssl: true });
        const expected: DriverConfig = { ...drawn, ...options, database: name };
        expect(read(await uriOf(pool, options))).toEqual(expected);
      }),
      everyRun,
    ),
  );
});

describe.each(["pg", "mysql"] as const)("for a replica of %s,", (engine) => {
  const uuid = clusterUuid(engine);
  const { name } = databaseReplica();
  const databases = anyText.filter((database) => !/[/?#]/.test(database) && !/^\.{1,2}$/.test(database));

  /** The looked-up replica with these parts and without a URI. */
  async function replicaOf(
    drawn: Pick<DriverConfig, "host" | "database">,
  ): ReturnType<typeof getDatabaseReplica> {
    const connection = { ...drawn, uri: "", ssl: true };
    const inVpc = { ...connection, host: `private-${drawn.host}` };
    const replica = databaseReplica(engine, { connection, private_connection: inVpc });
    emulator.state.replicas = { [uuid]: [replica] };
    return getDatabaseReplica({ clusterUuid: uuid, name, ...access });
  }

  it.each(driversOf[engine])(
    "%s reads from the URI of connectionFor the parts that it was built from",
    (_, read) =>
      fc.assert(
        fc.asyncProperty(databases, parts, given, async (database, drawn, options) => {
          const replica = await replicaOf({ ...drawn, database });
          expect(read(await uriOf(replica, options))).toEqual({ ...drawn, ...options, database });
        }),
        everyRun,
      ),
  );

  it.each(driversOf[engine])("%s reads the chosen database from the URI of connectionFor", (_, read) =>
    fc.assert(
      fc.asyncProperty(databases, parts, async (database, drawn) => {
        const replica = await replicaOf({ ...drawn, database: "defaultdb" });
        expect(read(await uriOf(replica, { database }))).toEqual({ ...drawn, database });
      }),
      everyRun,
    ),
  );

  // The lookup builds a URI if the API has none.
  it.each(driversOf[engine])(
    "%s reads the parts from uri and privateUri of the looked-up replica",
    (_, read) =>
      fc.assert(
        fc.asyncProperty(databases, parts, async (database, drawn) => {
          const { uri, privateUri } = await replicaOf({ ...drawn, database });
          expect(read(String((await seen(uri)).value))).toEqual({ ...drawn, database });
          const host = `private-${drawn.host}`;
          expect(read(String((await seen(privateUri)).value))).toEqual({ ...drawn, database, host });
        }),
        everyRun,
      ),
  );
});
