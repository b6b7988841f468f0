import { connectionEnv, connectionFor, getDatabaseCa, getDatabaseCluster } from "../../src/index";
import { clusterUuid, databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { caCertificate as foreignCaCertificate } from "../../testing/emulator/parts";
import { ServedPostgres } from "../../testing/postgres/served";
import { beginProgram } from "../unit/pulumiProgram";
import { seen } from "../unit/seenOutput";
import { askPg, askPsql, describeWithPsql } from "./postgresClients";

const uuid = clusterUuid("pg");
const whoami = "select current_user";
const accepted = { status: 0, printed: "doadmin", complaint: "" };

let postgres: ServedPostgres;
const emulator = useEmulator();
beforeAll(async () => {
  postgres = await ServedPostgres.start();
  emulator.state.clusters = [databaseCluster("pg", { connection: postgres.connection })];
}, 120_000);
beforeEach(() => beginProgram());
afterAll(() => postgres.stop());

/** The variables for the cluster, with a CA certificate that the API returns for it. */
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

/** The variables of an application that writes the certificate to a file and names the file to the tools. */
function verifying({ DATABASE_CA_CERT = "", ...variables }: Record<string, string>): Record<string, string> {
  const PGSSLROOTCERT = postgres.file("DATABASE_CA_CERT.pem", DATABASE_CA_CERT);
  return { ...variables, PGSSLROOTCERT, PGSSLMODE: "verify-full" };
}

/** Leads libpq to the server by a name that is not in the server's certificate. */
const elsewhere = { PGHOST: "planted.db.example.com", PGHOSTADDR: "127.0.0.1" };

describeWithPsql("psql with PGSSLROOTCERT and PGSSLMODE=verify-full", () => {
  it("connects to a server with a certificate of the cluster's CA", async () => {
    const variables = await environmentWith(postgres.caCertificate);
    expect(askPsql(whoami, verifying(variables))).toEqual(accepted);
  });

  it("refuses a server with a certificate of another CA", async () => {
    const variables = await environmentWith(foreignCaCertificate);
    const { status, complaint } = askPsql(whoami, verifying(variables));
    expect(status).toBe(2);
    expect(complaint).toContain("certificate verify failed");
  });

  it("refuses a server with a certificate for another name", async () => {
    const variables = await environmentWith(postgres.caCertificate);
    const { status, complaint } = askPsql(whoami, { ...verifying(variables), ...elsewhere });
    expect(status).toBe(2);
    expect(complaint).toContain("does not match host name");
  });

  it("accepts any server without them, because sslmode=require verifies nothing", async () => {
    const { DATABASE_CA_CERT: _, ...variables } = await environmentWith(foreignCaCertificate);
    expect(variables).toMatchObject({ PGSSLMODE: "require" });
    expect(askPsql(whoami, { ...variables, ...elsewhere })).toEqual(accepted);
  });
});

// For libpq, a URI has precedence over the environment.
describeWithPsql("psql with DATABASE_URL as its argument", () => {
  it("refuses a server with a certificate of another CA than that of PGSSLROOTCERT", async () => {
    const { DATABASE_URL, ...variables } = verifying(await environmentWith(foreignCaCertificate));
    const { status, complaint } = askPsql(whoami, variables, DATABASE_URL);
    expect(status).toBe(2);
    expect(complaint).toContain("certificate verify failed");
  });

  it("ignores the server's name and PGSSLMODE=verify-full, because the URI has sslmode=require", async () => {
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
    "the environment and ssl: { ca }",
    (variables) => askPg(whoami, variables, "{ ssl: { ca: process.env.DATABASE_CA_CERT } }"),
  ],
  [
    "the environment and NODE_EXTRA_CA_CERTS",
    (variables) => askPg(whoami, { ...variables, NODE_EXTRA_CA_CERTS: rootFileOf(variables) }),
  ],
  [
    "a URI with sslrootcert",
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

describe.each(waysOfPg)("pg with %s", (_, ask) => {
  it("connects to a server with a certificate of the cluster's CA", async () => {
    expect(ask(await environmentWith(postgres.caCertificate))).toEqual(accepted);
  });

  it("refuses a server with a certificate of another CA", async () => {
    const { status, complaint } = ask(await environmentWith(foreignCaCertificate));
    expect(status).toBe(2);
    expect(complaint).toMatch(/self-signed certificate|unable to (get|verify)/);
  });

  it("refuses a server with a certificate for another name", async () => {
    const variables = await environmentWith(postgres.caCertificate);
    // An address of the server that is not in its certificate.
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

describe("pg with only the environment", () => {
  it.each([
    ["the variables of connectionEnv", (variables: Record<string, string>) => variables],
    ["PGSSLROOTCERT too, which it does not read", verifying],
  ])("refuses a server with a certificate of the cluster's CA, with %s", async (_, changed) => {
    const { status, complaint } = askPg(whoami, changed(await environmentWith(postgres.caCertificate)));
    expect(status).toBe(2);
    expect(complaint).toMatch(/self-signed certificate|unable to (get|verify)/);
  });
});

/** The variables for the cluster with the option `caFile`. */
async function environmentOf(caCertificate: string): Promise<Record<string, string>> {
  const cluster = await getDatabaseCluster({ uuid, token: Emulator.token, apiEndpoint: emulator.url });
  const caFile = postgres.file("ca file+1.pem", caCertificate);
  return (await seen(connectionEnv(connectionFor(cluster, { caFile })))).value ?? {};
}

/** The ways to connect with only the results of connectionFor and connectionEnv for `caFile`. */
const ofCaFile: [string, (variables: Record<string, string>, host?: string) => ReturnType<typeof askPg>][] = [
  [
    "psql with the URI",
    ({ DATABASE_URL = "" }, host = "localhost") =>
      askPsql(whoami, elsewhereBut(host), DATABASE_URL.replace("@localhost:", `@${host}:`)),
  ],
  [
    "psql with the environment",
    (variables, host = "localhost") => askPsql(whoami, { ...variables, ...elsewhereBut(host) }),
  ],
  [
    "pg with the URI",
    ({ DATABASE_URL = "" }, host = "localhost") => {
      // `pg` has no PGHOSTADDR. This address of the server is not in its certificate.
      const name = host === "localhost" ? host : "127.1";
      const connectionString = DATABASE_URL.replace("@localhost:", `@${name}:`);
      return askPg(whoami, {}, JSON.stringify({ connectionString }));
    },
  ],
  [
    "pg with the environment and DATABASE_CA_FILE as NODE_EXTRA_CA_CERTS",
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
  describeIt(`${name} of a connection with caFile`, () => {
    it("connects to a server with a certificate of the CA", async () => {
      expect(ask(await environmentOf(postgres.caCertificate))).toEqual(accepted);
    });

    it("refuses a server with a certificate of another CA", async () => {
      const { status, complaint } = ask(await environmentOf(foreignCaCertificate));
      expect(status).toBe(2);
      expect(complaint).toMatch(/certificate verify failed|self-signed certificate|unable to (get|verify)/);
    });

    it("refuses a server with a certificate for another name", async () => {
      const { status, complaint } = ask(await environmentOf(postgres.caCertificate), elsewhere.PGHOST);
      expect(status).toBe(2);
      expect(complaint).toMatch(/does not match (host name|certificate's altnames)/);
    });
  });
}

describeWithPsql("psql of a connection with a caFile that is missing", () => {
  it.each(["URI", "environment"])("does not connect with the %s", async (way) => {
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

describe("pg with only the environment of a connection with caFile", () => {
  it("does not read PGSSLROOTCERT, and refuses a server with a certificate of that CA", async () => {
    const { status, complaint } = askPg(whoami, await environmentOf(postgres.caCertificate));
    expect(status).toBe(2);
    expect(complaint).toMatch(/self-signed certificate|unable to (get|verify)/);
  });
});
