/** Refuses unknown names in arguments and options, and finds the name that is nearest to a misspelt one. */
import { distance } from "fastest-levenshtein";
import { ownMember } from "../api/decode";
import { shown } from "../api/shown";
import { DigitalOceanApiError } from "../errors";

/** The names of all members of a type. With `satisfies` the compiler reports a missing or an extra name. */
export type NamesOf<T> = { readonly [K in keyof T]-?: true };

/** The members that a function, a resource or an argument accepts. */
export interface Accepted {
  /** The function, resource or argument, for messages: `getDatabaseCluster`. */
  readonly subject: string;
  /** The word for a member, for messages. */
  readonly kind: "argument" | "option" | "member";
  /** The names, as keys. */
  readonly names: Readonly<Record<string, true>>;
  /** Names that belong elsewhere, and what to do instead. A value of `undefined` is accepted. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/**
 * Refuses an unknown name. If it were ignored, a misspelt `network` would lead to the public network. A value of
 * `undefined` is refused, too, because it may be a text in the next run. Symbols are ignored.
 *
 * @throws DigitalOceanApiError `invalid_argument` with the nearest known name
 */
export function requireKnownNames(given: object, accepted: Accepted): void {
  const { subject, kind, names, elsewhere = {} } = accepted;
  const unknown = Object.keys(given).find(
    (name) =>
      !Object.hasOwn(names, name) &&
      !(Object.hasOwn(elsewhere, name) && ownMember(given, name) === undefined),
  );
  if (unknown !== undefined) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${subject}: there is no ${kind} ${shown(unknown)}; ${cure(unknown, accepted)}`,
    );
  }
  const inherited = inheritedName(given, names);
  if (inherited !== undefined) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${subject}: the ${kind} ${inherited} is inherited, but only an object's own members are read. Pass a plain ` +
        `object: \`{ ${inherited}: … }\`.`,
    );
  }
}

function cure(unknown: string, { kind, names, elsewhere = {} }: Accepted): string {
  if (Object.hasOwn(elsewhere, unknown)) {
    return `${elsewhere[unknown]}.`;
  }
  const [nearest = "", ...others] = nearestFirst(Object.keys(names), unknown, (name) => name);
  return others.length === 0
    ? `did you mean ${nearest}? There is no other ${kind}.`
    : `did you mean ${nearest}? There are ${Object.keys(names).join(", ")}.`;
}

/** A known name that the object inherits from a class or another object, but not from `Object.prototype`. */
function inheritedName(given: object, names: Readonly<Record<string, true>>): string | undefined {
  for (let from = prototypeOf(given); from !== null && !isRoot(from); from = prototypeOf(from)) {
    const owner = from;
    const name = Object.keys(names).find(
      (known) => Object.hasOwn(owner, known) && !Object.hasOwn(given, known),
    );
    if (name !== undefined) {
      return name;
    }
  }
  return undefined;
}

function prototypeOf(object: object): object | null {
  return Object.getPrototypeOf(object) as object | null;
}

/** Each realm, such as a test in Jest, has its own `Object.prototype`. */
function isRoot(prototype: object): boolean {
  return prototypeOf(prototype) === null && Object.hasOwn(prototype, "hasOwnProperty");
}

/** Longest part of a name that is compared. DigitalOcean's names are shorter, but a hostile one may be longer. */
const comparedCharacters = 64;

/** Most names that are compared: far more than a team has clusters, or a cluster has users. */
const comparedNames = 10_000;

/** Longest distance between two names if one contains the other, in typing errors. */
const containedDistance = 2;

/**
 * The candidates, nearest name first: fewest typing errors, ignoring case. Names that contain the wanted name, or most of
 * it, come near the front. Equally near names are in alphabetical order.
 */
export function nearestFirst<T>(
  candidates: readonly T[],
  wanted: string,
  nameOf: (candidate: T) => string,
): T[] {
  const target = compared(wanted);
  return [
    ...candidates
      .slice(0, comparedNames)
      .map((candidate) => {
        const name = compared(nameOf(candidate));
        const edits = distance(name, target);
        const rank = contains(name, target) ? Math.min(edits, containedDistance) : edits;
        return { candidate, name, edits, rank };
      })
      .sort((a, b) => a.rank - b.rank || a.edits - b.edits || order(a.name, b.name))
      .map(({ candidate }) => candidate),
    ...candidates.slice(comparedNames),
  ];
}

function compared(name: string): string {
  return name.slice(0, comparedCharacters).toLowerCase();
}

/** Whether one name contains the other. A short name, such as `o` in `orders`, does not count. */
function contains(name: string, target: string): boolean {
  return name.includes(target) || (name.length * 2 >= target.length && target.includes(name));
}

/** By code units: faster than `localeCompare`, and the same on every machine. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
