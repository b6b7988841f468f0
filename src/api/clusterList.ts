import { listedClustersBody, wholeCluster } from "../reads/clusterShape";
import { boundsOfList } from "./body";
import { Malformed } from "./decode";
import type { Response } from "./http";
import { readResponse } from "./retry";
import type { Asking, Outcome, RequestQueue } from "./session";
import { clusterPath, clustersPath } from "./subject";

/** The bounds of one who asks for a cluster. */
export interface AskingForCluster extends Asking {
  /** From how many clusters asked for at once on the list of all is read; 0 for never. */
  readonly listThreshold: number;
  /** Whether it has waited already, and so may others that will ask at about the same time. */
  readonly isLate: boolean;
}

interface Waiter {
  readonly uuid: string;
  readonly asking: AskingForCluster;
  readonly answer: (outcome: Outcome | Promise<Outcome>) => void;
}

/** How long one who asks waits for company at most. */
const companyMs = 100;

/**
 * Lookups of clusters at about the same time. Many are answered from the list of all clusters, where that takes fewer
 * requests than a GET for each. What the list does not tell, a GET of the cluster decides: whether there is none, and
 * what is wrong with it.
 */
export class ClusterGathering {
  private waiting: Waiter[] = [];
  private onTheWay = 0;
  private isDue = false;
  private timer: NodeJS.Timeout | undefined;

  public constructor(private readonly queue: RequestQueue) {}

  /** The answer to `GET /v2/databases/{uuid}`. */
  public async get(uuid: string, asking: AskingForCluster): Promise<Outcome> {
    const answered = new Promise<Outcome>((answer) => this.waiting.push({ uuid, asking, answer }));
    if ((this.onTheWay > 0 || asking.isLate) && asking.listThreshold > 0) {
      // Pulumi's engine has the provider host read a few at once, and the next ones as it stores the first. And timers
      // for the same moment go off one after the other.
      this.timer ??= setTimeout(() => {
        this.send();
      }, companyMs);
    } else {
      this.sendSoon();
    }
    const outcome = await answered;
    this.onTheWay--;
    if (this.waiting.length > 0) {
      this.sendSoon();
    }
    return outcome;
  }

  /** After all that is asked for in this turn of the event loop. */
  private sendSoon(): void {
    if (!this.isDue) {
      this.isDue = true;
      setImmediate(() => {
        this.send();
      });
    }
  }

  private send(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isDue = false;
    const { waiting } = this;
    this.waiting = [];
    this.onTheWay += waiting.length;
    const clusters = countClusters(waiting);
    const isListed = ({ asking: { listThreshold } }: Waiter): boolean =>
      listThreshold > 0 && listThreshold <= clusters;
    this.askForEach(waiting.filter((waiter) => !isListed(waiter)));
    const listed = waiting.filter(isListed);
    if (listed.length > 0) {
      void this.askForAll(listed);
    }
  }

  private askForEach(waiting: readonly Waiter[]): void {
    for (const { uuid, asking, answer } of waiting) {
      answer(this.queue.get(clusterPath(uuid), asking));
    }
  }

  /** Reads the list, page after page, as long as that is the shorter way. */
  private async askForAll(waiting: readonly Waiter[]): Promise<void> {
    let left = waiting;
    let listed = 0;
    let pagesLeft = 1;
    const bounds = new ListBounds();
    for (
      let page = 1;
      pagesLeft > 0 && !bounds.isExceeded && (page === 1 || pagesLeft < countClusters(left));
      page++
    ) {
      const outcome = await this.queue.get(clustersPath(page), together(left));
      if (concernsEveryRequest(outcome)) {
        // Each tries again as it would for itself, and as all have the same dice, they do it together.
        left.forEach(({ answer }) => {
          answer(outcome);
        });
        return;
      }
      const list = outcome.kind === "response" ? readResponse(outcome, listedClustersBody) : outcome;
      if (outcome.kind !== "response" || list.kind !== "answer" || list.value.length === 0) {
        break;
      }
      const { byUuid, length, total = 0 } = list.value;
      left = left.filter((waiter) => !answerFrom(outcome, byUuid.get(waiter.uuid), waiter));
      listed += length;
      bounds.add(length, outcome.bytes);
      pagesLeft = Math.ceil((total - listed) / length);
    }
    this.askForEach(left);
  }
}

function countClusters(waiting: readonly Waiter[]): number {
  return new Set(waiting.map(({ uuid }) => uuid)).size;
}

/** One that asks for all of them, as patiently as the most patient. */
function together(waiting: readonly Waiter[]): Asking {
  const askings = waiting.map(({ asking }) => asking);
  return {
    bounds: boundsOfList,
    leastWaitMs: (refusals, dice) =>
      Math.max(...askings.map(({ leastWaitMs }) => leastWaitMs(refusals, dice))),
    tryMs: Math.max(...askings.map(({ tryMs }) => tryMs)),
    until: Math.max(...askings.map(({ until }) => until)),
    insists: askings.some(({ insists }) => insists),
    onSent: () => {
      askings.forEach(({ onSent }) => {
        onSent();
      });
    },
  };
}

/**
 * Whether a GET of one cluster would have ended like that, too: a token that is not accepted, a limit, a server or a
 * network that fails. A token that may not list, or a list that is too long, says nothing of one cluster.
 */
function concernsEveryRequest(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case "held":
      return true;
    case "breakdown":
      return outcome.reason !== "unreadable";
    case "response":
      return outcome.status === 401 || outcome.status === 429 || outcome.status >= 500;
  }
}

/** Hands out the cluster as its own GET would have brought it, if it is there and whole. */
function answerFrom(list: Response, cluster: unknown, { answer }: Waiter): boolean {
  const isWhole = wholeCluster(cluster) !== undefined;
  if (isWhole) {
    answer({ ...list, body: { database: cluster } });
  }
  return isWhole;
}

/** How many pages of a list one lookup reads, and how many entries and bytes they have in all. */
const max = { pages: 100, entries: 20_000, bytes: 64 * 1024 * 1024 };

/** Bounds the list that one lookup reads, page after page, whatever an endpoint goes on to send. */
export class ListBounds {
  private pages = 0;
  private entries = 0;
  private bytes = 0;

  /** Counts another page. */
  public add(entries: number, bytes: number): void {
    this.pages++;
    this.entries += entries;
    this.bytes += bytes;
  }

  /** Whether the list is longer than anybody's. */
  public get isExceeded(): boolean {
    return this.pages > max.pages || this.entries > max.entries || this.bytes > max.bytes;
  }

  /** @throws Malformed the list is longer than anybody's */
  public check(): void {
    if (this.isExceeded) {
      throw new Malformed(
        `the list of clusters is too long (it has more than ${max.pages} pages, ${max.entries} entries or ` +
          `${max.bytes / 1024 ** 2} MiB)`,
      );
    }
  }
}
