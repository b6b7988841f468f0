import { version } from "../version";
import type { BodyBounds } from "./body";
import { ClusterGathering } from "./clusterList";
import { connect, sendGet } from "./http";
import type { Breakdown, Connection, Response } from "./http";
import { Quota } from "./quota";
import type { Hold } from "./quota";

/** What all lookups at one endpoint with one token share. */
export interface Access {
  readonly queue: RequestQueue;
  readonly clusters: ClusterGathering;
  /** How many lookups there are. */
  users: number;
}

const accesses = new Map<string, Access>();

/**
 * Does something with an access. When nobody uses it any more it is forgotten, with all that the answers have told:
 * whoever asks later is not bound by what was said before.
 */
export async function withAccess<T>(
  endpoint: URL,
  token: string,
  use: (access: Access) => Promise<T>,
): Promise<T> {
  // No URL has a blank in it.
  const key = `${endpoint.href} ${token}`;
  let access = accesses.get(key);
  if (access === undefined) {
    const queue = new RequestQueue(connect(endpoint, token, `pulumi-digitalocean-databases/${version}`));
    access = { queue, clusters: new ClusterGathering(queue), users: 0 };
    accesses.set(key, access);
  }
  access.users++;
  try {
    return await use(access);
  } finally {
    access.users--;
    if (access.users === 0) {
      accesses.delete(key);
    }
  }
}

/** The bounds of one who asks. */
export interface Asking {
  /** How long one try may take. */
  readonly tryMs: number;
  /** When it is too late, by `performance.now()`. */
  readonly until: number;
  /** How much of the answer is taken. It follows from the path. */
  readonly bounds: BodyBounds;
  /** The shortest wait before another try, in milliseconds, after so many refusals. */
  readonly leastWaitMs: (refusals: number, dice: number) => number;
  /** Whether to send it although the API has said that it will refuse. */
  readonly insists: boolean;
  /** Called for every request that is sent for it. */
  readonly onSent: () => void;
}

/** Nothing was sent, as the API's quota is used up. */
export interface Held {
  readonly kind: "held";
  readonly hold: Hold;
  /** Whether this was waiting for its turn when the API said so; else it may ask for itself. */
  readonly isTurnedAway: boolean;
}

export type Outcome = Response | Breakdown | Held;

interface Ticket {
  readonly path: string;
  readonly askings: Asking[];
  readonly answered: Promise<Outcome>;
  readonly answer: (outcome: Outcome | PromiseLike<Outcome>) => void;
}

/**
 * The GETs for one endpoint with one token, a bounded number of them at once. Who asks for the same as another that
 * still waits for its turn shares its answer; what has been sent is not shared: an answer is never older than the
 * question.
 */
export class RequestQueue {
  private readonly waiting = new Map<string, Ticket>();
  private readonly quota = new Quota();
  private isScheduled = false;

  public constructor(private readonly connection: Connection) {}

  /** While the API wants not to be asked. */
  public get hold(): Hold | undefined {
    return this.quota.hold;
  }

  public get(path: string, asking: Asking): Promise<Outcome> {
    let ticket = this.waiting.get(path);
    if (ticket === undefined) {
      ticket = { path, askings: [], ...promiseOfOutcome() };
      this.waiting.set(path, ticket);
    }
    ticket.askings.push(asking);
    if (!this.isScheduled) {
      this.isScheduled = true;
      // After all that is asked for in this turn of the event loop.
      setImmediate(() => {
        this.isScheduled = false;
        this.sendNext();
      });
    }
    return ticket.answered;
  }

  private sendNext(): void {
    const { quota } = this;
    for (const ticket of this.waiting.values()) {
      const [first, ...others] = ticket.askings.filter(({ until }) => until > performance.now());
      const { hold } = quota;
      if (first === undefined) {
        // Nobody waits for it any more.
        this.waiting.delete(ticket.path);
      } else if (hold !== undefined && ![first, ...others].some(({ insists }) => insists)) {
        this.waiting.delete(ticket.path);
        ticket.answer({ kind: "held", hold, isTurnedAway: false });
      } else if (quota.isWide) {
        this.waiting.delete(ticket.path);
        void this.send(ticket, [first, ...others]);
      } else {
        return;
      }
    }
  }

  private async send({ path, answer }: Ticket, askings: readonly [Asking, ...Asking[]]): Promise<void> {
    const leftMs = askings.map(({ tryMs, until }) => Math.min(tryMs, until - performance.now()));
    const [{ bounds, leastWaitMs }] = askings;
    this.quota.sent();
    for (const { onSent } of askings) {
      onSent();
    }
    const outcome = await sendGet(this.connection, path, Math.max(...leftMs), bounds);
    const hold = this.quota.returned(outcome.kind === "response" ? outcome : undefined, leastWaitMs);
    answer(outcome);
    if (hold !== undefined) {
      for (const [path, ticket] of this.waiting) {
        this.waiting.delete(path);
        ticket.answer({ kind: "held", hold, isTurnedAway: hold.refusal !== undefined });
      }
    }
    this.sendNext();
  }
}

function promiseOfOutcome(): Pick<Ticket, "answered" | "answer"> {
  let answer: Ticket["answer"] = () => undefined;
  const answered = new Promise<Outcome>((resolve) => {
    answer = resolve;
  });
  return { answered, answer };
}
