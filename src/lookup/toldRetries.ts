import type { RetryNotice } from "../api/retryNotice";

/** The part of a wait after which the next notice of a cause is due. Timers may fire a little early. */
const partOfWait = 0.8;

interface Told {
  /** When the next notice of the cause is due, by `performance.now()`. */
  readonly due: number;
  readonly count: number;
}

/**
 * Which retries one run has been told about. Lookups that fail together, for the same cause, make one line: while that
 * line says when the next try begins, the other lookups add nothing to it.
 */
export class ToldRetries {
  private readonly told = new Map<string, Told>();

  /**
   * Whether to tell about this one; if so, it counts as told.
   *
   * @param leastMs the shortest time between two lines about the same cause, by how many there were
   */
  public isDue({ cause, waitMs }: RetryNotice, leastMs: (count: number) => number = () => 0): boolean {
    const now = performance.now();
    const { due, count } = this.told.get(cause) ?? { due: now, count: 0 };
    if (now < due) {
      return false;
    }
    this.told.set(cause, { due: now + Math.max(waitMs * partOfWait, leastMs(count + 1)), count: count + 1 });
    return true;
  }
}
