import { Malformed } from "./decode";
import type { Breakdown, Response } from "./http";
import type { ApiLimits } from "./settings";

/** How one try ended. */
export type Attempt<T> = Answer<T> | Failed;

export type Failed = Refusal | Breakdown;

/** Status 200 and the body that was asked for. */
export interface Answer<T> {
  readonly kind: "answer";
  readonly value: T;
}

/** Any other answer. */
export interface Refusal extends Pick<Response, "status" | "id" | "requestId" | "retryAfterMs" | "dice"> {
  readonly kind: "refusal";
  /** What is wrong with the body. */
  readonly defect: string | undefined;
  /** Whether the rest of the body is in the API's form. */
  readonly isOfTheApi?: boolean;
}

/** Reads a body; how many bytes it had is of interest where there are many. */
export type BodyDecoder<T> = (body: unknown, path: string, oddDetails: undefined, bytes: number) => T;

/** The answer as the body that was asked for, or as a refusal. */
export function readResponse<T>(response: Response, decode: BodyDecoder<T>): Answer<T> | Refusal {
  const { status, body, bytes } = response;
  if (status !== 200 || typeof body === "string") {
    return refusal(response, typeof body === "string" ? body : undefined);
  }
  try {
    return { kind: "answer", value: decode(body, "", undefined, bytes) };
  } catch (error) {
    if (error instanceof Malformed) {
      // Its envelope was there, as in `database.connection.port is not a port`.
      return { ...refusal(response, error.message), isOfTheApi: /^\w+[.[]/.test(error.message) };
    }
    throw error;
  }
}

/** @param defect what is wrong with the body */
export function refusal(response: Response, defect: string | undefined): Refusal {
  const { status, id, requestId, retryAfterMs, dice } = response;
  return { kind: "refusal", status, id, requestId, retryAfterMs, dice, defect };
}

/** How far a lookup has come when its last try has failed. */
export interface Progress {
  /** Tries made so far, the failed one included. */
  readonly tries: number;
  /** What is left of the deadline. */
  readonly leftMs: number;
  /** What is left of the time that may be waited for quota. */
  readonly quotaLeftMs: number;
}

/** Give up; or ask again after a wait, which counts towards the deadline or, for quota, has a bound of its own. */
export type Decision =
  | { readonly again: false; readonly quotaWaitMs?: number | undefined }
  | { readonly again: true; readonly waitMs: number; readonly forQuota: boolean };

const giveUp: Decision = { again: false };

/** Whether to try again after a failed try, and when. */
export function decide(failed: Failed, progress: Progress, limits: ApiLimits): Decision {
  if (!isTransient(failed) || progress.tries > limits.httpRetryMax) {
    return giveUp;
  }
  const asked = failed.kind === "refusal" ? failed.retryAfterMs : undefined;
  if (failed.kind === "refusal" && failed.status === 429) {
    const leastMs = backoff(progress.tries, limits, failed.dice);
    // The moment that the API names may have passed, by its clock or by ours.
    const waitMs = Math.max(asked ?? 0, leastMs);
    return waitMs > progress.quotaLeftMs
      ? { again: false, quotaWaitMs: waitMs === asked ? asked : undefined }
      : {
          again: true,
          waitMs: Math.min(quotaWait(waitMs, failed.dice), progress.quotaLeftMs),
          forQuota: true,
        };
  }
  const waitMs = Math.max(asked ?? 0, backoff(progress.tries, limits, failed.dice));
  // A try that could not even begin before the deadline is none.
  return waitMs < progress.leftMs ? { again: true, waitMs, forQuota: false } : giveUp;
}

/** What may be different the next time: no connection, no answer in time, 429 and 5xx. A certificate is not. */
function isTransient(failed: Failed): boolean {
  return failed.kind === "breakdown"
    ? failed.reason === "timeout" || failed.reason === "network"
    : failed.status === 429 || failed.status >= 500;
}

/** Never sooner than asked; a little later, so that programs turned away together do not return together. */
export function quotaWait(askedMs: number, dice: number): number {
  return askedMs + dice * Math.min(1000, 100 + askedMs / 10);
}

/** At least twice as long each time, and up to twice that, so that programs that failed together part. */
export function backoff(attempts: number, limits: ApiLimits, dice = Math.random()): number {
  const least = Math.min(limits.httpRetryWaitMin * 2 ** (attempts - 1), limits.httpRetryWaitMax);
  return 1000 * Math.min(least * (1 + dice), limits.httpRetryWaitMax);
}
