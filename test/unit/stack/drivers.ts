import * as mysql2 from "mysql2";
import { Client } from "pg";
import { parse } from "pg-connection-string";

/** What a driver would connect with. */
export interface DriverConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string | undefined;
}

/** What `pg` takes a URI apart with. */
function byPgConnectionString(uri: string): DriverConfig {
  const { host, port, user, password, database } = parse(uri);
  return {
    host: host ?? "",
    port: Number(port),
    user: user ?? "",
    password: password ?? "",
    database: database ?? undefined,
  };
}

/** `pg`, which takes nothing from this process's environment where the URI says all. */
function byPg(uri: string): DriverConfig {
  const { host, port, user, password, database } = new Client(uri) as Client & { password?: string };
  return { host, port, user: user ?? "", password: password ?? "", database };
}

/** Of `mysql2`, whose types know of no such class. */
const { ConnectionConfig } = mysql2 as unknown as { ConnectionConfig: new (uri: string) => DriverConfig };

function byMysql2(uri: string): DriverConfig {
  const { host, port, user, password, database } = new ConnectionConfig(uri);
  return { host, port, user, password, database };
}

/** What the drivers of an engine make of its URIs. */
export const driversOf: Record<"pg" | "mysql", [string, (uri: string) => DriverConfig][]> = {
  pg: [
    ["pg-connection-string", byPgConnectionString],
    ["pg", byPg],
  ],
  mysql: [["mysql2", byMysql2]],
};
