// Lookups in a Node process of their own, with the compiled package.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { root } from "../host/providerHost";
import { Emulator } from "../../testing/emulator/emulator";
import { leaksIn } from "../unit/leaks";
import { plantedSecrets, timeless } from "./fault";
import type { Pace } from "./fault";
import type { FaultyRead } from "./reads";
import { ofPace, stackConfig } from "./surroundings";

/** Calls data functions at all endpoints at the same time, at each endpoint one after the other. Prints the results. */
const program = `
  const { inspect } = require("node:util");
  const functions = require(${JSON.stringify(root)});
  const [asked] = process.argv.slice(1).map((text) => JSON.parse(text));
  for (const calls of asked) {
    (async () => {
      for (const [name, args] of calls) {
        const outcome = await functions[name](args).then(
          () => ({ line: "found" }),
          (error) => ({
            code: error.code, line: error.message, attempts: error.attempts,
            everything: inspect(error, { showHidden: true, depth: Infinity }),
          }),
        );
        console.log(JSON.stringify({ endpoint: args.apiEndpoint, outcome }));
      }
    })();
  }
`;

/** The result of a lookup: "found" or the error. */
export interface Ended {
  readonly code?: string;
  readonly line: string;
  readonly attempts?: number;
}

/** Lookups at an endpoint. */
export interface LookUps {
  readonly reads: readonly FaultyRead[];
  readonly endpoint: string;
  readonly pace?: Pace | undefined;
}

/**
 * Runs lookups in a new Node process and returns their results by endpoint. The process has an environment of its own, and
 * must end by itself after the last lookup.
 */
export async function lookUpsInProcess(
  lookUps: readonly LookUps[],
  environment: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, readonly Ended[]>> {
  const config = stackConfig();
  const asked = lookUps.map(({ reads, endpoint, pace }) =>
    reads.map(({ name, args }) => [name.split(" ")[0], { ...args, ...ofPace(pace), apiEndpoint: endpoint }]),
  );
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["-e", program, JSON.stringify(asked)],
    {
      env: {
        PATH: process.env["PATH"],
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(Object.keys(config)),
        ...environment,
      },
      timeout: 100_000,
      maxBuffer: 16 * 1024 * 1024,
    },
  );
  expect(leaksIn(stdout + stderr, [...plantedSecrets, Emulator.token])).toEqual([]);
  expect(stderr).toBe("");
  const ended = new Map(lookUps.map(({ endpoint }) => [endpoint, [] as Ended[]]));
  // Without an engine the SDK prints what a program logs, such as the line before a retry.
  const isLogged = (line: string): boolean => /^info: .*: try \d+ of \d+ failed \([\w ]+\);/.test(line);
  for (const printed of stdout.split("\n").filter((line) => line !== "" && !isLogged(line))) {
    const { endpoint, outcome } = JSON.parse(printed) as {
      endpoint: string;
      outcome: Ended & { everything?: string };
    };
    const { everything: _, ...end } = outcome;
    ended.get(endpoint)?.push({ ...end, line: timeless(end.line) });
  }
  return ended;
}
