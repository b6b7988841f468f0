// The rate limit of the API.
import { errorReply } from "./routes";
import type { Reply } from "./routes";

/** DigitalOcean allows a token 250 requests a minute and 5,000 an hour. Tests use shorter "minutes" and "hours". */
export interface RateLimits {
  readonly perMinute: number;
  readonly minuteMs: number;
  readonly perHour: number;
  readonly hourMs: number;
}

/** Counts requests in sliding windows, as the API's documentation describes them. */
export class RateLimiter {
  /** The number of refused requests. */
  public refused = 0;
  private readonly taken: number[] = [];

  public constructor(private readonly limits: RateLimits) {}

  /** Counts a request. Returns the headers of its answer and, if it is over the limit, the answer itself. */
  public take(): { readonly headers: Record<string, string>; readonly refusal: Reply | undefined } {
    const { perMinute, minuteMs, perHour, hourMs } = this.limits;
    const now = Date.now();
    const inHour = this.taken.filter((moment) => moment > now - hourMs);
    const inMinute = inHour.filter((moment) => moment > now - minuteMs);
    const isBurst = inMinute.length >= perMinute;
    const isRefused = isBurst || inHour.length >= perHour;
    if (isRefused) {
      this.refused++;
    } else {
      this.taken.push(now);
      inHour.push(now);
    }
    const headers = {
      "ratelimit-limit": String(perHour),
      "ratelimit-remaining": String(perHour - inHour.length),
      "ratelimit-reset": String(Math.ceil(((inHour[0] ?? now) + hourMs) / 1000)),
      ...(isBurst
        ? { "retry-after": String(Math.ceil(((inMinute[0] ?? now) + minuteMs - now) / 1000)) }
        : {}),
    };
    return {
      headers,
      refusal: isRefused ? errorReply(429, "too_many_requests", "API rate limit exceeded.") : undefined,
    };
  }
}
