import type { AxiosResponse } from "axios";

/** What an answer says of the API's limits. */
export interface QuotaHeaders {
  /** When the API wants to be asked again, in milliseconds from now; of a 429 and a 503. */
  readonly retryAfterMs: number | undefined;
  /** How many more requests the hour's quota has. */
  readonly remaining: number | undefined;
  /** When that grows again, in milliseconds from now. */
  readonly resetMs: number | undefined;
}

/**
 * The limits in an answer's headers: `retry-after` (seconds or a date; sent with burst limits), `ratelimit-remaining`
 * and `ratelimit-reset` (epoch seconds; all there is when the hour's quota is used up, and on every other answer the
 * moment when the quota grows again).
 */
export function quotaIn(status: number, headers: AxiosResponse["headers"]): QuotaHeaders {
  const after = String(headers["retry-after"] ?? "").trim();
  const remaining = String(headers["ratelimit-remaining"] ?? "").trim();
  const reset = String(headers["ratelimit-reset"] ?? "").trim();
  const resetMs = wholeNumber.test(reset) ? fromNow(Number(reset) * 1000) : undefined;
  const asked =
    after === ""
      ? status === 429
        ? resetMs
        : undefined
      : wholeNumber.test(after)
        ? Math.min(Number(after) * 1000, farAwayMs)
        : fromNow(Date.parse(after));
  return {
    retryAfterMs: status === 429 || status === 503 ? asked : undefined,
    remaining: wholeNumber.test(remaining) ? Number(remaining) : undefined,
    resetMs,
  };
}

const wholeNumber = /^\d+$/;

function fromNow(moment: number): number | undefined {
  return Number.isNaN(moment) ? undefined : Math.min(Math.max(0, moment - Date.now()), farAwayMs);
}

/** Some centuries: further ahead no date can be written. */
const farAwayMs = 1e13;
