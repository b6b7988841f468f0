// Runs a program through the phases of a stack with the real CLI, and records time, requests and the size of the state.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { uuidAt } from "../../testing/emulator/manyClusters";
import { onInterruption } from "../../testing/engine/interruption";
import { runPulumi } from "../../testing/pulumi";
import type { BenchContext } from "./context";

/** The CLI's arguments for each phase. They run one after the other in a new stack. */
export const phases = {
  preview: ["preview"],
  up: ["up", "--yes", "--skip-preview"],
  "up again": ["up", "--yes", "--skip-preview"],
  refresh: ["refresh", "--yes", "--skip-preview"],
} as const;

export type Phase = keyof typeof phases;

/** The result of one pass through all phases. */
export interface Sample {
  readonly seconds: Record<Phase, number>;
  readonly requests: Record<Phase, number>;
  /**
   * The size of the checkpoint after the last phase, without the stack traces that the SDKs have the engine store: one of
   * 1.4 KB with each resource in Python, and one of 0.4 KB in Node.
   */
  readonly stateBytes: number;
  /** The parts of the first DatabaseCluster in the checkpoint; zeros without such a resource. */
  readonly parts: StateParts;
}

/** The bytes of a resource in the state. */
export interface StateParts {
  /** The stored provider, which is there twice. */
  readonly stub: number;
  readonly properties: number;
  /** The rest, which the engine stores for any resource. */
  readonly engine: number;
}

let projects = 0;

/** Runs all phases of a program, in JavaScript or Python, in a new stack, and removes the stack. */
export async function samplePhases(
  context: BenchContext,
  program: string,
  count: number,
  environmentOfLanguage = context.environment,
): Promise<Sample> {
  const name = `bench-${String((projects += 1))}`;
  const text = readFileSync(join(context.folder, "programs", program), "utf8");
  const files: Readonly<Record<string, string>> = program.endsWith(".py")
    ? { "Pulumi.yaml": `name: ${name}\nruntime: python\n`, "__main__.py": text }
    : {
        "Pulumi.yaml": `name: ${name}\nruntime: nodejs\n`,
        "package.json": JSON.stringify({ name, private: true, main: "index.js" }),
        "index.js": text,
      };
  const folder = context.project(name, files);
  const environment = {
    ...environmentOfLanguage,
    ...context.settingsFor(context.api),
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
    context.api.behave();
    const started = performance.now();
    await pulumi(...phases[phase]);
    seconds[phase] = (performance.now() - started) / 1000;
    requests[phase] = context.api.requests.length;
    checkpoint = checkpointOf(context.folder, name);
  }
  await pulumi("destroy", "--yes", "--skip-preview");
  await pulumi("stack", "rm", "--yes");
  return {
    seconds,
    requests,
    stateBytes: Buffer.byteLength(withoutStackTraces(checkpoint)),
    parts: partsOf(checkpoint),
  } as Sample;
}

function checkpointOf(folder: string, project: string): string {
  const stacks = join(folder, "state", ".pulumi", "stacks", project);
  const file = readdirSync(stacks).find((name) => name === "dev.json") ?? "";
  return readFileSync(join(stacks, file), "utf8");
}

function withoutStackTraces(checkpoint: string): string {
  const state = JSON.parse(checkpoint) as unknown;
  return JSON.stringify(state, (key, value: unknown) => (key === "stackTrace" ? undefined : value));
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
