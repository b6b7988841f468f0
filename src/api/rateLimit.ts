import type { AxiosResponse } from "axios";
import { ownMember } from "./own";

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
 * moment when the quota grows again). A header of another form counts as absent. A moment in the past is 0 here; the
 * waits before a retry have a lower bound of their own.
 */
export function quotaIn(status: number, headers: AxiosResponse["headers"]): QuotaHeaders {
  const header = (name: string): string => {
    const value = ownMember(headers, name);
    return typeof value === "string" ? value.trim() : "";
  };
  const now = currentMoment(header("date"));
  const resetMs = fromNow(wholeNumber(header("ratelimit-reset"), 1000), now);
  const after = header("retry-after");
  const seconds = wholeNumber(after, 1000);
  const afterMs = seconds === undefined ? fromNow(httpDate(after), now) : Math.min(seconds, farAwayMs);
  const asked = afterMs ?? (status === 429 ? resetMs : undefined);
  return {
    retryAfterMs: status === 429 || status === 503 ? asked : undefined,
    remaining: wholeNumber(header("ratelimit-remaining")),
    resetMs,
  };
}

function wholeNumber(text: string, unit = 1): number | undefined {
  return /^\d+$/.test(text) ? Number(text) * unit : undefined;
}

/** A date as HTTP has it, in one of the three forms that a recipient has to know (RFC 9110, 5.6.7). */
function httpDate(text: string): number | undefined {
  const moment = httpDates.some((form) => form.test(text)) ? Date.parse(withZone(text)) : NaN;
  return Number.isNaN(moment) ? undefined : moment;
}

const months = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)";
const weekdays = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)";
const longWeekdays = "(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";
const time = "\\d\\d:\\d\\d:\\d\\d";
const httpDates = [
  `${weekdays}, \\d\\d ${months} \\d{4} ${time} GMT`,
  `${longWeekdays}, \\d\\d-${months}-\\d\\d ${time} GMT`,
  `${weekdays} ${months} [ \\d]\\d ${time} \\d{4}`,
].map((form) => new RegExp(`^${form}$`));

/** The oldest form, of C's `asctime`, leaves it out that it is in GMT. */
function withZone(text: string): string {
  return text.endsWith("GMT") ? text : `${text} GMT`;
}

/**
 * The moment by the server's clock, by which it names others, if this machine's clock differs from it. The header has
 * whole seconds, and the answer took a while.
 */
function currentMoment(date: string): number {
  const now = Date.now();
  const serversNow = httpDate(date) ?? now;
  return Math.abs(serversNow - now) > 10_000 ? serversNow : now;
}

function fromNow(moment: number | undefined, now: number): number | undefined {
  return moment === undefined ? undefined : Math.min(Math.max(0, moment - now), farAwayMs);
}

/** Some centuries: further ahead no date can be written. */
const farAwayMs = 1e13;
