/** The time limits of one lookup: its deadline, and how long it may wait for the API's rate limit. */
import type { ApiLimits } from "./settings";

/** Waits for the rate limit do not count towards the deadline; they have a limit of their own. */
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
