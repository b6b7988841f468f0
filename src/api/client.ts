import { setTimeout as sleep } from "node:timers/promises";
import type { DigitalOceanApiError } from "../errors";
import { boundsOfOne } from "./body";
import type { BodyBounds } from "./body";
import type { AskingForCluster } from "./clusterList";
import { failureError, retryNotice } from "./messages";
import type { RetryNotice } from "./messages";
import type { Hold } from "./quota";
import { backoff, decide, readResponse } from "./retry";
import type { BodyDecoder, Failed } from "./retry";
import { withAccess } from "./session";
import type { Access, Outcome } from "./session";
import { parseEndpoint, requireTokenForm } from "./settings";
import type { ApiLimits, ApiSettings } from "./settings";
import type { Subject } from "./subject";

/** Tells the user, in one line, why a lookup takes long. */
export type Notify = (message: string) => void;

/** Called for each failed try that another one follows. */
export type NotifyOfRetry = (notice: RetryNotice) => void;

/** Asks for something once. */
type Ask = (access: Access, asking: AskingForCluster) => Promise<Outcome>;

/** Asks the DigitalOcean API for one lookup, however many requests that takes. It can GET, and nothing else. */
export class ApiClient {
  /** How many requests were sent. */
  public attempts = 0;
  private readonly token: string;
  private readonly endpoint: URL;
  private clock: Clock;

  /**
   * @param notify called before a wait for the API's quota
   * @throws DigitalOceanApiError `invalid_argument`: the token or the endpoint is malformed
   */
  public constructor(
    private readonly settings: ApiSettings,
    private readonly notify: Notify,
    private readonly notifyOfRetry: NotifyOfRetry = () => undefined,
  ) {
    this.endpoint = parseEndpoint(settings.apiEndpoint);
    this.token = requireTokenForm(settings.token, settings.tokenSource);
    this.clock = new Clock(settings.limits);
  }

  /** Lets the deadline begin anew: what is asked from now on is another look, within bounds of its own. */
  public beginAnew(limits: ApiLimits): void {
    this.clock = new Clock(limits);
  }

  /**
   * What the API answers, after as many tries as the settings allow. All requests of the client share one deadline.
   *
   * @param path below the endpoint, made of checked parts
   * @param subject what is asked for, for messages
   * @param decode reads the body
   * @param bounds how much of the answer is taken
   * @throws DigitalOceanApiError with any of the codes that an HTTP answer, or none, leads to
   */
  public async get<T>(
    path: string,
    subject: Subject,
    decode: BodyDecoder<T>,
    bounds: BodyBounds = boundsOfOne,
  ): Promise<T> {
    return this.ask(({ queue }, asking) => queue.get(path, { ...asking, bounds }), subject, decode);
  }

  /** As {@link get}, of a cluster; lookups of many clusters are answered together. */
  public async getCluster<T>(uuid: string, subject: Subject, decode: BodyDecoder<T>): Promise<T> {
    return this.ask(({ clusters }, asking) => clusters.get(uuid, asking), subject, decode);
  }

  private async ask<T>(ask: Ask, subject: Subject, decode: BodyDecoder<T>): Promise<T> {
    return withAccess(this.endpoint, this.token, (access) => this.askAgain(ask, access, subject, decode));
  }

  private async askAgain<T>(ask: Ask, access: Access, subject: Subject, decode: BodyDecoder<T>): Promise<T> {
    const clock = new Clock(this.clock.limits, this.clock);
    const waitForQuota = (waitMs: number, hold: Hold): Promise<void> => {
      this.tellOfWait(subject, waitMs, hold);
      return clock.waitForQuota(waitMs);
    };
    let [tries, insists, hasWaited] = [0, false, false];
    const failure = (failed: Failed, quotaWaitMs: number | undefined): DigitalOceanApiError => {
      const { attempts, endpoint } = this;
      const { elapsedMs, quotaWaitedMs } = clock;
      const settings = { ...this.settings, limits: clock.limits };
      const waits = { elapsedMs, quotaWaitedMs, quotaWaitMs };
      return failureError(failed, { subject, tries, attempts, endpoint, settings, ...waits });
    };

    for (;;) {
      const sent = this.attempts;
      const isLate = hasWaited && access.users > 1;
      const outcome = await this.askOnce(ask, access, clock, { tries, insists, isLate });
      hasWaited = true;
      if (outcome.kind === "held") {
        const { hold, isTurnedAway } = outcome;
        const waitMs = Math.max(0, hold.until - performance.now());
        insists = waitMs > clock.quotaLeftMs;
        if (!insists) {
          await waitForQuota(waitMs, hold);
        } else if (isTurnedAway && hold.refusal !== undefined) {
          throw failure(hold.refusal, waitMs);
        }
        continue;
      }
      insists = false;
      tries += this.attempts > sent ? 1 : 0;
      const attempt = outcome.kind === "response" ? readResponse(outcome, decode) : outcome;
      if (attempt.kind === "answer") {
        return attempt.value;
      }
      const decision = decide(
        attempt,
        { tries, leftMs: clock.leftMs, quotaLeftMs: clock.quotaLeftMs },
        clock.limits,
      );
      if (!decision.again) {
        throw failure(attempt, decision.quotaWaitMs);
      }
      const { waitMs } = decision;
      const { hold } = access.queue;
      if (decision.forQuota && hold !== undefined) {
        await waitForQuota(waitMs, hold);
      } else {
        const { host } = this.endpoint;
        const notice = retryNotice(attempt, { host, tries, limits: clock.limits, waitMs });
        this.notifyOfRetry(decision.forQuota ? { ...notice, text: quotaText(subject, waitMs) } : notice);
        await (decision.forQuota ? clock.waitForQuota(waitMs) : sleep(waitMs));
      }
    }
  }

  /** One try, which ends when the deadline does, though it still waits for its turn. */
  private async askOnce(
    ask: Ask,
    access: Access,
    { leftMs, limits }: Clock,
    { tries, ...bounds }: { tries: number; insists: boolean; isLate: boolean },
  ): Promise<Outcome> {
    const outcome = ask(access, {
      ...bounds,
      bounds: boundsOfOne,
      leastWaitMs: (refusals, dice) => backoff(refusals, limits, dice),
      tryMs: limits.requestTimeoutSeconds * 1000,
      until: performance.now() + leftMs,
      // Where the list has failed twice, a cluster may answer by itself.
      listThreshold: tries < 2 ? limits.listThreshold : 0,
      onSent: () => {
        this.attempts++;
      },
    });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Outcome>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, leftMs), { kind: "breakdown", reason: "timeout", dice: 0 });
    });
    return Promise.race([outcome, late]).finally(() => {
      clearTimeout(timer);
    });
  }

  /** Once, however many lookups wait for the same. */
  private tellOfWait(subject: Subject, waitMs: number, hold: Hold): void {
    if (!hold.isTold) {
      this.notify(quotaText(subject, waitMs));
      hold.isTold = true;
    }
  }
}

function quotaText({ name }: Subject, waitMs: number): string {
  return `${name}: DigitalOcean's rate limit is reached; asking again in ${Math.ceil(waitMs / 1000)} s.`;
}

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
