/** Whether a failed request is sent again, and when. */
import type { Breakdown, Response } from "./http";
import type { ApiLimits } from "./settings";

/** How a request ended. */
export type Outcome = Response | Breakdown;

/** How far a lookup has come when its last try has failed. */
export interface Progress {
  /** Tries so far, the failed one included. */
  readonly tries: number;
  /** What is left of the deadline. */
  readonly leftMs: number;
  readonly limits: ApiLimits;
}

/** Whether another try may end differently: after no connection, no answer in time, 429 and 5xx. */
function isTransient(outcome: Outcome): boolean {
  return outcome.kind === "breakdown"
    ? outcome.reason === "timeout" || outcome.reason === "network"
    : outcome.status === 429 || outcome.status >= 500;
}

/**
 * The wait before the next try, in milliseconds; `undefined` if there is no next try. After a 429 the session waits for the
 * rate limit, so the wait here is 0.
 *
 * @param random from 0 to 1
 */
export function waitBeforeRetry(
  outcome: Outcome,
  { tries, leftMs, limits }: Progress,
  random: number,
): number | undefined {
  if (!isTransient(outcome) || tries > limits.httpRetryMax) {
    return undefined;
  }
  if (outcome.kind === "response" && outcome.status === 429) {
    return 0;
  }
  const askedMs = (outcome.kind === "response" ? outcome.retryAfterMs : undefined) ?? 0;
  const waitMs = Math.max(askedMs, backoff(tries, limits, random));
  // A try that could only begin after the deadline is useless.
  return waitMs < leftMs ? waitMs : undefined;
}

/**
 * The wait after so many failed tries, in milliseconds: it doubles with each, and is up to twice as long by chance, so
 * that programs that failed together do not retry together.
 */
export function backoff(tries: number, limits: ApiLimits, random = Math.random()): number {
  const leastSeconds = Math.min(limits.httpRetryWaitMin * 2 ** (tries - 1), limits.httpRetryWaitMax);
  return 1000 * Math.min(leastSeconds * (1 + random), limits.httpRetryWaitMax);
}
