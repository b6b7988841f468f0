import { isJsonObject } from "./json";

/**
 * Reads one JSON value as a `T`. `path` says where it stands in the body.
 *
 * @throws Malformed
 */
export type Decoder<T> = (value: unknown, path: string) => T;

/** The type that a decoder reads. */
export type Decoded<D> = D extends Decoder<infer T> ? T : never;

/** The body is not what the API's description says. It names the place, and never what stands there. */
export class Malformed extends Error {}

/** A member that may be absent or `null`, which mean the same: `undefined`. */
export function optional<T>(decode: Decoder<T | undefined>): Decoder<T | undefined> {
  return (value, path) => (value === undefined || value === null ? undefined : decode(value, path));
}

/** A member that must be there. */
export function required<T>(decode: Decoder<T | undefined>): Decoder<T> {
  return (value, path) => {
    const decoded = optional(decode)(value, path);
    if (decoded === undefined) {
      throw new Malformed(`${path} is missing`);
    }
    return decoded;
  };
}

/** A member that must be there, and may be `null`. */
export function nullable<T>(decode: Decoder<T | undefined>): Decoder<T | undefined> {
  return (value, path) => {
    if (value === undefined) {
      throw new Malformed(`${path} is missing`);
    }
    return optional(decode)(value, path);
  };
}

const halfOfAPair = /\p{Surrogate}/u;

/**
 * A string. An empty one says "not there": the API withholds user names and network ids that way. Half of a surrogate
 * pair, which JSON can say and UTF-8 cannot, would be lost on the way to Pulumi's engine, or fail there.
 */
export const text: Decoder<string | undefined> = (value, path) => {
  if (typeof value !== "string") {
    throw new Malformed(`${path} is not a string`);
  }
  if (halfOfAPair.test(value)) {
    throw new Malformed(`${path} is no valid Unicode text`);
  }
  return value === "" ? undefined : value;
};

/** A whole number from 0. */
export const count: Decoder<number> = (value, path) => {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0) {
    throw new Malformed(`${path} is not a whole number`);
  }
  return value;
};

/** A TCP port. 0 says "not there". */
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

/** An array, whatever it holds. */
export const array: Decoder<readonly unknown[]> = (value, path) => {
  if (!Array.isArray(value)) {
    throw new Malformed(`${path} is not an array`);
  }
  return value;
};

/** An array; elements that are not there are left out. */
export function list<T>(decode: Decoder<T | undefined>): Decoder<T[]> {
  return (value, path) =>
    array(value, path)
      .map((element, index) => optional(decode)(element, `${path}[${index}]`))
      .filter((element) => element !== undefined);
}

/**
 * An object, its members named as this package names them: `numNodes` is read from `num_nodes`. The result
 * has every member of the shape, `undefined` where the body has none, and none that the shape lacks: what
 * nobody has judged harmless is not passed on.
 */
export function object<S extends Readonly<Record<string, Decoder<unknown>>>>(
  shape: S,
): Decoder<{ [K in keyof S]: Decoded<S[K]> }> {
  const members = Object.entries(shape).map(([name, decode]) => ({
    name,
    decode,
    apiName: apiFieldName(name),
  }));
  return (value, path) => {
    if (!isJsonObject(value)) {
      throw new Malformed(`${path} is not an object`);
    }
    const prefix = path === "" ? "" : `${path}.`;
    const decoded: Record<string, unknown> = {};
    for (const { name, decode, apiName } of members) {
      decoded[name] = decode(value[apiName], prefix + apiName);
    }
    return decoded as { [K in keyof S]: Decoded<S[K]> };
  };
}

/** An object of which nothing is there says "not there" itself. */
export function unlessEmpty<T extends object>(decode: Decoder<T>): Decoder<T | undefined> {
  return (value, path) => {
    const decoded = decode(value, path);
    return isEmpty(decoded) ? undefined : decoded;
  };
}

/** Whether nothing of an object is there. */
export function isEmpty(object: object): boolean {
  return Object.values(object).every((member) => member === undefined);
}

/** The API's name of a property: `versionEndOfLife` is `version_end_of_life`. */
export function apiFieldName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
