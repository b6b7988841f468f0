import { connectionEnv, connectionFor, getDatabaseCa, getDatabaseCluster } from "../../src/index";
import { clusterUuid, databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { caCertificate as foreignCaCertificate } from "../../testing/emulator/parts";
import { ServedPostgres } from "../../testing/postgres/served";
import { beginProgram } from "../unit/pulumiProgram";
import { seen } from "../unit/seenOutput";
import { askPg, askPsql, describeWithPsql } from "./postgresClients";

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

/** The variables, as a program makes them of the cluster with the path that its CA certificate will have. */
async function environmentOf(caCertificate: string): Promise<Record<string, string>> {
  const cluster = await getDatabaseCluster({ uuid, token: Emulator.token, apiEndpoint: emulator.url });
  const caFile = postgres.file("ca file+1.pem", caCertificate);
  return (await seen(connectionEnv(connectionFor(cluster, { caFile })))).value ?? {};
}

/** What connects with nothing else than what connectionFor and connectionEnv make of `caFile`. */
const ofCaFile: [string, (variables: Record<string, string>, host?: string) => ReturnType<typeof askPg>][] = [
  [
    "psql by the URI",
    ({ DATABASE_URL = "" }, host = "localhost") =>
      askPsql(whoami, elsewhereBut(host), DATABASE_URL.replace("@localhost:", `@${host}:`)),
  ],
  [
    "psql by the environment",
    (variables, host = "localhost") => askPsql(whoami, { ...variables, ...elsewhereBut(host) }),
  ],
  [
    "pg by the URI",
    ({ DATABASE_URL = "" }, host = "localhost") => {
      // `pg` has no PGHOSTADDR. This address is the server's, and not in its certificate.
      const name = host === "localhost" ? host : "127.1";
      const connectionString = DATABASE_URL.replace("@localhost:", `@${name}:`);
      return askPg(whoami, {}, JSON.stringify({ connectionString }));
    },
  ],
  [
    "pg by the environment, with DATABASE_CA_FILE as NODE_EXTRA_CA_CERTS",
    ({ DATABASE_CA_FILE = "", ...variables }, host = "localhost") =>
      askPg(whoami, {
        ...variables,
        PGHOST: host === "localhost" ? host : "127.1",
        NODE_EXTRA_CA_CERTS: DATABASE_CA_FILE,
      }),
  ],
];

/** Leads libpq to the server by a name that is not in its certificate. */
function elsewhereBut(host: string): Record<string, string> {
  return host === "localhost" ? {} : { PGHOST: host, PGHOSTADDR: elsewhere.PGHOSTADDR };
}

for (const [name, ask] of ofCaFile) {
  const describeIt: (title: string, tests: () => void) => void = name.startsWith("psql")
    ? describeWithPsql
    : describe;
  describeIt(`${name}, with the option caFile`, () => {
    it("connects to the server that the CA vouches for", async () => {
      expect(ask(await environmentOf(postgres.caCertificate))).toEqual(accepted);
    });

    it("refuses a server of another CA", async () => {
      const { status, complaint } = ask(await environmentOf(foreignCaCertificate));
      expect(status).toBe(2);
      expect(complaint).toMatch(/certificate verify failed|self-signed certificate|unable to (get|verify)/);
    });

    it("refuses a server of another name", async () => {
      const { status, complaint } = ask(await environmentOf(postgres.caCertificate), elsewhere.PGHOST);
      expect(status).toBe(2);
      expect(complaint).toMatch(/does not match (host name|certificate's altnames)/);
    });
  });
}

describeWithPsql("psql, with the option caFile, where the file is missing", () => {
  it.each(["URI", "environment"])("does not connect by the %s", async (way) => {
    const variables = await environmentOf(postgres.caCertificate);
    const missing = (text: string): string => text.replace("1.pem", "2.pem");
    const { status, complaint } =
      way === "URI"
        ? askPsql(whoami, {}, missing(variables["DATABASE_URL"] ?? ""))
        : askPsql(whoami, { ...variables, PGSSLROOTCERT: missing(variables["PGSSLROOTCERT"] ?? "") });
    expect(status).toBe(2);
    expect(complaint).toContain("root certificate file");
  });
});

describe("pg by the environment alone, with the option caFile", () => {
  it("does not read PGSSLROOTCERT, and refuses every server of a CA of its own", async () => {
    const { status, complaint } = askPg(whoami, await environmentOf(postgres.caCertificate));
    expect(status).toBe(2);
    expect(complaint).toMatch(/self-signed certificate|unable to (get|verify)/);
  });
});
