import { connectionEnv, connectionFor, getDatabaseCluster, getDatabaseUser } from "../../src/index";
import { clusterUuid, databaseCluster, plantedPassword } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { connectionPool, databaseReplica } from "../../testing/emulator/parts";
import { ServedPostgres } from "../../testing/postgres/served";
import { beginProgram } from "../unit/pulumiProgram";
import { seen } from "../unit/seenOutput";
import { askPg, askPsql, describeWithPsql } from "./postgresClients";
import { lookedUp } from "../unit/stack/lookedUp";

const uuid = clusterUuid("pg");
const whoami = "select current_user || ' in ' || current_database()";

/** Passwords of every sort of trouble: URIs, shells, SQL, escapings, other alphabets. */
const passwords: [string, string][] = [
  ["of DigitalOcean's form", "AVNS_0aB1-cD2_eF3gH4iJ5kL"],
  ["that a URI would end at", plantedPassword("app")],
  ["that a shell would expand", "$HOME `id` $(id) ${PATH} !! * ~ ; & | < > \\ \"'"],
  ["that looks encoded already", "%41%2F%25%zz+%20&sslmode=disable#"],
  ["of blanks around a word", "  word  "],
  ["of another alphabet", "пароль密码ñé😀"],
];

let postgres: ServedPostgres;
const emulator = useEmulator();
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  postgres = await ServedPostgres.start();
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await postgres.query('CREATE DATABASE "planted-pool"');
}, 120_000);
beforeEach(() => beginProgram());
afterAll(async () => {
  await postgres.stop();
});

/** Lets the API say that the server is the cluster, the pool and the replica, whose login is this user's. */
function serve(user: string, password: string): void {
  const connection: Connection = { ...postgres.connection, user, password, uri: "" };
  const users = [{ name: user, role: "normal", password }];
  const pool = connectionPool({ user, connection: { ...connection, database: "planted-pool" } });
  emulator.state = {
    ...emulator.state,
    clusters: [databaseCluster("pg", { connection: postgres.connection, users })],
    pools: { [uuid]: [pool] },
    replicas: { [uuid]: [databaseReplica("pg", { connection })] },
  };
}

/** The environment of the user, who is looked up, and whose password the cluster's own list is not asked for. */
async function environmentOf(name: string): Promise<Record<string, string>> {
  const cluster = await getDatabaseCluster({ uuid, ...access });
  const { password } = await getDatabaseUser({ clusterUuid: uuid, name, ...access });
  const connection = connectionFor({ ...cluster, users: undefined }, { user: name, password });
  return (await seen(connectionEnv(connection))).value ?? {};
}

/** What there is to log in with: the variables, and the URI among them alone. */
const ways: [string, (variables: Record<string, string>) => ReturnType<typeof askPg>][] = [
  ["pg, with nothing but the environment", (variables) => askPg(whoami, trusting(variables))],
  [
    "pg, with DATABASE_URL",
    ({ DATABASE_URL = "" }) =>
      askPg(whoami, trusting({ DATABASE_URL }), "{ connectionString: process.env.DATABASE_URL }"),
  ],
];

const waysOfPsql: typeof ways = [
  ["with nothing but the environment", (variables) => askPsql(whoami, withoutUri(variables))],
  ["with DATABASE_URL as its argument", ({ DATABASE_URL }) => askPsql(whoami, {}, DATABASE_URL)],
];

/** `pg` verifies the server whatever it is told. */
function trusting(variables: Record<string, string>): Record<string, string> {
  return { ...variables, NODE_EXTRA_CA_CERTS: postgres.file("ca.pem", postgres.caCertificate) };
}

function withoutUri({ DATABASE_URL: _, ...variables }: Record<string, string>): Record<string, string> {
  return variables;
}

const answer = (text: string): object => ({ status: 0, printed: text, complaint: "" });

function loginTests(cases: typeof ways): void {
  it.each(passwords.flatMap((password) => cases.map((way) => [...password, ...way] as const)))(
    "an application user with a password %s (%j): %s",
    async (_, password, _way, ask) => {
      await postgres.setPassword("app", password);
      serve("app", password);
      expect(ask(await environmentOf("app"))).toEqual(answer("app in defaultdb"));
    },
  );

  it.each(cases)("a user whose name is no word: %s", async (_, ask) => {
    const name = "orders app@/:?#%40&'";
    await postgres.setPassword(name, "planted");
    serve(name, "planted");
    expect(ask(await environmentOf(name))).toEqual(answer(`${name} in defaultdb`));
  });

  it.each(cases)("a password that is wrong is refused: %s", async (_, ask) => {
    await postgres.setPassword("app", "right");
    serve("app", "wrong");
    const { status, complaint } = ask(await environmentOf("app"));
    expect(status).toBe(2);
    expect(complaint).toContain('password authentication failed for user "app"');
  });

  it.each([
    ["pool", "planted-pool"],
    ["replica", "defaultdb"],
  ] as const)("through a %s, which leads to the database %s", async (kind, database) => {
    const password = plantedPassword("app");
    await postgres.setPassword("app", password);
    serve("app", password);
    const connection = connectionFor(await lookedUp(kind, "pg", "awaited", emulator));
    const { value: variables = {} } = await seen(connectionEnv(connection));
    for (const [, ask] of cases) {
      expect(ask(variables)).toEqual(answer(`app in ${database}`));
    }
  });
}

describe("logging in to a real PostgreSQL", () => {
  loginTests(ways);
});

describeWithPsql("logging in to a real PostgreSQL with psql", () => {
  loginTests(waysOfPsql);

  it("the administrator, with nothing but the environment", async () => {
    serve("app", "planted");
    const connection = connectionFor(await getDatabaseCluster({ uuid, ...access }));
    const { value: variables = {} } = await seen(connectionEnv(connection));
    expect(askPsql("select current_user", variables)).toEqual(answer("doadmin"));
  });
});
