import { errorReply } from "./routes";
import type { Reply } from "./routes";

/** DigitalOcean's limits for a token are 250 requests a minute and 5,000 an hour; a test has no hour. */
export interface RateLimits {
  readonly perMinute: number;
  readonly minuteMs: number;
  readonly perHour: number;
  readonly hourMs: number;
}

/** Counts requests in windows that move with the time, as the API's documentation describes them. */
export class RateLimiter {
  /** How many requests were refused. */
  public refused = 0;
  private readonly taken: number[] = [];

  public constructor(private readonly limits: RateLimits) {}

  /** Another request: the headers of its answer, and the answer itself where it is refused. */
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
