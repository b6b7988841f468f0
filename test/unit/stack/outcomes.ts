// The connections that connectionFor should choose, computed without the package's code.
import { DigitalOceanApiError } from "../../../src/index";
import type { DatabaseConnection } from "../../../src/index";
import { connectionUri } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { seen } from "../seenOutput";
import { connectionProperties } from "./connections";
import type { ConnectionProperty } from "./connections";
import type { Kind } from "./lookedUp";

/** Options of `connectionFor`, as plain values. */
export interface Asked {
  readonly network: "public" | "private";
  readonly node: "primary" | "standby";
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

/** A cluster, pool or replica in the form of the API. */
export interface Offer {
  readonly kind: Kind;
  readonly engine: string;
  readonly inApi: Readonly<Record<string, unknown>>;
  /** Its subject in messages. */
  readonly subject: string;
}

/** An expected error: a pattern for the beginning of `code: message`. */
class Refusal {
  public constructor(public readonly pattern: string) {}
}

/** Each value of a connection, or its error as `code: message`. */
export async function outcomesOf(connection: DatabaseConnection): Promise<Record<string, unknown>> {
  const outcomes = connectionProperties.map(async (property): Promise<[string, unknown]> => {
    try {
      return [property, await seen<unknown>(connection[property])];
    } catch (error) {
      if (!DigitalOceanApiError.isInstance(error)) {
        throw error;
      }
      return [property, `${error.code}: ${error.message}`];
    }
  });
  return Object.fromEntries(await Promise.all(outcomes));
}

/** The expected outcomes. */
export function expectedOutcomes(offer: Offer, asked: Asked): Record<ConnectionProperty, unknown> {
  const place = chosenPlace(offer, asked);
  const login = place instanceof Refusal ? place : chosenLogin(offer, place, asked);
  const database = place instanceof Refusal ? place : chosenDatabase(offer, place, asked);
  const lacking = [place, login, database].filter((part) => part instanceof Refusal);
  const value = <T>(part: T | Refusal, of: (there: T) => unknown): unknown =>
    part instanceof Refusal ? failure(part) : { known: true, secret: true, value: of(part) };
  return {
    host: value(place, ({ host }) => host),
    port: value(place, ({ port }) => port),
    ssl: value(place, ({ ssl }) => ssl),
    user: value(login, ({ user }) => user),
    password: value(login, ({ password }) => password),
    database: value(database, ({ name }) => name),
    uri:
      place instanceof Refusal || login instanceof Refusal || database instanceof Refusal
        ? failure(...lacking)
        : value(place, (connection) => uriOf(offer.engine, { ...connection, ...login }, database.name)),
    caFile: { known: true, secret: false, value: undefined },
    engine: { known: true, secret: false, value: offer.engine },
  };
}

/** The first of the errors: a value fails with only one. */
function failure(...refusals: Refusal[]): unknown {
  return expect.stringMatching(new RegExp(`^(?:${refusals.map(({ pattern }) => pattern).join("|")})`));
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

const places = [
  ["connection", "primary", "public"],
  ["private_connection", "primary", "private"],
  ["standby_connection", "standby", "public"],
  ["standby_private_connection", "standby", "private"],
] as const;

function chosenPlace({ inApi, subject }: Offer, asked: Asked): Connection | Refusal {
  const there = places.filter(([property]) => Boolean(inApi[property]));
  const chosen = there.find(([, node, network]) => node === asked.node && network === asked.network);
  if (chosen !== undefined) {
    return inApi[chosen[0]] as Connection;
  }
  const onOffer = there.map(([, node, network]) => `${node} over the ${network} network`).join(", ");
  return new Refusal(
    `invalid_argument: ${literally(subject)}: it has no connection to the ${asked.node} over the ${asked.network} ` +
      `network.*; available: ${literally(onOffer)}\\.`,
  );
}

interface User {
  readonly name: string;
  readonly password?: string | undefined;
}

function chosenLogin(
  { kind, inApi, subject }: Offer,
  connection: Connection,
  { user = connection.user, password }: Asked,
): { user: string; password: string } | Refusal {
  const refused = (code: string, text: string): Refusal =>
    new Refusal(`${code}: ${literally(subject)}: .*${literally(text)}`);
  if (!user) {
    return refused("credentials_withheld", "its user is missing: the pool has no user of its own");
  }
  if (password !== undefined) {
    return { user, password };
  }
  if (user === connection.user) {
    return { user, password: connection.password };
  }
  if (kind !== "cluster") {
    return refused("invalid_argument", `a ${kind} does not know the passwords of other users`);
  }
  const users = inApi["users"] as User[] | null;
  if (users === null) {
    return refused("invalid_argument", "its `users`, which are missing");
  }
  const found = users.find(({ name }) => name === user);
  if (found === undefined) {
    return refused("invalid_argument", `It has ${users.length} others: see`);
  }
  return found.password
    ? { user, password: found.password }
    : refused("credentials_withheld", `the password of its user ${user} is missing`);
}

function chosenDatabase(
  { kind, engine, subject }: Offer,
  { database, uri }: Connection,
  asked: Asked,
): { name: string | undefined } | Refusal {
  if (asked.database === undefined) {
    // If it is empty, the URI has it.
    return { name: database || uri.split(/[/?]/)[3] };
  }
  if (kind === "pool") {
    return new Refusal(
      `invalid_argument: ${literally(subject)}: database cannot be chosen: a pool leads to its own`,
    );
  }
  const isCache = ["redis", "valkey"].includes(engine);
  if (["kafka", "opensearch"].includes(engine) || (isCache && !/^\d+$/.test(asked.database))) {
    return new Refusal(
      `invalid_argument: .*the engine ${engine} has ${isCache ? "numbered databases" : "no databases"}`,
    );
  }
  return { name: asked.database };
}

/** The expected URI. The emulator's URIs for Redis and Valkey have no database. */
function uriOf(engine: string, connection: Connection, database: string | undefined): string {
  const uri = connectionUri(engine, { ...connection, database: database ?? "" });
  return ["redis", "valkey"].includes(engine) && database !== undefined ? `${uri}/${database}` : uri;
}
