/**
 * All requests to one endpoint with one token: equal requests are shared, a bounded number is in flight at once, failed
 * ones are retried, and the rate limit is waited for.
 */
import type { BodyBounds } from "./body";
import { ClusterList } from "./clusterList";
import { connect, sendGet } from "./http";
import type { Connection } from "./http";
import { Quota } from "./quota";
import type { Pause } from "./quota";
import { backoff, waitBeforeRetry } from "./retry";
import type { Outcome } from "./retry";
import type { Ended, Question } from "./question";

/** A GET and the questions that wait for it. */
interface Request {
  readonly path: string;
  readonly bounds: BodyBounds;
  /** How many failed tries end it. */
  readonly maxTries: number;
  readonly questions: Map<Question, (ended: Ended) => void>;
}

export class Session {
  public readonly clusters = new ClusterList((...args) => this.get(...args));
  private readonly quota = new Quota();
  /** The requests that wait to be sent, oldest first. */
  private readonly waiting = new Set<Request>();
  /** Those of them that were never sent, by path. */
  private readonly unsent = new Map<string, Request>();
  private isScheduled = false;
  private timer: NodeJS.Timeout | undefined;

  public constructor(private readonly connection: Connection) {}

  /**
   * Sends a GET until it succeeds, fails for good or has failed too often. A question joins an equal request as long as
   * that has not been sent, so that no answer is older than its question.
   *
   * @param maxTries how many failed tries end it, whatever the question's limits are
   */
  public get(path: string, question: Question, bounds: BodyBounds, maxTries = Infinity): Promise<Ended> {
    return new Promise((resolve) => {
      const request = this.unsent.get(path) ?? { path, bounds, maxTries, questions: new Map() };
      request.questions.set(question, resolve);
      this.unsent.set(path, request);
      this.waiting.add(request);
      if (!this.isScheduled) {
        this.isScheduled = true;
        // After this turn of the event loop, so that all equal questions in it share a request.
        setImmediate(() => {
          this.isScheduled = false;
          this.sendWaiting();
        });
      }
    });
  }

  private sendWaiting(): void {
    const { quota } = this;
    // Read once: a pause that ended in between would leave requests waiting without a timer.
    const { pause } = quota;
    for (const request of this.waiting) {
      removeExpired(request);
      if (pause !== undefined && waitsFor(pause, request)) {
        continue;
      }
      const isOver = request.questions.size === 0;
      if (isOver || quota.hasRoom) {
        this.waiting.delete(request);
        if (this.unsent.get(request.path) === request) {
          this.unsent.delete(request.path);
        }
      }
      if (!isOver && quota.hasRoom) {
        void this.send(request);
      }
    }
    // A timer without a waiting request would only keep the process alive.
    clearTimeout(this.timer);
    if (pause !== undefined && this.waiting.size > 0) {
      this.timer = setTimeout(
        () => {
          this.sendWaiting();
        },
        Math.min(pause.resumesAt - performance.now(), longestTimerMs),
      );
    }
  }

  private async send(request: Request): Promise<void> {
    const { path, bounds, questions } = request;
    this.quota.sent();
    const timesMs: number[] = [];
    for (const question of questions.keys()) {
      const { limits, leftMs } = question.clock;
      question.tries++;
      question.onSent();
      timesMs.push(Math.min(limits.requestTimeoutSeconds * 1000, leftMs));
    }
    // The most patient question decides. The others end by themselves, at their deadlines.
    const outcome = await sendGet(this.connection, path, Math.max(...timesMs), bounds);
    const [first] = questions.keys();
    const random = Math.random();
    this.quota.returned(
      outcome.kind === "response" ? outcome : undefined,
      (refusals) => (first === undefined ? 0 : backoff(refusals, first.clock.limits, random)),
      random,
    );
    this.retry(request, outcome, random);
    this.sendWaiting();
  }

  /** Answers the questions that this outcome ends; the others get another try together. */
  private retry(request: Request, outcome: Outcome, random: number): void {
    const { questions, maxTries } = request;
    let longestMs = 0;
    for (const [question, answer] of questions) {
      const { clock, tries } = question;
      const waitMs = waitBeforeRetry(outcome, { tries, leftMs: clock.leftMs, limits: clock.limits }, random);
      if (waitMs === undefined) {
        questions.delete(question);
        answer({ outcome });
      } else {
        longestMs = Math.max(longestMs, waitMs);
      }
    }
    const isRefused = outcome.kind === "response" && outcome.status === 429;
    if (isRefused) {
      this.waiting.add(request);
      return;
    }
    for (const { onRetry } of questions.keys()) {
      onRetry(outcome, longestMs);
    }
    if (questions.size > 0) {
      setTimeout(() => {
        if ([...questions.keys()].some(({ tries }) => tries >= maxTries)) {
          questions.forEach((answer) => {
            answer({ outcome, hasTriesLeft: true });
          });
          return;
        }
        this.waiting.add(request);
        this.sendWaiting();
      }, longestMs);
    }
  }
}

/** Timers hold no more: about 24 days. */
const longestTimerMs = 2 ** 31 - 1;

/** Removes the questions whose deadline is over; their lookups have ended. */
function removeExpired({ questions }: Request): void {
  for (const [question] of questions) {
    if (question.clock.leftMs <= 0) {
      questions.delete(question);
    }
  }
}

/**
 * Whether all questions of a request wait for the end of a pause. A question that may not wait so long fails with the
 * 429; if there was none, the request is sent anyway.
 */
function waitsFor(pause: Pause, { questions }: Request): boolean {
  const waitMs = pause.until - performance.now();
  let isWaiting = true;
  for (const [question, answer] of questions) {
    if (question.clock.mayWaitForQuota(pause.until)) {
      question.clock.waitForQuota(pause.resumesAt);
      if (!pause.isShown) {
        pause.isShown = true;
        question.onPause(waitMs);
      }
    } else if (pause.refusal === undefined) {
      isWaiting = false;
    } else {
      questions.delete(question);
      answer({ outcome: pause.refusal, pauseMs: pause.isNamed ? waitMs : undefined });
    }
  }
  return isWaiting && questions.size > 0;
}

// The package's own description, which is two folders up in `src` and in `dist`.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { version } = require("../../package.json") as { readonly version: string };

const sessions = new Map<string, { readonly session: Session; users: number }>();

/**
 * Runs something with the session of an endpoint and a token. A session ends with its last user: what the answers said
 * of the rate limit does not bind a later lookup.
 */
export async function withSession<T>(
  endpoint: URL,
  token: string,
  use: (session: Session) => Promise<T>,
): Promise<T> {
  // No URL contains a blank.
  const key = `${endpoint.href} ${token}`;
  let entry = sessions.get(key);
  if (entry === undefined) {
    const connection = connect(endpoint, token, `pulumi-digitalocean-databases/${version}`);
    entry = { session: new Session(connection), users: 0 };
    sessions.set(key, entry);
  }
  entry.users++;
  try {
    return await use(entry.session);
  } finally {
    entry.users--;
    if (entry.users === 0) {
      sessions.delete(key);
    }
  }
}
