import { setTimeout as sleep } from "node:timers/promises";
import type { AxiosInstance } from "axios";
import { attemptGet, connect } from "./attempt";
import { parseEndpoint } from "./endpoint";
import type { Decoder } from "./decode";
import { failureError } from "./failure";
import type { Subject } from "./failure";
import { decide } from "./retry";
import type { ApiLimits, ApiSettings } from "./settings";
import { requireTokenForm } from "./token";
import { version } from "../version";

/** Tells the user, in one line, why a lookup takes long. */
export type Notify = (message: string) => void;

/** Asks the DigitalOcean API for one lookup, however many requests that takes. It can GET, and nothing else. */
export class ApiClient {
  /** How many requests were sent. */
  public attempts = 0;
  private readonly connection: AxiosInstance;
  private readonly endpoint: URL;
  private limits: ApiLimits;
  private started = performance.now();
  /** How long the lookup has waited for quota; requests side by side wait at the same time. */
  private quotaWaitedMs = 0;

  /**
   * @param notify called before a wait for the API's quota
   * @throws DigitalOceanApiError `invalid_argument`: the token or the endpoint is malformed
   */
  public constructor(
    private readonly settings: ApiSettings,
    private readonly notify: Notify,
  ) {
    this.endpoint = parseEndpoint(settings.apiEndpoint);
    const token = requireTokenForm(settings.token, settings.tokenSource);
    this.limits = settings.limits;
    this.connection = connect(this.endpoint, token, `pulumi-digitalocean-databases/${version}`);
  }

  /** Lets the deadline begin anew: what is asked from now on is another look, within bounds of its own. */
  public beginAnew(limits: ApiLimits): void {
    this.limits = limits;
    this.started = performance.now();
    this.quotaWaitedMs = 0;
  }

  /**
   * What the API answers, after as many tries as the settings allow. All requests of the client share one deadline.
   *
   * @param path below the endpoint, made of checked parts
   * @param subject what is asked for, for messages
   * @param decode reads the body
   * @throws DigitalOceanApiError with any of the codes that an HTTP answer, or none, leads to
   */
  public async get<T>(path: string, subject: Subject, decode: Decoder<T>): Promise<T> {
    const { limits } = this;
    let quotaWaitedMs = this.quotaWaitedMs;
    const elapsedMs = (): number => performance.now() - this.started - quotaWaitedMs;
    const leftMs = (): number => limits.deadlineSeconds * 1000 - elapsedMs();

    for (let tries = 1; ; tries++) {
      const timeoutMs = Math.min(limits.requestTimeoutSeconds * 1000, leftMs());
      this.attempts++;
      const attempt = await attemptGet(this.connection, path, timeoutMs, decode);
      if (attempt.kind === "answer") {
        return attempt.value;
      }
      const decision = decide(attempt, { attempts: tries, leftMs: leftMs(), quotaWaitedMs }, limits);
      if (!decision.again) {
        const { endpoint, attempts } = this;
        const settings = { ...this.settings, limits };
        const { quotaWaitMs } = decision;
        const waits = { elapsedMs: elapsedMs(), quotaWaitedMs, quotaWaitMs };
        throw failureError(attempt, { subject, tries, attempts, endpoint, settings, ...waits });
      }
      if (decision.forQuota) {
        this.notify(
          `${subject.name}: DigitalOcean's rate limit is reached; asking again in ${Math.ceil(decision.waitMs / 1000)} s.`,
        );
      }
      const waiting = performance.now();
      await sleep(decision.waitMs);
      if (decision.forQuota) {
        quotaWaitedMs += performance.now() - waiting;
        this.quotaWaitedMs = Math.max(this.quotaWaitedMs, quotaWaitedMs);
      }
    }
  }
}
