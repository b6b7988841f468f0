/** The rate limit headers of an answer. */
import type { AxiosResponse } from "axios";
import { ownMember } from "./decode";

/** What an answer says of the API's limits. */
export interface QuotaHeaders {
  /** How long to wait before the next request, in milliseconds; for a 429 and a 503. */
  readonly retryAfterMs: number | undefined;
  /** How many requests are left in this hour. */
  readonly remaining: number | undefined;
  /** When more are available, in milliseconds from now. */
  readonly resetMs: number | undefined;
}

/**
 * Reads `retry-after` (seconds or a date; DigitalOcean sends it with burst limits), `ratelimit-remaining` and
 * `ratelimit-reset` (epoch seconds; the only header if the hourly limit is reached). A header of another form counts as
 * absent. A moment in the past becomes 0; retries have a shortest wait of their own.
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

/** The oldest form, that of C's `asctime`, names no zone; it is in GMT. */
function withZone(text: string): string {
  return text.endsWith("GMT") ? text : `${text} GMT`;
}

/**
 * The current time, by the server's `date` header if this machine's clock differs from it by more than the header's
 * precision and the time that the answer took.
 */
function currentMoment(date: string): number {
  const now = Date.now();
  const serversNow = httpDate(date) ?? now;
  return Math.abs(serversNow - now) > 10_000 ? serversNow : now;
}

function fromNow(moment: number | undefined, now: number): number | undefined {
  return moment === undefined ? undefined : Math.min(Math.max(0, moment - now), farAwayMs);
}

/** Some centuries, so that the moment can still be written as a date. */
const farAwayMs = 1e13;
