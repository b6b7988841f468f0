import { differences, ratios, spreadOf } from "./samples";
import type { Spread } from "./samples";

/** A line of the table. */
export interface Figure {
  /** What was measured. */
  readonly measure: string;
  readonly unit: Unit;
  readonly value: Spread;
  /** With what it is compared, what that came to, and how many times that the value is. */
  readonly beside?: string;
  readonly reference?: Spread;
  readonly ratio?: Spread;
  /** What the ratio, or the value where there is none, is to be at most. */
  readonly atMost?: number;
}

export type Unit = "ms" | "s" | "MB" | "KB" | "bytes" | "requests" | "connections";

/** A figure that stands for itself. */
export function figure(measure: string, unit: Unit, samples: readonly number[], atMost?: number): Figure {
  return { measure, unit, value: spreadOf(samples), ...(atMost === undefined ? {} : { atMost }) };
}

/** A figure beside another one, taken in the same rounds. */
export function figureBeside(
  measure: string,
  unit: Unit,
  ours: readonly number[],
  beside: string,
  theirs: readonly number[],
  atMost?: number,
): Figure {
  return {
    ...figure(measure, unit, ours, atMost),
    beside,
    reference: spreadOf(theirs),
    ratio: spreadOf(ratios(ours, theirs)),
  };
}

/** How much more it is than another one taken in the same rounds, beside what something else is more. */
export function excess(
  measure: string,
  unit: Unit,
  { ours, theirs }: { readonly ours: readonly number[]; readonly theirs: readonly number[] },
  beside: string,
  reference: number,
  atMost?: number,
): Figure {
  const more = differences(ours, theirs);
  return figureBeside(
    measure,
    unit,
    more,
    beside,
    more.map(() => reference),
    atMost,
  );
}

/** The value that has a bound. */
function bounded({ value, ratio }: Figure): number {
  return (ratio ?? value).median;
}

/** Whether it is beyond its bound. */
export function isMissed(line: Figure): boolean {
  return line.atMost !== undefined && !(bounded(line) <= line.atMost);
}
