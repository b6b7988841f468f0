// Measures the native plugin: its start, and runs of Python programs with it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { figure, figureBeside } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import { differences, sampleInTurn } from "../../../testing/figures/samples";
import { samplePhases } from "../stackRun";
import type { Phase, Sample } from "../stackRun";
import type { BenchContext } from "../context";

/** The programs, with the longest time that one cluster may add to `up`, and the ratio of `up` with 50 unchanged ones. */
const ways = {
  "the plugin's `get`": { program: "plugin_get.py", addedAtMost: 0.35, unchangedAtMost: undefined },
  "the plugin's `new`": { program: "plugin_new.py", addedAtMost: 0.35, unchangedAtMost: 3 },
} as const;

type Way = keyof typeof ways;

const startAtMost = 0.3;
/** The size of the state beside that of the dynamic resource. */
const stateAtMost = 0.95;

export async function plugin(context: BenchContext, rounds: number): Promise<Figure[]> {
  const { environment, program } = await context.plugin();
  const starts: number[] = [];
  for (let start = 0; start < rounds * 3; start++) {
    starts.push(await secondsToPort(program));
  }
  const figures = [figure("the plugin: from its start to its port", "s", starts, startAtMost)];
  // The first run of a program in Python writes compiled files.
  await samplePhases(context, "plugin_new.py", 1, environment);
  for (const count of [1, 50]) {
    figures.push(...(await phasesWith(context, count, rounds, environment)));
  }
  return figures;
}

/** The engine reads the port from standard output. */
async function secondsToPort(launcher: string): Promise<number> {
  const started = performance.now();
  const child = spawn(launcher, ["127.0.0.1:1"], { stdio: ["pipe", "pipe", "inherit"] });
  await once(child.stdout, "data");
  const seconds = (performance.now() - started) / 1000;
  child.kill("SIGKILL");
  await once(child, "close");
  return seconds;
}

async function phasesWith(
  context: BenchContext,
  count: number,
  rounds: number,
  environment: NodeJS.ProcessEnv,
): Promise<Figure[]> {
  const sample =
    (program: string, own = environment) =>
    (): Promise<Sample> => {
      context.say(`${count} clusters: ${program} …`);
      return samplePhases(context, program, count, own);
    };
  const samples = await sampleInTurn(
    rounds,
    {
      empty: sample("empty_program.py"),
      dynamic: sample("byResource.js", context.environment),
      ...(Object.fromEntries(
        Object.entries(ways).map(([way, { program }]) => [way, sample(program)]),
      ) as Record<Way, () => Promise<Sample>>),
    },
    0,
  );
  const seconds = (of: Way | "empty", phase: Phase): number[] =>
    samples[of].map((each) => each.seconds[phase]);
  const beside = "an empty program in Python";
  return (Object.keys(ways) as Way[]).flatMap((way) => {
    const name = `${count} ${count === 1 ? "cluster" : "clusters"} with ${way}, in Python`;
    const { addedAtMost, unchangedAtMost } = ways[way];
    const bound = (phase: Phase): number | undefined =>
      phase === "up again" && count === 50 ? unchangedAtMost : undefined;
    const figures = (["preview", "up", "up again", "refresh"] as const).map((phase) =>
      figureBeside(
        `${name}: \`${phase}\``,
        "s",
        seconds(way, phase),
        beside,
        seconds("empty", phase),
        bound(phase),
      ),
    );
    if (count === 1) {
      const added = differences(seconds(way, "up"), seconds("empty", "up"));
      return [...figures, figure(`${name}: added to \`up\``, "s", added, addedAtMost)];
    }
    const bytes = (of: Way | "dynamic"): number[] => samples[of].map((each) => each.stateBytes / count);
    const isStored = way === "the plugin's `new`" ? stateAtMost : undefined;
    return [
      ...figures,
      figureBeside(
        `${name}: state of each`,
        "bytes",
        bytes(way),
        "the dynamic resource",
        bytes("dynamic"),
        isStored,
      ),
    ];
  });
}
