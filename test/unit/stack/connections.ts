import type { DatabaseConnection } from "../../../src/index";
import type { Connection } from "../../../testing/emulator/clusters";
import { seenAll } from "../seenOutput";
import type { Seen } from "../seenOutput";

/** Every value of a connection, in the order of its properties. */
export const connectionProperties = [
  ...(["uri", "host", "port", "user", "password", "database", "ssl", "caFile", "engine"] as const),
] satisfies (keyof DatabaseConnection)[];

export type ConnectionProperty = (typeof connectionProperties)[number];

/** The values of a connection, each with what it is. */
export async function seenConnection(connection: DatabaseConnection): Promise<Record<string, Seen<unknown>>> {
  return seenAll({ ...connection });
}

/** The values that are not secret. */
export const publicProperties: readonly ConnectionProperty[] = ["caFile", "engine"];

/** The values that are chosen from a cluster, so that they fail with it. */
export const chosenProperties = connectionProperties.filter(
  (property) => !publicProperties.includes(property),
);

/** All there, and secret but for those two. */
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

/** What is to be made of a connection of the API's, which leaves empty what is not there. */
export function asInApi(engine: string, connection: unknown): Record<string, Seen<unknown>> {
  const { database, ...rest } = connection as Connection;
  return known(engine, { ...rest, database: database === "" ? undefined : database });
}
