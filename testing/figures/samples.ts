// Samples of a measurement: how they are taken and summarised.
/** Median and quartiles of samples. */
export interface Spread {
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((one, other) => one - other);
  const quantile = (share: number): number => {
    const place = (sorted.length - 1) * share;
    const below = sorted[Math.floor(place)] ?? NaN;
    const above = sorted[Math.ceil(place)] ?? NaN;
    return below + (above - below) * (place - Math.floor(place));
  };
  return { low: quantile(0.25), median: quantile(0.5), high: quantile(0.75) };
}

/** The ratio of each round. A temporary slowdown of the machine affects both values of a round. */
export function ratios(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((sample, round) => sample / (theirs[round] ?? NaN));
}

export function differences(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((sample, round) => sample - (theirs[round] ?? NaN));
}

/**
 * Takes one sample of each variant per round. Every round starts with another variant.
 *
 * @param warmUps number of extra rounds at the beginning whose samples are dropped
 */
export async function sampleInTurn<Name extends string, Sample>(
  rounds: number,
  variants: Readonly<Record<Name, () => Promise<Sample>>>,
  warmUps = 1,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(variants) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Sample[]>;
  for (let round = -warmUps; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round + warmUps) % names.length] as Name;
      const sample = await variants[name]();
      if (round >= 0) {
        samples[name].push(sample);
      }
    }
  }
  return samples;
}
