import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { uuidAt } from "../../testing/emulator/manyClusters";
import { onInterruption } from "../../testing/engine/interruption";
import { runPulumi } from "../../testing/pulumi";
import type { Workshop } from "./workshop";

/** What a run of the CLI is given; each runs in a stack that is empty before the first of them, and after the last. */
export const phases = {
  preview: ["preview"],
  up: ["up", "--yes", "--skip-preview"],
  "up again": ["up", "--yes", "--skip-preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
} as const;

export type Phase = keyof typeof phases;

/** What was seen of a program. */
export interface Sample {
  readonly seconds: Record<Phase, number>;
  readonly requests: Record<Phase, number>;
  /** Of the checkpoint, after both updates. */
  readonly stateBytes: number;
  /** Of one DatabaseCluster in it, as far as there is one, by who is the reason for them. */
  readonly parts: StateParts;
}

/** Bytes of a resource in a state, by who is the reason for them. */
export interface StateParts {
  readonly stub: number;
  readonly properties: number;
  readonly engine: number;
}

let projects = 0;

/** What the phases of a program take, in a stack of its own. */
export async function samplePhases(workshop: Workshop, program: string, count: number): Promise<Sample> {
  const name = `bench-${String((projects += 1))}`;
  const folder = workshop.project(name, {
    "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n`,
    "package.json": JSON.stringify({ name, private: true, main: "index.js" }),
    "index.js": readFileSync(join(workshop.folder, "programs", program), "utf8"),
  });
  const environment = {
    ...workshop.environment,
    ...workshop.settingsFor(workshop.api),
    CLUSTERS: JSON.stringify(Array.from({ length: count }, (_, index) => uuidAt(index))),
  };
  const pulumi = async (...args: string[]): Promise<void> => {
    let forget = (): void => undefined;
    const { code, stdout, stderr } = await runPulumi(args, {
      cwd: folder,
      environment,
      started: (child) => (forget = onInterruption(() => child.kill("SIGINT"))),
    });
    forget();
    if (code !== 0) {
      throw new Error(
        `pulumi ${args.join(" ")} (${program}) ended with ${String(code)}:\n${stdout}${stderr}`,
      );
    }
  };
  await pulumi("stack", "init", "dev");
  const seconds: Partial<Record<Phase, number>> = {};
  const requests: Partial<Record<Phase, number>> = {};
  let checkpoint = "";
  for (const phase of Object.keys(phases) as Phase[]) {
    workshop.api.behave();
    const started = performance.now();
    await pulumi(...phases[phase]);
    seconds[phase] = (performance.now() - started) / 1000;
    requests[phase] = workshop.api.requests.length;
    checkpoint = checkpointOf(workshop.folder, name);
  }
  await pulumi("destroy", "--yes", "--skip-preview");
  await pulumi("stack", "rm", "--yes");
  return {
    seconds,
    requests,
    stateBytes: Buffer.byteLength(checkpoint),
    parts: partsOf(checkpoint),
  } as Sample;
}

function checkpointOf(folder: string, project: string): string {
  const stacks = join(folder, "state", ".pulumi", "stacks", project);
  const file = readdirSync(stacks).find((name) => name === "dev.json") ?? "";
  return readFileSync(join(stacks, file), "utf8");
}

interface StoredResource {
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}

function partsOf(checkpoint: string): StateParts {
  const { resources = [] } = (
    JSON.parse(checkpoint) as { checkpoint: { latest: { resources?: StoredResource[] } } }
  ).checkpoint.latest;
  const resource = resources.find(({ type }) => type.endsWith("digitalocean:DatabaseCluster"));
  const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
  if (resource === undefined) {
    return { stub: 0, properties: 0, engine: 0 };
  }
  const stub = 2 * bytes(resource.inputs["__provider"]);
  const properties = bytes(resource.outputs) - stub / 2;
  return { stub, properties, engine: bytes(resource) - stub - properties };
}
