/** Decoders for JSON: each reads one form of value, and an unexpected form fails with the place, never the value. */

/**
 * Reads one JSON value as a `T`. `path` is the place of the value in the body. The paths of details that cannot be read are
 * added to `oddDetails`.
 *
 * @throws Malformed
 */
export type Decoder<T> = (value: unknown, path: string, oddDetails?: Set<string>) => T;

/** The type that a decoder reads. */
export type Decoded<D> = D extends Decoder<infer T> ? T : never;

/** The body differs from the API's description. The message names the path of the value. */
export class Malformed extends Error {
  public constructor(message: string) {
    // An answer can have millions of odd elements, and the stack traces are never shown.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The decoded value; `undefined` if it is malformed. */
export function ifWellFormed<T>(decode: Decoder<T>, value: unknown): T | undefined {
  try {
    return decode(value, "");
  } catch (error) {
    if (error instanceof Malformed) {
      return undefined;
    }
    throw error;
  }
}

/** A member that may be absent or `null`; both become `undefined`. */
export function optional<T>(decode: Decoder<T | undefined>): Decoder<T | undefined> {
  return (value, path, odd) => (value === undefined || value === null ? undefined : decode(value, path, odd));
}

/**
 * A member that no connection needs. If it has an unexpected type, it becomes `undefined` and is added to the odd details,
 * so that the lookup does not fail.
 */
export function detail<T>(decode: Decoder<T | undefined>): Decoder<T | undefined> {
  return (value, path, odd) => {
    try {
      return optional(decode)(value, path, odd);
    } catch (error) {
      if (!(error instanceof Malformed)) {
        throw error;
      }
      odd?.add(path);
      return undefined;
    }
  };
}

/** A member that must have a value. */
export function required<T>(decode: Decoder<T | undefined>): Decoder<T> {
  return (value, path, odd) => {
    const decoded = optional(decode)(value, path, odd);
    if (decoded === undefined) {
      throw new Malformed(`${path} is missing`);
    }
    return decoded;
  };
}

/** A member that must be present, and may be `null`. */
export function nullable<T>(decode: Decoder<T | undefined>): Decoder<T | undefined> {
  return (value, path, odd) => {
    if (value === undefined) {
      throw new Malformed(`${path} is missing`);
    }
    return optional(decode)(value, path, odd);
  };
}

const halfOfAPair = /\p{Surrogate}/u;

/**
 * A string. An empty one counts as absent: the API withholds user names and network ids in this way. Half of a surrogate
 * pair is refused: JSON can contain it, UTF-8 cannot, so Pulumi's engine would lose it or fail.
 */
export const text: Decoder<string | undefined> = (value, path) => {
  if (typeof value !== "string") {
    throw new Malformed(`${path} is not a string`);
  }
  if (halfOfAPair.test(value)) {
    throw new Malformed(`${path} is not valid Unicode`);
  }
  return value === "" ? undefined : value;
};

/** As {@link text}, with a limit. A text that becomes part of a URI is copied and encoded many times. */
export function textUpTo(maxLength: number): Decoder<string | undefined> {
  return (value, path) => {
    if (typeof value === "string" && value.length > maxLength) {
      throw new Malformed(`${path} is longer than ${maxLength} characters`);
    }
    return text(value, path);
  };
}

/** A whole number from 0. */
export const count: Decoder<number> = (value, path) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new Malformed(`${path} is not a whole number`);
  }
  return value;
};

/** A TCP port. 0 counts as absent. */
export const port: Decoder<number | undefined> = (value, path) => {
  const number = count(value, path);
  if (number > 65535) {
    throw new Malformed(`${path} is not a port`);
  }
  return number === 0 ? undefined : number;
};

/** `true` or `false`. */
export const flag: Decoder<boolean> = (value, path) => {
  if (typeof value !== "boolean") {
    throw new Malformed(`${path} is not true or false`);
  }
  return value;
};

/** An array with elements of any kind. */
export const array: Decoder<readonly unknown[]> = (value, path) => {
  if (!Array.isArray(value)) {
    throw new Malformed(`${path} is not an array`);
  }
  return value;
};

/** The most elements of a list. DigitalOcean allows far fewer users, tags and rules. */
const maxElements = 10_000;

/** An array. Empty elements are left out, and so are those of an unexpected type, which are odd details. */
export function list<T>(decode: Decoder<T | undefined>): Decoder<T[]> {
  return (value, path, odd) => {
    const elements = array(value, path);
    if (elements.length > maxElements) {
      throw new Malformed(`${path} has more than ${maxElements} elements`);
    }
    return elements
      .map((element) => detail(decode)(element, `${path}[]`, odd))
      .filter((element) => element !== undefined);
  };
}

/**
 * An object. Its members get this package's names: `numNodes` is read from `num_nodes`. The result has every member of the
 * shape, `undefined` if the body has none, and no others: an unknown member may be a secret.
 */
export function object<S extends Readonly<Record<string, Decoder<unknown>>>>(
  shape: S,
): Decoder<{ [K in keyof S]: Decoded<S[K]> }> {
  const members = Object.entries(shape).map(([name, decode]) => ({
    name,
    decode,
    apiName: apiFieldName(name),
  }));
  return (value, path, odd) => {
    if (!isJsonObject(value)) {
      throw new Malformed(`${path} is not an object`);
    }
    const prefix = path === "" ? "" : `${path}.`;
    // An assignment could call a setter that other code has added to `Object.prototype`.
    return Object.fromEntries(
      members.map(({ name, decode, apiName }) => [
        name,
        decode(ownMember(value, apiName), prefix + apiName, odd),
      ]),
    ) as { [K in keyof S]: Decoded<S[K]> };
  };
}

/** An object without any value counts as absent. */
export function unlessEmpty<T extends object>(decode: Decoder<T>): Decoder<T | undefined> {
  return (value, path, odd) => {
    const decoded = decode(value, path, odd);
    return isEmpty(decoded) ? undefined : decoded;
  };
}

/** The details of an answer that cannot be read, by the API's names; `undefined` for none. */
export interface OddDetails {
  readonly oddDetails: readonly string[] | undefined;
}

/** Adds the details that cannot be read to the decoded object. */
export function withOddDetails<T extends object>(decode: Decoder<T>): Decoder<T & OddDetails> {
  return (value, path) => {
    const odd = new Set<string>();
    const decoded = decode(value, path, odd);
    const names = [...odd].map((name) => name.slice(path.length + 1));
    return { ...decoded, oddDetails: names.length === 0 ? undefined : names };
  };
}

/** Whether an object has no values. */
export function isEmpty(object: object): boolean {
  return Object.values(object).every((member) => member === undefined);
}

/** The API's name of a property: `versionEndOfLife` is `version_end_of_life`. */
export function apiFieldName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A JSON object with unchecked members. */
export type JsonObject = Readonly<Record<string, unknown>>;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The JSON object in a body, or the reason why there is none. The parser's error is not used, because Node quotes
 * the body in it, passwords included.
 */
export function parseJsonObject(body: Uint8Array): JsonObject | string {
  if (body.byteLength === 0) {
    return "the body is empty";
  }
  try {
    const value: unknown = JSON.parse(utf8.decode(body));
    return isJsonObject(value) ? value : "the body is not a JSON object";
  } catch {
    return "the body is not JSON";
  }
}

/** Whether the value is an object, and neither `null` nor an array. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * A copy of an object's own members, without a prototype. Members that other code has added to `Object.prototype` could
 * otherwise give a lookup another endpoint, token or password.
 */
export function ownMembers<T extends object>(object: T): T {
  return Object.assign(Object.create(null) as T, object);
}

/** The object's own member of that name. */
export function ownMember(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? (object as Readonly<Record<string, unknown>>)[name] : undefined;
}
