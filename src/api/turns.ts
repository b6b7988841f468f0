/**
 * Limits how many callers do something at the same time, first come first served. A caller needs one turn at most and
 * always ends it, so no caller waits for ever.
 */
export class Turns {
  private taken = 0;
  private readonly waiting: (() => void)[] = [];

  /** @param atOnce how many turns there are at the same time */
  public constructor(private readonly atOnce: number) {}

  /**
   * @param signal ends the wait
   * @returns what ends the turn
   * @throws what the signal is aborted with
   */
  public async begin(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.taken < this.atOnce) {
      this.taken++;
    } else {
      await this.handedOver(signal);
    }
    return () => {
      const next = this.waiting.shift();
      if (next === undefined) {
        this.taken--;
      } else {
        next();
      }
    };
  }

  /** Waits for a turn that ends: it passes to the next in line. */
  private handedOver(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.waiting.splice(this.waiting.indexOf(begin), 1);
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        reject(signal.reason);
      };
      this.waiting.push(begin);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }
}
