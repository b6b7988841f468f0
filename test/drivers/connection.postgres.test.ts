import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { Client } from "pg";
import { connectionEnv, connectionFor } from "../../src/index";
import type { DatabaseConnection } from "../../src/index";
import { ServedPostgres } from "../../testing/postgres/served";
import { beginProgram } from "../unit/pulumiProgram";
import { seen } from "../unit/seenOutput";

const root = resolve(__dirname, "../..");
const whoami = "SELECT current_user || ' in ' || current_database() AS answer";

let postgres: ServedPostgres;
let caFile: string;

beforeAll(async () => {
  await beginProgram();
  postgres = await ServedPostgres.start();
  caFile = postgres.file("ca.pem", postgres.caCertificate);
}, 120_000);

afterAll(() => postgres.stop());

/** The connection to the server, as a cluster would have it. */
function toServer(): DatabaseConnection {
  return connectionFor({ engine: "pg", connection: { ...postgres.connection, uri: undefined } });
}

async function ask(client: Client): Promise<unknown> {
  await client.connect();
  try {
    return (await client.query<{ answer: string }>(whoami)).rows[0]?.answer;
  } finally {
    await client.end();
  }
}

it("pg logs in to a real PostgreSQL with the URI, the server verified", async () => {
  const { value: uri } = await seen(toServer().uri);
  expect(postgres.connection.password).toMatch(/[@/:?#%]/);
  const client = new Client({ connectionString: `${String(uri)}&sslrootcert=${encodeURIComponent(caFile)}` });
  expect(await ask(client)).toBe("doadmin in defaultdb");
});

it("and without the CA certificate does not: the server is seen to be verified", async () => {
  const { value: uri } = await seen(toServer().uri);
  await expect(ask(new Client({ connectionString: String(uri) }))).rejects.toThrow(/certificate/);
});

it("a program logs in with nothing but the environment", async () => {
  const { value: variables = {} } = await seen(connectionEnv(toServer()));
  const program = `
    const { Client } = require("pg");
    const client = new Client();
    client.connect()
      .then(() => client.query(${JSON.stringify(whoami)}))
      .then(({ rows }) => { process.stdout.write(rows[0].answer); return client.end(); });`;
  const printed = execFileSync(process.execPath, ["-e", program], {
    cwd: root,
    env: { ...variables, NODE_EXTRA_CA_CERTS: caFile },
    encoding: "utf8",
    timeout: 30_000,
  });
  expect(printed).toBe("doadmin in defaultdb");
});
