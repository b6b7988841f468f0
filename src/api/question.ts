/** What one lookup asks for, how its request ends, and the time that it may take. */
import type { Outcome } from "./retry";
import type { ApiLimits } from "./settings";

/** What one lookup asks for. */
export interface Question {
  readonly clock: Clock;
  /** How many requests were sent for it. */
  tries: number;
  /** Called for each request that is sent for it. */
  readonly onSent: () => void;
  /** Called before another try. */
  readonly onRetry: (failed: Outcome, waitMs: number) => void;
  /** Called at the beginning of a pause, for one of the questions that wait. */
  readonly onPause: (waitMs: number) => void;
}

/** How a request ended for a question. */
export interface Ended {
  readonly outcome: Outcome;
  /** How much longer the rate limit lasts, in milliseconds, if that is more than the question may wait. */
  readonly pauseMs?: number | undefined;
  /** Whether the request failed as often as it may, while the question's own limits allow more tries. */
  readonly hasTriesLeft?: boolean;
}

/** The time of a lookup. Waits for the API's rate limit do not count towards its deadline; they have a limit of their own. */
export class Clock {
  private readonly started = performance.now();
  private waitedMs = 0;
  private waitingUntil = 0;

  public constructor(public readonly limits: ApiLimits) {}

  /** How long the lookup has waited for the rate limit, a wait that still lasts included as a whole. */
  public get quotaWaitedMs(): number {
    return this.waitedMs;
  }

  /** How long everything else took. */
  public get elapsedMs(): number {
    return performance.now() - this.started - this.waitedMs;
  }

  /** What is left of the deadline. */
  public get leftMs(): number {
    return this.limits.deadlineSeconds * 1000 - this.elapsedMs;
  }

  /** Whether a wait for the rate limit until then is allowed. */
  public mayWaitForQuota(until: number): boolean {
    const moreMs = until - Math.max(performance.now(), this.waitingUntil);
    return moreMs <= 0 || moreMs <= this.limits.quotaWaitSeconds * 1000 - this.waitedMs;
  }

  /**
   * Counts a wait for the rate limit from now on. Several requests of a lookup may wait for the same; that counts once.
   *
   * @param until the end of the wait, by `performance.now()`
   */
  public waitForQuota(until: number): void {
    const from = Math.max(performance.now(), this.waitingUntil);
    if (until > from) {
      this.waitedMs += until - from;
      this.waitingUntil = until;
    }
  }
}
