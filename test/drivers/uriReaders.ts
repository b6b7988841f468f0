// The parts that real drivers read from a URI.
import * as mysql2 from "mysql2";
import { Client } from "pg";
import { parse } from "pg-connection-string";

/** The parts with which a driver would connect. */
export interface DriverConfig {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string | undefined;
}

/** The parser that `pg` uses. */
export function byPgConnectionString(uri: string): DriverConfig {
  const { host, port, user, password, database } = parse(uri);
  return {
    host: host ?? "",
    port: Number(port),
    user: user ?? "",
    password: password ?? "",
    database: database ?? undefined,
  };
}

/** `pg` itself. It only uses the environment for parts that the URI lacks. */
export function byPg(uri: string): DriverConfig {
  const { host, port, user, password, database } = new Client(uri) as Client & { password?: string };
  return { host, port, user: user ?? "", password: password ?? "", database };
}

/** What `createConnection` and `createPool` of `mysql2` read a URI with. Its types do not show this class. */
export const { ConnectionConfig } = mysql2 as unknown as {
  ConnectionConfig: new (options: object | string) => DriverConfig & { readonly ssl: object | false };
};

export function byMysql2(uri: string): DriverConfig {
  const { host, port, user, password, database } = new ConnectionConfig(uri);
  return { host, port, user, password, database };
}

/** The drivers of an engine. */
export const driversOf: Record<"pg" | "mysql", [string, (uri: string) => DriverConfig][]> = {
  pg: [
    ["pg-connection-string", byPgConnectionString],
    ["pg", byPg],
  ],
  mysql: [["mysql2", byMysql2]],
};
