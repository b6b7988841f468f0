import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Client } from "pg";
import { connectionEnv, connectionFor } from "../../../src/index";
import type { DatabaseConnection } from "../../../src/index";
import type { Connection } from "../../emulator/clusters";
import { beginProgram } from "../pulumiProgram";
import { seen } from "../seenOutput";

const root = resolve(__dirname, "../../..");
const whoami = "SELECT current_user || ' in ' || current_database() AS answer";

let server: ChildProcess;
let connection: Connection;
let folder: string;
let caFile: string;

beforeAll(async () => {
  await beginProgram();
  server = spawn(process.execPath, [require.resolve("ts-node/dist/bin"), "test/postgres/serve.ts"], {
    cwd: root,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = (await once(server.stdout ?? server, "data")) as [Buffer];
  const served = JSON.parse(line.toString()) as { connection: Connection; caCertificate: string };
  connection = served.connection;
  folder = mkdtempSync(join(tmpdir(), "connection-test-"));
  caFile = join(folder, "ca.pem");
  writeFileSync(caFile, served.caCertificate);
}, 120_000);

afterAll(async () => {
  server.stdin?.end();
  await once(server, "exit");
  rmSync(folder, { recursive: true, force: true });
});

/** The connection to the server, as a cluster would have it. */
function toServer(): DatabaseConnection {
  return connectionFor({ engine: "pg", connection: { ...connection, uri: undefined } });
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
  expect(connection.password).toMatch(/[@/:?#%]/);
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
