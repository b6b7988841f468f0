import { Client } from "pg";
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

/** Passwords with characters that have a meaning in URIs, shells, SQL or escapes, or are not ASCII. */
const passwords: [string, string][] = [
  ["in the form of DigitalOcean", "AVNS_0aB1-cD2_eF3gH4iJ5kL"],
  ["with delimiters of URIs", plantedPassword("app")],
  ["with expressions of shells", "$HOME `id` $(id) ${PATH} !! * ~ ; & | < > \\ \"'"],
  ["that looks percent-encoded", "%41%2F%25%zz+%20&sslmode=disable#"],
  ["with blanks at both ends", "  word  "],
  ["with letters that are not ASCII", "пароль密码ñé😀"],
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

/** Makes the emulator say that the server is the cluster, the pool and the replica, with the login of this user. */
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

/** The variables for a user whose password comes from getDatabaseUser and not from the cluster's `users`. */
async function environmentOf(name: string): Promise<Record<string, string>> {
  const cluster = await getDatabaseCluster({ uuid, ...access });
  const { password } = await getDatabaseUser({ clusterUuid: uuid, name, ...access });
  const connection = connectionFor({ ...cluster, users: undefined }, { user: name, password });
  return (await seen(connectionEnv(connection))).value ?? {};
}

/** The ways to log in: with all variables, and with only the URI. */
const ways: [string, (variables: Record<string, string>) => ReturnType<typeof askPg>][] = [
  ["pg with only the environment", (variables) => askPg(whoami, trusting(variables))],
  [
    "pg with only DATABASE_URL",
    ({ DATABASE_URL = "" }) =>
      askPg(whoami, trusting({ DATABASE_URL }), "{ connectionString: process.env.DATABASE_URL }"),
  ],
];

const waysOfPsql: typeof ways = [
  ["psql with only the environment", (variables) => askPsql(whoami, withoutUri(variables))],
  ["psql with DATABASE_URL as its argument", ({ DATABASE_URL }) => askPsql(whoami, {}, DATABASE_URL)],
];

/** The variables and the CA certificate for Node.js, because `pg` always verifies the server. */
function trusting(variables: Record<string, string>): Record<string, string> {
  return { ...variables, NODE_EXTRA_CA_CERTS: postgres.file("ca.pem", postgres.caCertificate) };
}

function withoutUri({ DATABASE_URL: _, ...variables }: Record<string, string>): Record<string, string> {
  return variables;
}

const answer = (text: string): object => ({ status: 0, printed: text, complaint: "" });

function loginTests(client: string, cases: typeof ways): void {
  it.each(cases.flatMap(([way, ask]) => passwords.map(([kind, password]) => ({ way, ask, kind, password }))))(
    "$way logs in as an application user with a password $kind ($password)",
    async ({ password, ask }) => {
      await postgres.setPassword("app", password);
      serve("app", password);
      expect(ask(await environmentOf("app"))).toEqual(answer("app in defaultdb"));
    },
  );

  it.each(cases)("%s logs in as a user with special characters in the name", async (_, ask) => {
    const name = "orders app@/:?#%40&'";
    await postgres.setPassword(name, "planted");
    serve(name, "planted");
    expect(ask(await environmentOf(name))).toEqual(answer(`${name} in defaultdb`));
  });

  it.each(cases)("%s is refused with a wrong password", async (_, ask) => {
    await postgres.setPassword("app", "right");
    serve("app", "wrong");
    const { status, complaint } = ask(await environmentOf("app"));
    expect(status).toBe(2);
    expect(complaint).toContain('password authentication failed for user "app"');
  });

  it.each([
    ["pool", "planted-pool"],
    ["replica", "defaultdb"],
  ] as const)(
    `${client} logs in through a %s to the database %s, both with the environment and the URI`,
    async (kind, database) => {
      const password = plantedPassword("app");
      await postgres.setPassword("app", password);
      serve("app", password);
      const connection = connectionFor(await lookedUp(kind, "pg", "awaited", emulator));
      const { value: variables = {} } = await seen(connectionEnv(connection));
      for (const [, ask] of cases) {
        expect(ask(variables)).toEqual(answer(`app in ${database}`));
      }
    },
  );
}

describe("in a PostgreSQL server,", () => {
  loginTests("pg", ways);

  /** Logs in as the administrator with the URI of a connection and these options. */
  async function logIn(options: string): Promise<unknown> {
    const connection = { ...postgres.connection, uri: undefined };
    const { value: uri } = await seen(connectionFor({ engine: "pg", connection }).uri);
    const client = new Client({ connectionString: `${String(uri)}${options}` });
    await client.connect();
    try {
      return (await client.query<{ answer: string }>(`${whoami} AS answer`)).rows[0]?.answer;
    } finally {
      await client.end();
    }
  }

  it("pg logs in as the administrator with a URI that names the CA certificate", async () => {
    expect(postgres.connection.password).toMatch(/[@/:?#%]/);
    const caFile = postgres.file("ca.pem", postgres.caCertificate);
    expect(await logIn(`&sslrootcert=${encodeURIComponent(caFile)}`)).toBe("doadmin in defaultdb");
  });

  it("pg refuses the server with a URI that does not name the CA certificate", async () => {
    await expect(logIn("")).rejects.toThrow(/certificate/);
  });
});

describeWithPsql("in a PostgreSQL server,", () => {
  loginTests("psql", waysOfPsql);

  it("psql logs in as the administrator with only the environment", async () => {
    serve("app", "planted");
    const connection = connectionFor(await getDatabaseCluster({ uuid, ...access }));
    const { value: variables = {} } = await seen(connectionEnv(connection));
    expect(askPsql("select current_user", variables)).toEqual(answer("doadmin"));
  });
});
