import { distance } from "fastest-levenshtein";
import { ownMember } from "../api/decode";
import { shown } from "../api/shown";
import { DigitalOceanApiError } from "../errors";

/** The names of all members of a type. With `satisfies` the compiler finds a missing name, and one too many. */
export type NamesOf<T> = { readonly [K in keyof T]-?: true };

/** What a function, a resource or an argument takes. */
export interface Accepted {
  /** Whose members they are, for messages: `getDatabaseCluster`. */
  readonly subject: string;
  /** What one of them is called, for messages. */
  readonly kind: "argument" | "option" | "member";
  /** Their names, as the keys. */
  readonly names: Readonly<Record<string, true>>;
  /** Names that are often given here and belong elsewhere, and what to do instead. As `undefined` they mean nothing. */
  readonly elsewhere?: Readonly<Record<string, string>>;
}

/**
 * Refuses a name that is not known. It would be ignored, and a misspelt `network` would lead to the public network. A
 * value of `undefined` makes no difference, because it may be a text in the next run. A symbol is never a misspelt name.
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
      `${subject}: the ${kind} ${inherited} is inherited, and only an object's own members are read. Give a plain ` +
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

/** A known name that the object has from a class or another object, and not from JavaScript's own `Object.prototype`. */
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

/** Each realm, such as a test of Jest's, has an `Object.prototype` of its own. */
function isRoot(prototype: object): boolean {
  return prototypeOf(prototype) === null && Object.hasOwn(prototype, "hasOwnProperty");
}

/** Longest part of a name that is compared: no name of DigitalOcean's is longer, and a hostile one may be. */
const comparedCharacters = 64;

/** How many names are compared at most: far more than a team has clusters, or a cluster has users. */
const comparedNames = 10_000;

/** A name that contains the other one counts as no further away than two typing errors. */
const containedDistance = 2;

/**
 * The candidates ordered by how near their names are to the wanted name: fewest typing errors first, in whatever
 * case; names that contain the wanted name, or most of it, near the front; ties by name.
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

/** Whether one is part of the other. A short part, such as `a` of `orders`, says nothing. */
function contains(name: string, target: string): boolean {
  return name.includes(target) || (name.length * 2 >= target.length && target.includes(name));
}

/** By code units: quicker than `localeCompare`, and the same on every machine. */
function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
