// The results that lookups must have in case of a fault.
import { DigitalOceanApiError } from "../../src/errors";
import { timeless } from "./fault";
import type { Fault } from "./fault";
import type { FaultyRead } from "./reads";

/** The properties of a lookup's error, without its message. */
interface Facts {
  readonly code: string;
  readonly status: number | undefined;
  readonly clusterUuid: unknown;
  /** `some` for a read with two concurrent requests: one of them may not be counted yet. */
  readonly attempts: number | "some";
  readonly line: string;
}

/** The facts of an error, or the error itself if it is not one of this package. */
export function factsOf(error: unknown, read: FaultyRead): unknown {
  if (!DigitalOceanApiError.isInstance(error)) {
    return error;
  }
  const { code, status, message } = error;
  const attempts = read.paths.length === 1 ? error.attempts : "some";
  return { code, status, clusterUuid: error.clusterUuid, attempts, line: timeless(message) };
}

/** The expected facts; `undefined` if the lookup must succeed. */
export function expectedFacts({ ends, ...fault }: Fault, read: FaultyRead, host: string): Facts | undefined {
  if (!("code" in ends)) {
    return undefined;
  }
  const { code, status, line } = ends;
  const requests = expectedPaths({ ends, ...fault }, read).length;
  return {
    code,
    status,
    clusterUuid: read.args["uuid"] ?? read.args["clusterUuid"],
    attempts: read.paths.length === 1 ? requests : "some",
    line: `${line({ ...read, host })} [${code}]`,
  };
}

/** The expected paths of requests, in alphabetical order. */
export function expectedPaths({ ends }: Fault, { paths, explaining }: FaultyRead): string[] {
  const tried = paths.flatMap((path) => Array<string>(ends.tries).fill(path));
  const isExplained = "code" in ends && ends.isExplained === true;
  return [...tried, ...(isExplained ? explaining : [])].sort();
}
