import type { AxiosResponse } from "axios";
import { ownMember } from "./decode";
import type { Response } from "./http";
import { quotaWait, refusal } from "./retry";
import type { Refusal } from "./retry";

/** The API has said when it wants to be asked again. */
export interface Hold {
  /** By `performance.now()`. */
  readonly until: number;
  /** The refusal that said so, unless an answer did. */
  readonly refusal: Refusal | undefined;
  /** Whether the user has been told. */
  isTold: boolean;
}

/** As many requests at once as Terraform asks of a provider unless told; the API's burst limit has no use for more. */
const maxAtOnce = 10;

/**
 * What the answers have told of the quota of a token, and how many requests may be on their way by that. Near the end
 * of the quota there are fewer, and none where it is used up: asking then is refused, and counts all the same.
 */
export class Quota {
  private onTheWay = 0;
  /** After a refusal one request tries it, then two, then four. */
  private atOnce = maxAtOnce;
  private remaining = Infinity;
  private held: Hold | undefined;
  /** How many refusals in a row there were. Those of requests that were on their way together count as one. */
  private refusals = 0;

  /** While nothing should be sent. */
  public get hold(): Hold | undefined {
    return this.held !== undefined && this.held.until > performance.now() ? this.held : undefined;
  }

  /** Whether another request may be sent before one of those on their way has its answer. */
  public get isWide(): boolean {
    // With none on its way the last word on what remains is outdated: one asks for another.
    return this.onTheWay < Math.min(this.atOnce, Math.max(1, this.remaining));
  }

  public sent(): void {
    this.onTheWay++;
    this.remaining--;
  }

  /**
   * @param response what came back, if anything did
   * @param leastWaitMs the shortest wait after so many refusals, however soon the API wants to be asked again
   * @returns whether it says that nothing should be sent for a while
   */
  public returned(
    response: Response | undefined,
    leastWaitMs: (refusals: number, dice: number) => number,
  ): Hold | undefined {
    this.onTheWay--;
    if (response === undefined) {
      return undefined;
    }
    const { status, remaining, resetMs, retryAfterMs, dice } = response;
    // Those still on their way may not be counted yet.
    this.remaining = remaining === undefined ? this.remaining : remaining - this.onTheWay;
    const isRefused = status === 429;
    const { hold } = this;
    this.refusals = isRefused ? this.refusals + (hold === undefined ? 1 : 0) : 0;
    const isUsedUp = isRefused || remaining === 0;
    this.atOnce = isUsedUp ? 1 : Math.min(2 * this.atOnce, maxAtOnce);
    const waitMs = isRefused ? retryAfterMs : remaining === 0 ? resetMs : undefined;
    if (waitMs === undefined) {
      return undefined;
    }
    const askedMs = Math.max(waitMs, leastWaitMs(Math.max(1, this.refusals), dice));
    this.held = {
      until: Math.max(performance.now() + quotaWait(askedMs, dice), hold?.until ?? 0),
      refusal: isRefused ? refusal(response, undefined) : hold?.refusal,
      isTold: hold?.isTold ?? false,
    };
    return this.hold;
  }
}

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
