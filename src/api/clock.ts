import { setTimeout as sleep } from "node:timers/promises";
import type { ApiLimits } from "./settings";

/** The time of a lookup: its deadline, for which waiting for the API's quota does not count, and the bound of that. */
export class Clock {
  private readonly started: number;
  private waitedMs: number;

  /** @param lookup the clock of the lookup, for one of its requests; they may wait side by side */
  public constructor(
    public readonly limits: ApiLimits,
    private readonly lookup?: Clock,
  ) {
    this.started = lookup?.started ?? performance.now();
    this.waitedMs = lookup?.waitedMs ?? 0;
  }

  /** How long was waited for quota. */
  public get quotaWaitedMs(): number {
    return this.waitedMs;
  }

  /** What is left of that. */
  public get quotaLeftMs(): number {
    return this.limits.quotaWaitSeconds * 1000 - this.waitedMs;
  }

  /** How long everything else took. */
  public get elapsedMs(): number {
    return performance.now() - this.started - this.waitedMs;
  }

  /** What is left of the deadline. */
  public get leftMs(): number {
    return this.limits.deadlineSeconds * 1000 - this.elapsedMs;
  }

  public async waitForQuota(ms: number): Promise<void> {
    const began = performance.now();
    await sleep(ms);
    this.waitedMs += performance.now() - began;
    if (this.lookup !== undefined) {
      this.lookup.waitedMs = Math.max(this.lookup.waitedMs, this.waitedMs);
    }
  }
}
