/** The API for one lookup: every request of it shares one deadline, and every failure becomes one error for the user. */
import type { DigitalOceanApiError } from "../errors";
import { boundsOfOne } from "./body";
import type { BodyBounds } from "./body";
import { Clock } from "./question";
import type { Ended, Question } from "./question";
import type { IsComplete } from "./clusterList";
import { Malformed } from "./decode";
import { failureError, pauseNotice, retryNotice } from "./messages";
import type { Failure, RetryNotice } from "./messages";
import { withSession } from "./session";
import type { Session } from "./session";
import { parseEndpoint, requireTokenForm } from "./settings";
import type { ApiLimits, ApiSettings } from "./settings";
import { clusterSubject } from "./subject";
import type { Subject } from "./subject";

/** Reads a body; the number of its bytes matters for lists. */
export type BodyDecoder<T> = (body: unknown, path: string, oddDetails: undefined, bytes: number) => T;

/** Sends GET requests, and no others. */
export class ApiClient {
  /** How many requests were sent for this lookup, shared ones included. */
  public attempts = 0;
  private readonly endpoint: URL;
  private readonly token: string;
  private clock: Clock;

  /**
   * @param onPause shows, in one line, that the lookup waits for the API's rate limit
   * @param onRetry shows that a try failed and another follows
   * @throws DigitalOceanApiError `invalid_argument`: the token or the endpoint is malformed
   */
  public constructor(
    public readonly settings: ApiSettings,
    private readonly onPause: (message: string) => void,
    private readonly onRetry: (notice: RetryNotice) => void = () => undefined,
  ) {
    this.endpoint = parseEndpoint(settings.apiEndpoint);
    this.token = requireTokenForm(settings.token, settings.tokenSource);
    this.clock = new Clock(settings.limits);
  }

  /** Starts a new deadline with other limits, for another look at the same thing. */
  public restart(limits: ApiLimits): void {
    this.clock = new Clock(limits);
  }

  /**
   * Sends a GET, as often as the limits allow, and decodes the answer.
   *
   * @param path below the endpoint, made of checked parts
   * @throws DigitalOceanApiError with any of the codes that an HTTP answer, or none, leads to
   */
  public get<T>(
    path: string,
    subject: Subject,
    decode: BodyDecoder<T>,
    bounds: BodyBounds = boundsOfOne,
  ): Promise<T> {
    return this.ask(subject, decode, (session, question) => session.get(path, question, bounds));
  }

  /**
   * As {@link get}, for a cluster. Many clusters at once are read from the list of all clusters.
   *
   * @param isComplete whether an entry of the list is all that a GET of the cluster would answer
   */
  public getCluster<T>(uuid: string, decode: BodyDecoder<T>, isComplete: IsComplete): Promise<T> {
    return this.ask(clusterSubject(uuid), decode, (session, question) =>
      session.clusters.get(uuid, question, isComplete),
    );
  }

  private async ask<T>(
    subject: Subject,
    decode: BodyDecoder<T>,
    send: (session: Session, question: Question) => Promise<Ended>,
  ): Promise<T> {
    const { clock, endpoint } = this;
    const question: Question = {
      clock,
      tries: 0,
      onSent: () => {
        this.attempts++;
      },
      onRetry: (failed, waitMs) => {
        const { tries } = question;
        this.onRetry(retryNotice(failed, { host: endpoint.host, tries, limits: clock.limits, waitMs }));
      },
      onPause: (waitMs) => {
        this.onPause(pauseNotice(subject, waitMs));
      },
    };
    const ended = await withSession(endpoint, this.token, (session) =>
      beforeDeadline(clock, send(session, question)),
    );
    const failure = (more: Partial<Failure> = {}): DigitalOceanApiError =>
      failureError(
        { ...ended, ...more },
        { subject, tries: question.tries, attempts: this.attempts, clock, endpoint, settings: this.settings },
      );
    const { outcome } = ended;
    if (outcome.kind !== "response" || outcome.status !== 200 || typeof outcome.body === "string") {
      throw failure();
    }
    try {
      return decode(outcome.body, "", undefined, outcome.bytes);
    } catch (error) {
      throw error instanceof Malformed ? failure({ malformed: error.message }) : error;
    }
  }
}

/** How a request ended, or a timeout at the lookup's deadline. */
async function beforeDeadline(clock: Clock, ending: Promise<Ended>): Promise<Ended> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Ended>((resolve) => {
    const check = (): void => {
      const { leftMs } = clock;
      if (leftMs <= 0) {
        resolve({ outcome: { kind: "breakdown", reason: "timeout" } });
      } else {
        // Waits for the rate limit move the deadline meanwhile.
        timer = setTimeout(check, Math.ceil(leftMs));
      }
    };
    check();
  });
  try {
    return await Promise.race([ending, late]);
  } finally {
    clearTimeout(timer);
  }
}
