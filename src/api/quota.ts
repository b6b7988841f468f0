import { refusal } from "./attempt";
import type { Refusal } from "./attempt";
import type { Response } from "./connection";
import { quotaWait } from "./retry";

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
