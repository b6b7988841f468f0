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

/** The same cases in every run; a failure prints seed and path, and does not look for the smallest for ever. */
const everyRun = { seed: 25061, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: true };
jest.setTimeout(30_000);

const emulator = useEmulator({
  clusters: [databaseCluster("pg"), databaseCluster("mysql")],
});
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  // `pg` will change what `sslmode=require` means, and says so; `mysql2` does not know `ssl-mode`.
  jest.spyOn(process, "emitWarning").mockReturnValue(undefined);
  jest.spyOn(console, "error").mockReturnValue(undefined);
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});
afterAll(() => {
  jest.restoreAllMocks();
});

/** A login of the API's, its URI left empty or of no use: what is read back comes from the parts. */
const parts = fc.record({
  host: fc.domain(),
  port: fc.integer({ min: 1, max: 65535 }),
  user: anyText,
  password: anyText,
});
const given = fc.option(fc.record({ user: anyText, password: anyText }), { nil: undefined });

/** Names that can be asked for, without what `pg` does not decode in the name of a database. */
const poolNames = anyText.filter(
  (name) => /^[^\p{Cc}\p{Surrogate}]{1,255}$/u.test(name) && !/[/?#]/.test(name) && !/^\.{1,2}$/.test(name),
);

/** The pool, as it is looked up where the API says this of it. */
async function poolOf(name: string, connection: object): Promise<ConnectionSource> {
  const uuid = clusterUuid("pg");
  emulator.state.pools = { [uuid]: [connectionPool({ name, connection })] };
  return getDatabaseConnectionPool({ clusterUuid: uuid, name, ...access });
}

async function uriOf(source: ConnectionSource, options: ConnectionForOptions = {}): Promise<string> {
  return String((await seen(connectionFor(source, options).uri)).value);
}

describe.each(driversOf.pg)("%s reads from the URI of a pool", (_, read) => {
  it.each([
    ["as the database where the API says it", (name: string) => name],
    // The API leaves empty what it has elsewhere.
    ["as the database where the API says none", () => ""],
  ])("login and place, whatever they are, and the pool's name %s", (_case, databaseInApi) =>
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

describe.each(["pg", "mysql"] as const)("a replica of %s", (engine) => {
  const uuid = clusterUuid(engine);
  const { name } = databaseReplica();
  const databases = anyText.filter((database) => !/[/?#]/.test(database) && !/^\.{1,2}$/.test(database));

  /** The replica, as it is looked up where the API says this of it, and its URI is left empty. */
  async function replicaOf(
    drawn: Pick<DriverConfig, "host" | "database">,
  ): ReturnType<typeof getDatabaseReplica> {
    const connection = { ...drawn, uri: "", ssl: true };
    const inVpc = { ...connection, host: `private-${drawn.host}` };
    const replica = databaseReplica(engine, { connection, private_connection: inVpc });
    emulator.state.replicas = { [uuid]: [replica] };
    return getDatabaseReplica({ clusterUuid: uuid, name, ...access });
  }

  it.each(driversOf[engine])("%s reads from its URI what it was made of", (_, read) =>
    fc.assert(
      fc.asyncProperty(databases, parts, given, async (database, drawn, options) => {
        const replica = await replicaOf({ ...drawn, database });
        expect(read(await uriOf(replica, options))).toEqual({ ...drawn, ...options, database });
      }),
      everyRun,
    ),
  );

  it.each(driversOf[engine])("%s reads a database that was chosen", (_, read) =>
    fc.assert(
      fc.asyncProperty(databases, parts, async (database, drawn) => {
        const replica = await replicaOf({ ...drawn, database: "defaultdb" });
        expect(read(await uriOf(replica, { database }))).toEqual({ ...drawn, database });
      }),
      everyRun,
    ),
  );

  // The lookup builds it where the API leaves it empty, without connectionFor.
  it.each(driversOf[engine])("%s reads the looked-up replica's own uri and privateUri", (_, read) =>
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
