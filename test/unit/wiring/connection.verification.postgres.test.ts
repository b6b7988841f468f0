import { connectionEnv, connectionFor, getDatabaseCa, getDatabaseCluster } from "../../../src/index";
import { clusterUuid, databaseCluster } from "../../emulator/clusters";
import { Emulator } from "../../emulator/emulator";
import { caCertificate as foreignCaCertificate } from "../../emulator/parts";
import { ServedPostgres } from "../../postgres/served";
import { beginProgram } from "../pulumiProgram";
import { seen } from "../seenOutput";
import { askPg, askPsql, describeWithPsql } from "./clients";

const uuid = clusterUuid("pg");
const whoami = "select current_user";
const accepted = { status: 0, printed: "doadmin", complaint: "" };

let postgres: ServedPostgres;
let emulator: Emulator;
beforeAll(async () => {
  postgres = await ServedPostgres.start();
  emulator = await Emulator.start({
    clusters: [databaseCluster("pg", { connection: postgres.connection })],
  });
}, 120_000);
beforeEach(() => beginProgram());
afterAll(async () => {
  await emulator.stop();
  await postgres.stop();
});

/** The variables, as a program makes them of a cluster and of the CA certificate that the API says is its. */
async function environmentWith(caCertificate: string): Promise<Record<string, string>> {
  emulator.state.caCertificate = caCertificate;
  const access = { token: Emulator.token, apiEndpoint: emulator.url };
  const [cluster, ca] = await Promise.all([
    getDatabaseCluster({ uuid, ...access }),
    getDatabaseCa({ clusterUuid: uuid, ...access }),
  ]);
  const variables = connectionEnv(connectionFor(cluster), { caCertificate: ca.certificate });
  return (await seen(variables)).value ?? {};
}

/** What an application does where it starts: the certificate into a file, and the file's name to the tools. */
function verifying({ DATABASE_CA_CERT = "", ...variables }: Record<string, string>): Record<string, string> {
  const PGSSLROOTCERT = postgres.file("DATABASE_CA_CERT.pem", DATABASE_CA_CERT);
  return { ...variables, PGSSLROOTCERT, PGSSLMODE: "verify-full" };
}

/** In the place of the cluster, a server that somebody else has a certificate of another name for. */
const elsewhere = { PGHOST: "planted.db.example.com", PGHOSTADDR: "127.0.0.1" };

describeWithPsql("psql, with PGSSLROOTCERT and PGSSLMODE=verify-full beside the variables", () => {
  it("connects to the server that the cluster's CA vouches for", async () => {
    const variables = await environmentWith(postgres.caCertificate);
    expect(askPsql(whoami, verifying(variables))).toEqual(accepted);
  });

  it("refuses one that it does not vouch for", async () => {
    const variables = await environmentWith(foreignCaCertificate);
    const { status, complaint } = askPsql(whoami, verifying(variables));
    expect(status).toBe(2);
    expect(complaint).toContain("certificate verify failed");
  });

  it("refuses one of another name", async () => {
    const variables = await environmentWith(postgres.caCertificate);
    const { status, complaint } = askPsql(whoami, { ...verifying(variables), ...elsewhere });
    expect(status).toBe(2);
    expect(complaint).toContain("does not match host name");
  });

  it("without them takes any server: sslmode=require verifies nothing", async () => {
    const { DATABASE_CA_CERT: _, ...variables } = await environmentWith(foreignCaCertificate);
    expect(variables).toMatchObject({ PGSSLMODE: "require" });
    expect(askPsql(whoami, { ...variables, ...elsewhere })).toEqual(accepted);
  });
});

// What a URI says goes before the environment.
describeWithPsql("psql, with DATABASE_URL as its argument", () => {
  it("refuses one that the CA of PGSSLROOTCERT does not vouch for", async () => {
    const { DATABASE_URL, ...variables } = verifying(await environmentWith(foreignCaCertificate));
    const { status, complaint } = askPsql(whoami, variables, DATABASE_URL);
    expect(status).toBe(2);
    expect(complaint).toContain("certificate verify failed");
  });

  it("does not look at the server's name for PGSSLMODE=verify-full, because the URI says require", async () => {
    const { DATABASE_URL = "", ...variables } = verifying(await environmentWith(postgres.caCertificate));
    const uri = DATABASE_URL.replace("@localhost:", `@${elsewhere.PGHOST}:`);
    const env = { ...variables, PGHOSTADDR: elsewhere.PGHOSTADDR };
    expect(askPsql(whoami, env, uri)).toEqual(accepted);
    const strict = askPsql(whoami, env, uri.replace("sslmode=require", "sslmode=verify-full"));
    expect(strict.complaint).toContain("does not match host name");
  });
});

/** The ways that the README names for `pg`. */
const waysOfPg: [string, (variables: Record<string, string>) => ReturnType<typeof askPg>][] = [
  [
    "the parts from the environment, and ssl: { ca }",
    (variables) => askPg(whoami, variables, "{ ssl: { ca: process.env.DATABASE_CA_CERT } }"),
  ],
  [
    "the parts from the environment, and NODE_EXTRA_CA_CERTS",
    (variables) => askPg(whoami, { ...variables, NODE_EXTRA_CA_CERTS: rootFileOf(variables) }),
  ],
  [
    "the URI with sslrootcert",
    (variables) => {
      const file = encodeURIComponent(rootFileOf(variables));
      const connectionString = `${variables["DATABASE_URL"] ?? ""}&sslrootcert=${file}`;
      return askPg(whoami, {}, JSON.stringify({ connectionString }));
    },
  ],
];

function rootFileOf(variables: Record<string, string>): string {
  return verifying(variables)["PGSSLROOTCERT"] ?? "";
}

describe.each(waysOfPg)("pg, with %s", (_, ask) => {
  it("connects to the server that the cluster's CA vouches for", async () => {
    expect(ask(await environmentWith(postgres.caCertificate))).toEqual(accepted);
  });

  it("refuses one that it does not vouch for", async () => {
    const { status, complaint } = ask(await environmentWith(foreignCaCertificate));
    expect(status).toBe(2);
    expect(complaint).toMatch(/self-signed certificate|unable to (get|verify)/);
  });

  it("refuses one of another name", async () => {
    const variables = await environmentWith(postgres.caCertificate);
    // It leads to the server, and is neither the name nor the address in its certificate.
    const host = "127.1";
    const { status, complaint } = ask({
      ...variables,
      PGHOST: host,
      DATABASE_URL: (variables["DATABASE_URL"] ?? "").replace("@localhost:", `@${host}:`),
    });
    expect(status).toBe(2);
    expect(complaint).toContain("does not match certificate's altnames");
  });
});

describe("pg, with the environment alone", () => {
  it.each([
    ["connectionEnv's", (variables: Record<string, string>) => variables],
    ["with PGSSLROOTCERT, which it does not read", verifying],
  ])("refuses every server of a CA of its own: %s", async (_, changed) => {
    const { status, complaint } = askPg(whoami, changed(await environmentWith(postgres.caCertificate)));
    expect(status).toBe(2);
    expect(complaint).toMatch(/self-signed certificate|unable to (get|verify)/);
  });
});
