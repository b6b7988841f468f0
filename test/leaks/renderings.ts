// The texts into which a value may be converted.
import { inspect } from "node:util";

/** All texts that a program, a log or a crash report may make of a value. */
export function renderings(value: unknown): string[] {
  const everything = inspect(value, { depth: Infinity, showHidden: true, maxStringLength: Infinity });
  const parts =
    value instanceof Error
      ? [value.message, value.stack ?? "", inspect(value.cause, { depth: Infinity, showHidden: true })]
      : [];
  const members =
    typeof value === "object" && value !== null
      ? Reflect.ownKeys(value).map((key) => String(Reflect.get(value, key)))
      : [];
  const json = JSON.stringify({ value });
  const made = [String(value), inspect(value), everything, json, ...parts, ...members];
  return [...made, ...textsWithin([value, JSON.parse(json)], new Set())];
}

/** All texts in a value, unchanged. (In the other renderings they are escaped.) */
function textsWithin(value: unknown, seen: Set<unknown>): string[] {
  if (typeof value === "string") {
    return [value];
  }
  if (typeof value !== "object" || value === null || seen.has(value)) {
    return [];
  }
  seen.add(value);
  const entries = value instanceof Map || value instanceof Set ? [...value.entries()] : [];
  return [...entries, ...Reflect.ownKeys(value).map((key) => Reflect.get(value, key) as unknown)].flatMap(
    (inner) => textsWithin(inner, seen),
  );
}
