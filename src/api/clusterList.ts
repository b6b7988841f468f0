/**
 * Reads many clusters at once from the list of all clusters, if that takes fewer requests than a GET for each. What the
 * list does not say about a cluster, its own GET decides.
 */
import { boundsOfList, boundsOfOne } from "./body";
import type { BodyBounds } from "./body";
import {
  array,
  count,
  detail,
  ifWellFormed,
  isJsonObject,
  Malformed,
  nullable,
  object,
  ownMember,
} from "./decode";
import type { Response } from "./http";
import type { Outcome } from "./retry";
import type { Ended, Question } from "./question";
import { clusterPath, clusterListPath } from "./subject";

/** Whether an entry of the list is all that a GET of the cluster would answer. */
export type IsComplete = (entry: unknown) => boolean;

/** Sends a GET for a question. */
type Send = (path: string, question: Question, bounds: BodyBounds, maxTries?: number) => Promise<Ended>;

interface Waiter {
  readonly uuid: string;
  readonly question: Question;
  readonly isComplete: IsComplete;
  readonly answer: (ended: Ended | Promise<Ended>) => void;
}

/** The longest time a lookup is delayed so that others can join its list request. */
const longestDelayMs = 100;

/** How many failed tries the list gets. After that, a cluster's own GET may still succeed. */
const triesOfList = 2;

export class ClusterList {
  private waiting: Waiter[] = [];
  private inFlight = 0;
  private isScheduled = false;
  private timer: NodeJS.Timeout | undefined;

  /** @param send sends a GET and answers the question, as `Session.get` does */
  public constructor(private readonly send: Send) {}

  /** The answer to `GET /v2/databases/{uuid}`. */
  public async get(uuid: string, question: Question, isComplete: IsComplete): Promise<Ended> {
    const answered = new Promise<Ended>((answer) => {
      this.waiting.push({ uuid, question, isComplete, answer });
    });
    if (this.inFlight > 0 && question.clock.limits.listThreshold > 0) {
      // Pulumi's engine lets the provider host read a few resources at a time, the next ones as it stores the first.
      this.timer ??= setTimeout(() => {
        this.sendWaiting();
      }, longestDelayMs);
    } else {
      this.sendSoon();
    }
    const ended = await answered;
    this.inFlight--;
    if (this.waiting.length > 0) {
      this.sendSoon();
    }
    return ended;
  }

  /** Sends after this turn of the event loop. */
  private sendSoon(): void {
    if (!this.isScheduled) {
      this.isScheduled = true;
      setImmediate(() => {
        this.sendWaiting();
      });
    }
  }

  private sendWaiting(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isScheduled = false;
    const { waiting } = this;
    this.waiting = [];
    this.inFlight += waiting.length;
    const clusters = countClusters(waiting);
    const isListed = ({ question }: Waiter): boolean => {
      const { listThreshold } = question.clock.limits;
      return listThreshold > 0 && listThreshold <= clusters;
    };
    this.getEach(waiting.filter((waiter) => !isListed(waiter)));
    void this.getFromList(waiting.filter(isListed));
  }

  private getEach(waiting: readonly Waiter[]): void {
    for (const { uuid, question, answer } of waiting) {
      answer(this.send(clusterPath(uuid), question, boundsOfOne));
    }
  }

  /** Reads page after page, as long as that takes fewer requests than a GET for each. */
  private async getFromList(waiting: readonly Waiter[]): Promise<void> {
    const bounds = new ListBounds();
    let left = waiting;
    let pagesLeft = 1;
    for (let page = 1; pagesLeft > 0 && !bounds.isExceeded; page++) {
      if (left.length === 0 || (page > 1 && pagesLeft >= countClusters(left))) {
        break;
      }
      // All questions share one request. A question that it fails for good is answered at once.
      const ended = await Promise.all(left.map((waiter) => this.getPage(page, waiter)));
      left = left.filter((_, index) => ended[index] !== undefined);
      const outcome = ended.find((one) => one !== undefined)?.outcome;
      const list = outcome?.kind === "response" ? readPage(outcome) : undefined;
      if (outcome?.kind !== "response" || list === undefined || list.length === 0) {
        break;
      }
      left = left.filter(({ uuid, isComplete, answer }) => {
        const cluster = list.byUuid.get(uuid);
        if (!isComplete(cluster)) {
          return true;
        }
        answer({ outcome: { ...outcome, body: { database: cluster } } });
        return false;
      });
      bounds.add(list.length, outcome.bytes);
      pagesLeft = Math.ceil((list.total - bounds.entries) / list.length);
    }
    this.getEach(left);
  }

  private async getPage(page: number, { question, answer }: Waiter): Promise<Ended | undefined> {
    const ended = await this.send(clusterListPath(page), question, boundsOfList, triesOfList);
    if (ended.hasTriesLeft !== true) {
      if (concernsEveryRequest(ended.outcome)) {
        answer(ended);
        return undefined;
      }
      // The page was an answer. What follows has tries of its own.
      question.tries = 0;
    }
    return ended;
  }
}

function countClusters(waiting: readonly Waiter[]): number {
  return new Set(waiting.map(({ uuid }) => uuid)).size;
}

/**
 * Whether a GET of one cluster would have failed, too: the token is invalid, the limit is reached, the server or the
 * network fails. A token that may not list clusters, or a list that is too long, says nothing about one cluster.
 */
function concernsEveryRequest(outcome: Outcome): boolean {
  return outcome.kind === "breakdown"
    ? outcome.reason !== "unreadable"
    : outcome.status === 401 || outcome.status === 429 || outcome.status >= 500;
}

const pageOfList = object({ databases: nullable(array), meta: detail(object({ total: detail(count) })) });

/** The entries of a page by their ids, and how many clusters there are in all. */
function readPage({ status, body }: Response): Page | undefined {
  if (status !== 200 || typeof body === "string") {
    return undefined;
  }
  const page = ifWellFormed(pageOfList, body);
  if (page === undefined) {
    return undefined;
  }
  const { databases = [], meta } = page;
  const entries = databases.filter(isJsonObject);
  const byUuid = new Map(entries.map((entry) => [lowerCase(ownMember(entry, "id")), entry]));
  return { byUuid, length: databases.length, total: meta?.total ?? 0 };
}

interface Page {
  readonly byUuid: ReadonlyMap<string | undefined, unknown>;
  readonly length: number;
  readonly total: number;
}

function lowerCase(id: unknown): string | undefined {
  return typeof id === "string" && id.length <= 64 ? id.toLowerCase() : undefined;
}

/** How many pages of a list one lookup reads, and how many entries and bytes they have in all. */
const most = { pages: 100, entries: 20_000, bytes: 64 * 1024 * 1024 };

/** Bounds the list that one lookup reads, whatever the endpoint sends. */
export class ListBounds {
  public entries = 0;
  private pages = 0;
  private bytes = 0;

  /** Counts another page. */
  public add(entries: number, bytes: number): void {
    this.pages++;
    this.entries += entries;
    this.bytes += bytes;
  }

  /** Whether the list is longer than that of any team. */
  public get isExceeded(): boolean {
    return this.pages > most.pages || this.entries > most.entries || this.bytes > most.bytes;
  }

  /** @throws Malformed the list is too long */
  public check(): void {
    if (this.isExceeded) {
      throw new Malformed(
        `the list of clusters is too long (it has more than ${most.pages} pages, ${most.entries} entries or ` +
          `${most.bytes / 1024 ** 2} MiB)`,
      );
    }
  }
}
