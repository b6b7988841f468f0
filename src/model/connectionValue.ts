import { flag, Malformed, optional, port, text } from "../api/decode";
import type { Decoder } from "../api/decode";
import { isCaFile } from "./caFile";
import type { ConnectionProperties } from "./connectionProperties";
import { isHost } from "./uri";

/**
 * Decoders for the values of a connection that comes from elsewhere: from another stack, or made by hand. They are
 * checked like an answer of the API, because programs pass them on to shells and drivers.
 */
const decoders: Readonly<Record<keyof ConnectionProperties, Decoder<unknown>>> = {
  uri: checked(text, (uri) => !/\p{Cc}/u.test(uri), "is not one line"),
  host: checked(text, isHost, "is not the name of a host"),
  port,
  user: text,
  password: text,
  database: text,
  ssl: flag,
  caFile: checked(text, isCaFile, "is not the path of a file"),
  engine: text,
};

/**
 * A value of a connection; `undefined` if it is absent, `null` or empty.
 *
 * @param place what the message calls it
 * @throws Malformed names the place, and never the value
 */
export function connectionValue(
  property: keyof ConnectionProperties,
  value: unknown,
  place: string,
): unknown {
  return optional(decoders[property])(value, place);
}

function checked<T>(
  decode: Decoder<T | undefined>,
  isMeant: (value: T) => boolean,
  complaint: string,
): Decoder<T | undefined> {
  return (value, path) => {
    const decoded = decode(value, path);
    if (decoded !== undefined && !isMeant(decoded)) {
      throw new Malformed(`${path} ${complaint}`);
    }
    return decoded;
  };
}
