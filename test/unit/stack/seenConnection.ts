// The values of connections that `connectionFor` returns.
import type { DatabaseConnection } from "../../../src/index";
import type { Connection } from "../../../testing/emulator/clusters";
import { seenAll } from "../seenOutput";
import type { Seen } from "../seenOutput";

/** The properties of a connection, in order. */
export const connectionProperties = [
  ...(["uri", "host", "port", "user", "password", "database", "ssl", "caFile", "engine"] as const),
] satisfies (keyof DatabaseConnection)[];

export type ConnectionProperty = (typeof connectionProperties)[number];

/** The values of a connection and their secrecy. */
export async function seenConnection(connection: DatabaseConnection): Promise<Record<string, Seen<unknown>>> {
  return seenAll({ ...connection });
}

/** The properties that are not secret. */
export const publicProperties: readonly ConnectionProperty[] = ["caFile", "engine"];

/** The properties that come from the cluster, so that they fail if it does. */
export const chosenProperties = connectionProperties.filter(
  (property) => !publicProperties.includes(property),
);

/** Known values, secret except for the two public ones. */
export function known(
  engine: string | undefined,
  values: Partial<Record<Exclude<ConnectionProperty, "engine">, unknown>>,
): Record<string, Seen<unknown>> {
  return Object.fromEntries(
    connectionProperties.map((property) => [
      property,
      {
        secret: !publicProperties.includes(property),
        known: true,
        value: property === "engine" ? engine : values[property],
      },
    ]),
  );
}

/** The expected values for a connection of the API. */
export function asInApi(engine: string, connection: unknown): Record<string, Seen<unknown>> {
  const { database, ...rest } = connection as Connection;
  return known(engine, { ...rest, database: database === "" ? undefined : database });
}
