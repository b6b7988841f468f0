// Random changes to the body of an answer.
import * as fc from "fast-check";
import { hostileText } from "./texts";

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

type Path = readonly (string | number)[];

/** A change of one place in a body. Failing tests print it, so a long text is described instead of spelled out. */
export type Change =
  | { readonly put: Json }
  | { readonly how: "remove" | "asText" | "inArray" | "inObject" | "twice" | "turned" }
  | { readonly add: string; readonly put: Json }
  | { readonly text: string; readonly times: number }
  | { readonly levels: number };

/** A change and its place. */
export interface Edit {
  readonly at: string;
  readonly change: Change;
}

const keys = [
  ...["__proto__", "constructor", "prototype", "toString", "toJSON", "then", "hasOwnProperty", "length", ""],
  "4dabf18193072939515e22adb298388d",
];

/** The signatures with which Pulumi marks secrets, assets, archives, resources and Outputs. */
const signatures = [
  ...[
    "1b47061264138c4ac30d75fd1eb44270",
    "c44067f5952c0a294b673a41bacd8c17",
    "0def7320c3a5731c473e5ecbe6d01bc7",
  ],
  ...["5cf8f73096256a8f31e491e813e4eb8e", "d0e6a833031e9bbcd3f4e8bde6ca49a4"],
].map((signature): Json => ({ "4dabf18193072939515e22adb298388d": signature, value: "x", text: "x" }));

const numbers = [0, -1, 1.5, 65535, 65536, 2 ** 53, 2 ** 53 - 1, 1e308, 5e-324, 25060];

const anyJson: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, "", true, false, [], {}, [null], [[]], [{}], { "": "" }),
  fc.constantFrom<Json>(...numbers),
  fc.constantFrom(...signatures),
  hostileText,
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json),
);

const anyChange: fc.Arbitrary<Change> = fc.oneof(
  { weight: 4, arbitrary: anyJson.map((put) => ({ put })) },
  { weight: 4, arbitrary: hostileText.map((put) => ({ put })) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom("remove", "asText", "inArray", "inObject", "twice", "turned")
      .map((how) => ({ how })),
  },
  { weight: 3, arbitrary: fc.record({ add: fc.oneof(fc.constantFrom(...keys), hostileText), put: anyJson }) },
  { weight: 1, arbitrary: fc.record({ text: hostileText, times: fc.constantFrom(300, 3_000) }) },
  { weight: 1, arbitrary: fc.constantFrom(100, 50_000).map((levels) => ({ levels })) },
);

/** Every place in a value, including the value itself. */
function placesIn(value: Json, path: Path = []): Path[] {
  const inside =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([name, inner]) =>
          placesIn(inner, [...path, Array.isArray(value) ? Number(name) : name]),
        )
      : [];
  return [path, ...inside];
}

/** One to four changes of a correct body. */
export function editsOf(body: Json): fc.Arbitrary<Edit[]> {
  const places = placesIn(body).map((path) => JSON.stringify(path));
  return fc.array(fc.record({ at: fc.constantFrom(...places), change: anyChange }), {
    minLength: 1,
    maxLength: 4,
  });
}

/** Sets a member, even one with a special meaning in JavaScript, such as `__proto__`. */
function set(object: object, name: string | number, value: Json): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
}

/** A placeholder for this many nested brackets, because `JSON.stringify` fails on values that are so deep. */
const deep = (levels: number): string => `deep:${levels}:${"\u0001".repeat(8)}`;
const deepInJson = /"deep:(\d+):(?:\\u0001){8}"/g;

function changed(value: Json, change: Change): Json | undefined {
  if ("levels" in change) {
    return deep(change.levels);
  }
  if ("times" in change) {
    return change.text.repeat(change.times);
  }
  if ("add" in change) {
    // An array from JSON cannot have such a member.
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      set(value, change.add, change.put);
    }
    return value;
  }
  if ("put" in change) {
    return structuredClone(change.put);
  }
  switch (change.how) {
    case "remove":
      return undefined;
    case "asText":
      return typeof value === "string" ? value.length : JSON.stringify(value);
    case "inArray":
      return [value];
    case "inObject":
      return { value };
    case "twice":
      return Array.isArray(value) ? [...value, ...value] : value;
    case "turned":
      return Array.isArray(value)
        ? Object.assign({}, value)
        : typeof value === "object" && value !== null
          ? Object.values(value)
          : value;
  }
}

/** The text of the body after all changes. A change whose place no longer exists is skipped. */
export function edited(body: Json, edits: readonly Edit[]): string {
  const root: { body?: Json } = { body: structuredClone(body) };
  for (const { at, change } of edits) {
    const path = ["body", ...(JSON.parse(at) as Path)];
    const last = path.pop() as string | number;
    const parent = path.reduce<unknown>(
      (value, name) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, name)
          ? (value as Record<string, unknown>)[name]
          : undefined,
      root,
    );
    if (typeof parent === "object" && parent !== null && Object.hasOwn(parent, last)) {
      const value = changed((parent as Record<string, Json>)[last] as Json, change);
      if (value !== undefined) {
        set(parent, last, value);
      } else if (Array.isArray(parent)) {
        parent.splice(Number(last), 1);
      } else {
        Reflect.deleteProperty(parent, last);
      }
    }
  }
  // If the whole body was removed, it is empty.
  const text = root.body === undefined ? "" : JSON.stringify(root.body);
  return text.replace(
    deepInJson,
    (_, levels: string) => "[".repeat(Number(levels)) + "]".repeat(Number(levels)),
  );
}
