// Lookups in a Node process of their own, with the compiled package.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { root } from "../host/providerHost";
import { Emulator } from "../../testing/emulator/emulator";
import type { ApiLimits } from "../../src/api/settings";
import { leaksIn } from "../unit/leaks";
import { plantedSecrets, timeless } from "./fault";
import type { FaultyRead } from "./reads";
import { stackConfig } from "./surroundings";

/** Calls the data functions one after the other, and prints each result. */
const program = `
  const { inspect } = require("node:util");
  const functions = require(${JSON.stringify(root)});
  const [asked] = process.argv.slice(1).map((text) => JSON.parse(text));
  (async () => {
    for (const [name, args] of asked) {
      const outcome = await functions[name](args).then(
        () => ({ line: "found" }),
        (error) => ({
          code: error.code, line: error.message, attempts: error.attempts,
          everything: inspect(error, { showHidden: true, depth: Infinity }),
        }),
      );
      console.log(JSON.stringify(outcome));
    }
  })();
`;

/** The result of a lookup: "found" or the error. */
export interface Ended {
  readonly code?: string;
  readonly line: string;
  readonly attempts?: number;
}

/**
 * Runs lookups in a new Node process, one after the other, and returns their results. The process can have its own
 * environment, and it must end by itself after the last lookup.
 */
export async function lookUpsInProcess(
  reads: readonly FaultyRead[],
  apiEndpoint: string,
  limits: ApiLimits,
  environment: Readonly<Record<string, string>>,
): Promise<Ended[]> {
  const config = stackConfig(limits);
  const asked = reads.map(({ name, args }) => [name.split(" ")[0], { ...args, apiEndpoint }]);
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
      timeout: 25_000,
    },
  );
  expect(leaksIn(stdout + stderr, [...plantedSecrets, Emulator.token])).toEqual([]);
  expect(stderr).toBe("");
  return (
    stdout
      .split("\n")
      // Without an engine the SDK prints what a program logs, such as the line before a retry.
      .filter((line) => line !== "" && !/^info: .*: try \d+ of \d+ failed \([\w ]+\);/.test(line))
      .map((line) => {
        const { everything: _, ...ended } = JSON.parse(line) as Ended & { everything?: string };
        return { ...ended, line: timeless(ended.line) };
      })
  );
}
