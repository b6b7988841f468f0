import { excess, figure, figureBeside } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import { differences, sampleInTurn } from "../../../testing/figures/samples";
import { phases, samplePhases } from "../stackRun";
import type { Phase, Sample, StateParts } from "../stackRun";
import type { Workshop } from "../workshop";

const doors = {
  "by the data function": "byFunction.js",
  "by the resource": "byResource.js",
  "by a naive dynamic provider": "byNaiveProvider.js",
  "by a dynamic resource that asks nothing": "byBareResource.js",
} as const;

type Door = keyof typeof doors;

/** What no dynamic resource can be cheaper than; measured where there is something to reach. */
const bare: Door = "by a dynamic resource that asks nothing";

const naive: Door = "by a naive dynamic provider";

/** What 50 clusters add to an `up` by `@pulumi/digitalocean` 4.76.0, measured once by hand on such a machine. */
const bridged: Partial<Record<Door, { readonly seconds: number; readonly atMost: number }>> = {
  "by the data function": { seconds: 1.21, atMost: 0.3 },
  "by the resource": { seconds: 2.92, atMost: 0.8 },
};

const upAtMost: Partial<Record<Door, number>> = { "by the data function": 1.1, "by the resource": 1.6 };

/**
 * What the real CLI takes for clusters by each door, beside a program that does nothing and a naive provider.
 *
 * @param counts of how many clusters
 */
export async function phasesOfPulumi(
  workshop: Workshop,
  rounds: number,
  counts: readonly number[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  await samplePhases(workshop, "empty.js", 0);
  for (const count of counts) {
    figures.push(...(await phasesWith(workshop, count, count > 100 ? 1 : rounds)));
  }
  return figures;
}

async function phasesWith(workshop: Workshop, count: number, rounds: number): Promise<Figure[]> {
  const sample = (name: string, program: string) => async (): Promise<Sample> => {
    workshop.say(`${count} clusters: ${name} …`);
    return samplePhases(workshop, program, count);
  };
  const measured = (Object.keys(doors) as Door[]).filter((door) => door !== bare || count === 100);
  const variants = {
    empty: sample("an empty program", "empty.js"),
    ...(Object.fromEntries(measured.map((door) => [door, sample(door, doors[door])])) as Record<
      Door,
      () => Promise<Sample>
    >),
  };
  const samples = await sampleInTurn(rounds, variants, 0);
  return measured.flatMap((door) => figuresOf(count, door, samples));
}

function figuresOf(
  count: number,
  door: Door,
  samples: Readonly<Record<Door | "empty", readonly Sample[]>>,
): Figure[] {
  const name = `${count} ${count === 1 ? "cluster" : "clusters"} ${door}`;
  const seconds = (of: Door | "empty", phase: Phase): number[] =>
    samples[of].map((sample) => sample.seconds[phase]);
  const requests = (phase: Phase): number[] => samples[door].map((sample) => sample.requests[phase]);
  const stateBytes = (of: Door): number[] =>
    samples[of].map(
      (sample, round) => (sample.stateBytes - (samples.empty[round]?.stateBytes ?? NaN)) / count,
    );
  const figures = (Object.keys(phases) as Phase[]).flatMap((phase) => [
    figureBeside(
      `${name}: \`${phase}\``,
      "s",
      seconds(door, phase),
      "an empty program",
      seconds("empty", phase),
      phase === "up" && count === 100 ? upAtMost[door] : undefined,
    ),
    figure(
      `${name}: requests of \`${phase}\``,
      "requests",
      requests(phase),
      phase === "up" && count === 100 && door === "by the data function" ? 2 : undefined,
    ),
  ]);
  const compared = bridged[door];
  if (count === 50 && compared !== undefined) {
    const both = { ours: seconds(door, "up"), theirs: seconds("empty", "up") };
    figures.push(
      excess(
        `${name}: what they add to \`up\``,
        "s",
        both,
        "what they add by @pulumi/digitalocean (measured once)",
        compared.seconds,
        compared.atMost,
      ),
    );
  }
  if (count === 100 && door === "by the resource") {
    const part = (of: keyof StateParts): number[] => samples[door].map(({ parts }) => parts[of]);
    figures.push(
      figure(
        `${name}: \`up\` more than \`preview\`, for the engine's writing of the state`,
        "s",
        differences(seconds(door, "up"), seconds(door, "preview")),
      ),
      figure(`${name}: state of each: its properties`, "bytes", part("properties")),
      figure(`${name}: state of each: the stub, twice`, "bytes", part("stub")),
      figure(`${name}: state of each: what the engine keeps of any resource`, "bytes", part("engine")),
    );
  }
  figures.push(
    door === "by the resource"
      ? figureBeside(
          `${name}: state of each`,
          "bytes",
          stateBytes(door),
          naive,
          stateBytes(naive),
          count === 100 ? 0.5 : undefined,
        )
      : figure(`${name}: state of each`, "bytes", stateBytes(door)),
  );
  return figures;
}
