/** How many requests may be sent with one token, from what the answers say of its rate limit. */
import type { Response } from "./http";

/** A time in which no request is sent, because the API says that the limit is reached. */
export interface Pause {
  /** The end that the API named, or the shortest wait before a retry if that ends later; by `performance.now()`. */
  readonly until: number;
  /** When requests are sent again: up to a second after `until`, so that programs do not all return at once. */
  readonly resumesAt: number;
  /** Whether the API named the end. */
  readonly isNamed: boolean;
  /** The 429 that began the pause; `undefined` if a successful answer said that no requests are left. */
  readonly refusal: Response | undefined;
  /** Whether the user has been told of the pause. */
  isShown: boolean;
}

/** The default number of parallel requests of Terraform's providers. More would only reach the burst limit sooner. */
const maxAtOnce = 10;

/** The quota of one token. */
export class Quota {
  private inFlight = 0;
  /** 1 after a 429, doubled by each answer after that. */
  private atOnce = maxAtOnce;
  private remaining = Infinity;
  private last: Pause | undefined;
  /** How many 429s came in a row. Those of requests that were in flight together count once. */
  private refusals = 0;

  /** The pause that lasts now. */
  public get pause(): Pause | undefined {
    return this.last !== undefined && this.last.resumesAt > performance.now() ? this.last : undefined;
  }

  /** Whether another request may be sent beside those in flight. */
  public get hasRoom(): boolean {
    // With nothing in flight `remaining` may be stale, so one request is allowed, to refresh it.
    return this.inFlight < Math.min(this.atOnce, Math.max(1, this.remaining));
  }

  /** Counts a request that is sent. */
  public sent(): void {
    this.inFlight++;
    this.remaining--;
  }

  /**
   * Counts a request that has ended.
   *
   * @param response the answer, if there was one
   * @param leastWaitMs the shortest wait after so many refusals in a row
   * @param random from 0 to 1
   */
  public returned(
    response: Response | undefined,
    leastWaitMs: (refusals: number) => number,
    random: number,
  ): void {
    this.inFlight--;
    if (response === undefined) {
      return;
    }
    const { status, remaining, resetMs, retryAfterMs } = response;
    const { pause } = this;
    const isRefused = status === 429;
    const isUsedUp = isRefused || remaining === 0;
    // The API may not have counted the requests in flight yet.
    this.remaining = remaining === undefined ? this.remaining : remaining - this.inFlight;
    this.refusals = isRefused ? this.refusals + (pause === undefined ? 1 : 0) : 0;
    this.atOnce = isUsedUp ? 1 : Math.min(2 * this.atOnce, maxAtOnce);
    const namedMs = isRefused ? retryAfterMs : resetMs;
    if (!isRefused && (!isUsedUp || namedMs === undefined)) {
      return;
    }
    const leastMs = leastWaitMs(Math.max(1, this.refusals));
    const waitMs = Math.max(namedMs ?? 0, leastMs);
    const until = Math.max(performance.now() + waitMs, pause?.until ?? 0);
    this.last = {
      until,
      resumesAt: Math.max(until + random * Math.min(1000, 100 + waitMs / 10), pause?.resumesAt ?? 0),
      isNamed: (namedMs ?? 0) >= leastMs || pause?.isNamed === true,
      refusal: isRefused ? response : pause?.refusal,
      isShown: pause?.isShown ?? false,
    };
  }
}
