import { DigitalOceanApiError } from "../../src/errors";
import { clusterUuid } from "../../testing/emulator/clusters";
import { patience, slackSeconds, timeless } from "./fault";
import type { Fault } from "./fault";
import type { FaultyRead } from "./reads";

/** What a lookup's error says, beside its line; `undefined` of one that has found what it looked for. */
interface Facts {
  readonly code: string;
  readonly status: number | undefined;
  readonly clusterUuid: string | undefined;
  /** Of a read that asks for two things side by side, the second may be on its way still. */
  readonly attempts: number | "some";
  readonly line: string;
}

/** The facts of an error; what is no error of this package's is itself. */
export function factsOf(error: unknown, read: FaultyRead): unknown {
  if (!DigitalOceanApiError.isInstance(error)) {
    return error;
  }
  const { code, status, message } = error;
  const attempts = read.paths.length === 1 ? error.attempts : "some";
  return { code, status, clusterUuid: error.clusterUuid, attempts, line: timeless(message) };
}

/** The facts as they have to be. */
export function expectedFacts({ ends, ...fault }: Fault, read: FaultyRead, host: string): Facts | undefined {
  if (!("code" in ends)) {
    return undefined;
  }
  const { code, status, line } = ends;
  const requests = expectedPaths({ ends, ...fault }, read).length;
  return {
    code,
    status,
    clusterUuid: Object.keys(read.args).some((name) => /uuid$/i.test(name)) ? clusterUuid("pg") : undefined,
    attempts: read.paths.length === 1 ? requests : "some",
    line: `${line({ ...read, host })} [${code}]`,
  };
}

/** The paths that have to be asked for, in alphabetical order. */
export function expectedPaths({ ends }: Fault, { paths, explaining }: FaultyRead): string[] {
  const tried = paths.flatMap((path) => Array<string>(ends.tries).fill(path));
  const isExplained = "code" in ends && ends.isExplained === true;
  return [...tried, ...(isExplained ? explaining : [])].sort();
}

/** How long a lookup that meets the fault may take, and has to take. */
export function bounds({ limits = patience, quotaWaits }: Fault): { atLeast: number; below: number } {
  return {
    atLeast: quotaWaits === undefined ? 0 : quotaWaits.times * quotaWaits.seconds,
    below: limits.deadlineSeconds + (quotaWaits === undefined ? 0 : limits.quotaWaitSeconds) + slackSeconds,
  };
}
