import type { Failed } from "./attempt";
import type { ApiLimits } from "./settings";

/** A failed try that will be followed by another. Nothing in it is secret. */
export interface RetryNotice {
  /** What failed, and where: `api.digitalocean.com: 503`. Notices with the same cause are one for the user. */
  readonly cause: string;
  /** One line: the cause, which try of how many it was, and when the next one comes. */
  readonly text: string;
  /** How long the next try is waited for. */
  readonly waitMs: number;
}

/** @param tries how many tries were made so far, the failed one included */
export function retryNotice(
  failed: Failed,
  { host, tries, limits, waitMs }: { host: string; tries: number; limits: ApiLimits; waitMs: number },
): RetryNotice {
  const cause = causeOf(failed);
  const text =
    `${host}: try ${tries} of ${limits.httpRetryMax + 1} failed (${cause}); ` +
    `the next try begins in ${Math.ceil(waitMs / 1000)} s.`;
  return { cause: `${host}: ${cause}`, text, waitMs };
}

/** As a message names it: `503 service_unavailable`, `no answer`, `ECONNREFUSED`. */
function causeOf(failed: Failed): string {
  if (failed.kind === "refusal") {
    return failed.id === undefined ? `${failed.status}` : `${failed.status} ${failed.id}`;
  }
  return failed.reason === "timeout" ? "no answer" : (failed.errorCode ?? "no connection");
}
