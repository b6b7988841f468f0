// Measures runs of the real Pulumi CLI with many clusters, in comparison with an empty program and other ways.
import { excess, figure, figureBeside } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import { differences, sampleInTurn } from "../../../testing/figures/samples";
import { phases, samplePhases } from "../stackRun";
import type { Phase, Sample, StateParts } from "../stackRun";
import type { BenchContext } from "../context";

/** The ways to look up clusters, and the program for each. */
const programs = {
  "by the data function": "byFunction.js",
  "by the resource": "byResource.js",
  "by a naive dynamic provider": "byNaiveProvider.js",
  "by a dynamic resource that asks nothing": "byBareResource.js",
} as const;

type Way = keyof typeof programs;

/** The lower bound of any dynamic resource. Only measured with 100 clusters. */
const bare: Way = "by a dynamic resource that asks nothing";

const naive: Way = "by a naive dynamic provider";

/** The seconds that 50 clusters add to `up` with `@pulumi/digitalocean` 4.76.0, measured once on a similar machine. */
const bridged: Partial<Record<Way, number>> = { "by the data function": 1.21, "by the resource": 2.92 };

/** The highest ratio of `up` with so many clusters, two outputs each, to `up` of an empty program. */
const upAtMost: Partial<Record<Way, Readonly<Record<number, number>>>> = {
  "by the data function": { 1: 1.1, 50: 1.19, 100: 1.33 },
  "by the resource": { 1: 1.66, 50: 3.08 },
};

/** The most bytes that the state of one resource may have. */
const stateAtMost = 6300;

/** @param counts the numbers of clusters to measure with */
export async function phasesOfPulumi(
  context: BenchContext,
  rounds: number,
  counts: readonly number[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  // The first run on a machine is slower than all others.
  await samplePhases(context, "empty.js", 0);
  for (const count of counts) {
    figures.push(...(await phasesWith(context, count, count > 100 ? 1 : rounds)));
  }
  return figures;
}

async function phasesWith(context: BenchContext, count: number, rounds: number): Promise<Figure[]> {
  const sample = (name: string, program: string) => async (): Promise<Sample> => {
    context.say(`${count} clusters: ${name} …`);
    return samplePhases(context, program, count);
  };
  const measured = (Object.keys(programs) as Way[]).filter((way) => way !== bare || count === 100);
  const variants = {
    empty: sample("an empty program", "empty.js"),
    ...(Object.fromEntries(measured.map((way) => [way, sample(way, programs[way])])) as Record<
      Way,
      () => Promise<Sample>
    >),
  };
  const samples = await sampleInTurn(rounds, variants, 0);
  return measured.flatMap((way) => figuresOf(count, way, samples));
}

function figuresOf(
  count: number,
  way: Way,
  samples: Readonly<Record<Way | "empty", readonly Sample[]>>,
): Figure[] {
  const name = `${count} ${count === 1 ? "cluster" : "clusters"} ${way}`;
  const seconds = (of: Way | "empty", phase: Phase): number[] =>
    samples[of].map((sample) => sample.seconds[phase]);
  const requests = (phase: Phase): number[] => samples[way].map((sample) => sample.requests[phase]);
  const stateBytes = (of: Way): number[] =>
    samples[of].map(
      (sample, round) => (sample.stateBytes - (samples.empty[round]?.stateBytes ?? NaN)) / count,
    );
  const figures = (Object.keys(phases) as Phase[]).flatMap((phase) => [
    figureBeside(
      `${name}: \`${phase}\``,
      "s",
      seconds(way, phase),
      "an empty program",
      seconds("empty", phase),
      phase === "up" ? upAtMost[way]?.[count] : undefined,
    ),
    figure(
      `${name}: requests of \`${phase}\``,
      "requests",
      requests(phase),
      phase === "up" && count === 100 && way === "by the data function" ? 2 : undefined,
    ),
  ]);
  const compared = bridged[way];
  if (count === 50 && compared !== undefined) {
    const added = { ours: seconds(way, "up"), theirs: seconds("empty", "up") };
    const beside = "added by @pulumi/digitalocean (measured once)";
    figures.push(excess(`${name}: added to \`up\``, "s", added, beside, compared));
  }
  if (count === 100 && way === "by the resource") {
    const part = (of: keyof StateParts): number[] => samples[way].map(({ parts }) => parts[of]);
    figures.push(
      figure(
        `${name}: \`up\` more than \`preview\`, for the engine's writing of the state`,
        "s",
        differences(seconds(way, "up"), seconds(way, "preview")),
      ),
      figure(`${name}: state of each: its properties`, "bytes", part("properties")),
      figure(`${name}: state of each: the stub, twice`, "bytes", part("stub")),
      figure(`${name}: state of each: what the engine keeps of any resource`, "bytes", part("engine")),
    );
  }
  const state = `${name}: state of each`;
  if (way === "by the resource") {
    figures.push(
      figureBeside(state, "bytes", stateBytes(way), naive, stateBytes(naive)),
      figure(state, "bytes", stateBytes(way), count === 50 ? stateAtMost : undefined),
    );
  } else {
    figures.push(figure(state, "bytes", stateBytes(way)));
  }
  return figures;
}
