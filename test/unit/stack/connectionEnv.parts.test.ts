import { connectionEnv, connectionFor, getDatabaseCa, getDatabaseCaOutput } from "../../../src/index";
import type { ConnectionForOptions, ConnectionSource } from "../../../src/index";
import { clusterUuid, databaseCluster, plantedPassword } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { caCertificate, connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { beginProgram } from "../pulumiProgram";
import { seen } from "../seenOutput";
import type { Seen } from "../seenOutput";
import { forms, lookedUp } from "./lookedUp";

const emulator = useEmulator({ clusters: [databaseCluster("pg"), databaseCluster("mysql")] });
beforeEach(() => beginProgram());

function environment(source: ConnectionSource, options?: ConnectionForOptions): Promise<Seen<unknown>> {
  return seen(connectionEnv(connectionFor(source, options)));
}

/** Known variables, secret as a whole. */
const variables = (value: Record<string, string>): Seen<unknown> => ({ secret: true, known: true, value });

const encoded = encodeURIComponent;

/** The variables that the tools of PostgreSQL read. */
function ofPostgres(
  login: string,
  password: string,
  host: string,
  port: string,
  database: string,
): Record<string, string> {
  return {
    PGHOST: host,
    PGPORT: port,
    PGUSER: login,
    PGPASSWORD: password,
    PGDATABASE: database,
    PGSSLMODE: "require",
    DATABASE_URL: `postgresql://${login}:${encoded(password)}@${host}:${port}/${database}?sslmode=require`,
  };
}

const hostIn = (api: Record<string, unknown>, property: string): string => (api[property] as Connection).host;

describe.each(forms)("connectionEnv of a pool (%s)", (form) => {
  const password = plantedPassword("pg-app");
  const pool = connectionPool();

  it.each<["public" | "private", "primary" | "standby", string]>([
    ["public", "primary", "connection"],
    ["private", "primary", "private_connection"],
    ["public", "standby", "standby_connection"],
    ["private", "standby", "standby_private_connection"],
  ])("has the %s %s node's host, and the pool's name as PGDATABASE", async (network, node, property) => {
    const source = await lookedUp("pool", "pg", form, emulator);
    const expected = ofPostgres("app", password, hostIn(pool, property), "25061", "planted-pool");
    expect(await environment(source, { network, node })).toEqual(variables(expected));
  });

  it("has the login that the program passes", async () => {
    const source = await lookedUp("pool", "pg", form, emulator);
    const login = { user: "reports", password: "p@ss" };
    const expected = ofPostgres("reports", "p@ss", hostIn(pool, "connection"), "25061", "planted-pool");
    expect(await environment(source, login)).toEqual(variables(expected));
  });
});

describe.each(forms)("connectionEnv of a replica (%s)", (form) => {
  it.each<["public" | "private", string]>([
    ["public", "connection"],
    ["private", "private_connection"],
  ])("has the %s host of PostgreSQL, and the cluster's database as PGDATABASE", async (network, property) => {
    const source = await lookedUp("replica", "pg", form, emulator);
    const host = hostIn(databaseReplica(), property);
    const expected = ofPostgres("doadmin", plantedPassword("pg-replica"), host, "25060", "defaultdb");
    expect(await environment(source, { network })).toEqual(variables(expected));
  });

  it("has the database of PostgreSQL that the program chooses", async () => {
    const source = await lookedUp("replica", "pg", form, emulator);
    const host = hostIn(databaseReplica(), "connection");
    const expected = ofPostgres("doadmin", plantedPassword("pg-replica"), host, "25060", "app");
    expect(await environment(source, { database: "app" })).toEqual(variables(expected));
  });

  it.each<["public" | "private", string]>([
    ["public", "connection"],
    ["private", "private_connection"],
  ])("has the %s host and the other variables of MySQL", async (network, property) => {
    const source = await lookedUp("replica", "mysql", form, emulator);
    const host = hostIn(databaseReplica("mysql"), property);
    const password = plantedPassword("mysql-replica");
    const expected = {
      MYSQL_HOST: host,
      MYSQL_PORT: "25060",
      MYSQL_TCP_PORT: "25060",
      MYSQL_USER: "doadmin",
      MYSQL_PASSWORD: password,
      MYSQL_PWD: password,
      MYSQL_DATABASE: "defaultdb",
      DATABASE_URL: `mysql://doadmin:${encoded(password)}@${host}:25060/defaultdb?ssl-mode=REQUIRED`,
    };
    expect(await environment(source, { network })).toEqual(variables(expected));
  });
});

describe("connectionEnv", () => {
  const args = { clusterUuid: clusterUuid("pg"), token: Emulator.token };

  it.each(["pool", "replica"] as const)("adds the cluster's CA certificate for a %s", async (kind) => {
    const connection = connectionFor(await lookedUp(kind, "pg", "awaited", emulator));
    const apiEndpoint = emulator.url;
    const { certificate } = await getDatabaseCa({ ...args, apiEndpoint });
    const awaited = await seen(connectionEnv(connection, { caCertificate: certificate }));
    expect(awaited.value).toEqual({
      ...(await seen(connectionEnv(connection))).value,
      DATABASE_CA_CERT: caCertificate,
    });
    const output = getDatabaseCaOutput({ ...args, apiEndpoint });
    expect(await seen(connectionEnv(connection, { caCertificate: output.certificate }))).toEqual(awaited);
  });
});
