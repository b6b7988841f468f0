import { distance } from "fastest-levenshtein";

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
