// The connection that should be chosen from a cluster, pool or replica, computed without the package's code.
import { connectionUri } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import type { ConnectionProperty } from "./seenConnection";
import type { Kind } from "./lookedUp";

/** Options of `connectionFor`, as plain values. */
export interface Asked {
  readonly network: "public" | "private";
  readonly node: "primary" | "standby";
  readonly user?: string;
  readonly password?: string;
  readonly database?: string;
}

/** A cluster, pool or replica in the form of the API, from which a connection is chosen. */
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

/** What to expect of each value of a connection: the value, or a pattern for `code: message`. */
export type Expected = Record<
  Exclude<ConnectionProperty, "caFile" | "engine">,
  { readonly value: unknown } | { readonly failure: RegExp }
>;

/** The expected value or error of each property that options choose. */
export function expectedOutcomes(offer: Offer, asked: Asked): Expected {
  const place = chosenPlace(offer, asked);
  const login = place instanceof Refusal ? place : chosenLogin(offer, place, asked);
  const database = place instanceof Refusal ? place : chosenDatabase(offer, place, asked);
  const refusals = [place, login, database].filter((part) => part instanceof Refusal);
  const expected = <T>(part: T | Refusal, valueOf: (there: T) => unknown): Expected["uri"] =>
    part instanceof Refusal ? failure(part) : { value: valueOf(part) };
  return {
    host: expected(place, ({ host }) => host),
    port: expected(place, ({ port }) => port),
    ssl: expected(place, ({ ssl }) => ssl),
    user: expected(login, ({ user }) => user),
    password: expected(login, ({ password }) => password),
    database: expected(database, ({ name }) => name),
    uri:
      place instanceof Refusal || login instanceof Refusal || database instanceof Refusal
        ? failure(...refusals)
        : expected(place, (connection) => uriOf(offer.engine, { ...connection, ...login }, database.name)),
  };
}

/** The pattern for one of the errors, because a value fails with only one. */
function failure(...refusals: Refusal[]): Expected["uri"] {
  return { failure: new RegExp(`^(?:${refusals.map(({ pattern }) => pattern).join("|")})`) };
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
  const available = places.filter(([property]) => Boolean(inApi[property]));
  const chosen = available.find(([, node, network]) => node === asked.node && network === asked.network);
  if (chosen !== undefined) {
    return inApi[chosen[0]] as Connection;
  }
  const listed = available.map(([, node, network]) => `${node} over the ${network} network`).join(", ");
  return new Refusal(
    `invalid_argument: ${literally(subject)}: it has no connection to the ${asked.node} over the ${asked.network} ` +
      `network.*; available: ${literally(listed)}\\.`,
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
