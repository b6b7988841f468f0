// A measured figure: the samples of something, perhaps compared with those of something else.
import { differences, ratios, spreadOf } from "./samples";
import type { Spread } from "./samples";

/** A line of the table of figures. */
export interface Figure {
  /** The name of the measurement. */
  readonly measure: string;
  readonly unit: Unit;
  readonly value: Spread;
  /** The thing it is compared with, the value of that, and the ratio of `value` to it. */
  readonly beside?: string;
  readonly reference?: Spread;
  readonly ratio?: Spread;
  /** The upper bound of the ratio, or of the value if there is no ratio. */
  readonly atMost?: number;
}

export type Unit = "ms" | "s" | "MB" | "KB" | "bytes" | "requests" | "connections";

/** A figure without a comparison. */
export function figure(measure: string, unit: Unit, samples: readonly number[], atMost?: number): Figure {
  return { measure, unit, value: spreadOf(samples), ...(atMost === undefined ? {} : { atMost }) };
}

/** A figure compared with another one of the same rounds. */
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

/** The difference of two figures of the same rounds, compared with a known difference. */
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

/** The number that `atMost` limits. */
function bounded({ value, ratio }: Figure): number {
  return (ratio ?? value).median;
}

/** Whether the figure is above its bound, or NaN. */
export function isMissed(line: Figure): boolean {
  return line.atMost !== undefined && !(bounded(line) <= line.atMost);
}
