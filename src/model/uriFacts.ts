import { isJsonObject } from "../api/json";

/** What a URI of the API's says beside host, port, user, password and database. */
export interface UriFacts {
  /** Such as `mongodb+srv`. */
  readonly scheme: string;
  /** The options in its query, such as `replicaSet`, as far as they are known to be harmless. */
  readonly options: { readonly [name: string]: string };
}

/**
 * The options that are kept. Others could lead a driver to another server (`host`, `proxyHost`) or weaken TLS
 * (`tlsInsecure`), and are in the API's own URI only.
 */
const keptOptions: readonly string[] = [
  // MongoDB
  ...["authSource", "replicaSet", "authMechanism", "readPreference", "readConcernLevel", "w", "journal"],
  ...["retryWrites", "retryReads", "directConnection", "loadBalanced", "compressors", "appName"],
  // PostgreSQL and MySQL
  ...["sslmode", "ssl-mode"],
];

/** What the URI says, with or without user and password in it; `undefined` for what is no URI. */
export function factsInUri(uri: string | undefined): UriFacts | undefined {
  const [, scheme, rest = ""] = /^([a-z][a-z+]{0,31}):\/\/(.*)$/s.exec(uri ?? "") ?? [];
  if (scheme === undefined) {
    return undefined;
  }
  const query = rest.split("#", 1)[0]?.split("?").slice(1).join("?") ?? "";
  const options = query.split("&", 100).map((option) => option.split("=", 2));
  return checkedFacts({ scheme, options: Object.fromEntries(options) as unknown });
}

/** The facts with the options that are kept and well-formed: they become part of a URI as they are. */
export function checkedFacts(facts: unknown): UriFacts | undefined {
  if (!isJsonObject(facts) || typeof facts["scheme"] !== "string" || !isJsonObject(facts["options"])) {
    return undefined;
  }
  const options = Object.entries(facts["options"]).filter(
    (option): option is [string, string] =>
      keptOptions.includes(option[0]) && typeof option[1] === "string" && optionValue.test(option[1]),
  );
  return { scheme: facts["scheme"], options: Object.fromEntries(options) };
}

/** Nothing that would end the value in a URI. */
const optionValue = /^(?:[\w.,:@$-]|%[0-9a-f]{2}){1,255}$/i;

/** Whether a URI has a place for a password, and none in it: `postgresql://doadmin:@…`. */
export function lacksPassword(uri: string): boolean {
  return /^[a-z][a-z+]{0,31}:\/\/[^/?#@:]*:?@/.test(uri);
}

/**
 * What only a withheld URI says: for MongoDB its scheme and options, for PostgreSQL and MySQL a verification of the server
 * that goes beyond the usual. The rest follows from the other members of the connection.
 */
export function withheldFacts(uri: string | undefined, engine: string): UriFacts | undefined {
  const facts = factsInUri(uri);
  const isNeeded =
    engine === "mongodb"
      ? facts?.scheme.startsWith("mongodb")
      : Object.values(facts?.options ?? {}).some((value) => verifyingModes.includes(value));
  return isNeeded === true ? facts : undefined;
}

/** The values of `sslmode` and `ssl-mode` with which a client verifies the server. */
export const verifyingModes: readonly string[] = ["verify-ca", "verify-full", "VERIFY_CA", "VERIFY_IDENTITY"];
