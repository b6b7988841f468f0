// DigitalOcean's API without HTTP, on a clock that the test controls. Time passes only while everything waits for it.
import { Readable } from "node:stream";
import timersPromises from "node:timers/promises";
import * as http from "../../../src/api/http";
import type { ApiCluster } from "../../../src/reads/clusterShape";
import type { ApiLimits, ApiSettings } from "../../../src/api/settings";
import type { Cluster } from "../../../testing/emulator/clusters";
import { manyClusters } from "../../../testing/emulator/manyClusters";
import { errorReply } from "../../../testing/emulator/routes";
import type { Reply } from "../../../testing/emulator/routes";
import { lookUpEach, settingsFor } from "./lookUp";

/** A request that the simulated API received. */
export interface SimulatedRequest {
  /** The host of the endpoint. */
  readonly host: string;
  readonly path: string;
  readonly token: string;
  /** When it arrived, by `performance.now()`. */
  readonly at: number;
}

/**
 * A reply, and how many milliseconds after the request it comes; an error with which the connection breaks; `undefined` if
 * the API never answers.
 */
export type SimulatedAnswer = (Reply & { readonly afterMs?: number }) | Error | undefined;

/**
 * The API for the tests that follow in this file. It has clusters as `manyClusters` makes them. Before each test it
 * forgets the requests and answers correctly; a test may replace `answer`.
 */
export class SimulatedApi {
  public readonly requests: SimulatedRequest[] = [];
  /** Answers a request. */
  public answer: (path: string) => SimulatedAnswer = (path) => this.correctAnswer(path);
  /** How many requests are not answered yet. */
  public inFlight = 0;
  public clusters: readonly Cluster[];

  public constructor(count: number) {
    this.clusters = manyClusters(count);
  }

  /** The correct answer to a request for a cluster or a page of the list. */
  public correctAnswer(path: string): Reply {
    const { pathname, searchParams } = new URL(path, "http://127.0.0.1");
    const uuid = pathname.split("/")[3];
    if (uuid === undefined) {
      const begin = 200 * (Number(searchParams.get("page")) - 1);
      const databases = this.clusters.slice(begin, begin + 200);
      return { status: 200, body: { databases, meta: { total: this.clusters.length } } };
    }
    const cluster = this.clusters.find(({ id }) => id === uuid);
    return cluster === undefined
      ? errorReply(404, "not_found", "planted")
      : { status: 200, body: { database: cluster } };
  }

  /** The client's connection to this API. */
  public connect({ host }: URL, token: string): http.Connection {
    return async (path, signal) => {
      this.requests.push({ host, path, token, at: performance.now() });
      this.inFlight++;
      try {
        const answer = this.answer(path);
        if (answer instanceof Error) {
          throw answer;
        }
        await passed(answer === undefined ? Infinity : (answer.afterMs ?? 0), signal);
        const { status, headers = {}, body = "" } = answer ?? { status: 0 };
        const text = typeof body === "string" ? body : JSON.stringify(body);
        return { status, headers, data: Readable.from([Buffer.from(text)]) } as unknown as Awaited<
          ReturnType<http.Connection>
        >;
      } finally {
        this.inFlight--;
      }
    };
  }
}

/** Waits for some milliseconds. Rejects if the client gives up before. */
function passed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (ms === 0) {
      resolve();
      return;
    }
    const timer = ms === Infinity ? undefined : setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new Error("the client gave up"));
    });
  });
}

/** The simulated API for the tests that follow in this file, on a clock that only {@link atTheEnd} moves. */
export function useSimulatedApi(count = 0): SimulatedApi {
  const api = new SimulatedApi(count);
  const { clusters } = api;
  beforeEach(() => {
    api.requests.length = 0;
    api.inFlight = 0;
    api.clusters = clusters;
    api.answer = (path) => api.correctAnswer(path);
    jest.useFakeTimers({ doNotFake: ["nextTick", "queueMicrotask", "setImmediate", "clearImmediate"] });
    // Jest does not fake this one.
    jest
      .spyOn(timersPromises, "setTimeout")
      .mockImplementation((ms) => new Promise((resolve) => void setTimeout(resolve, ms)));
    jest.spyOn(http, "connect").mockImplementation((endpoint, token) => api.connect(endpoint, token));
    // The random part of each wait.
    jest.spyOn(Math, "random").mockReturnValue(0);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });
  return api;
}

/** The settings of lookups at the simulated API. */
export function simulatedSettings(limits: Partial<ApiLimits> = {}): ApiSettings {
  return settingsFor("https://simulated.example.com", limits);
}

/** Lookups of the first clusters at once, each by a request of its own. */
export function lookUpAlone(
  count: number,
  limits: Partial<ApiLimits> = {},
  notices: string[] = [],
): Promise<ApiCluster>[] {
  return lookUpEach(simulatedSettings({ ...limits, listThreshold: 0 }), count, notices);
}

/** The result of a promise, for which the clock is moved from one timer to the next. */
export async function atTheEnd<T>(promise: Promise<T>): Promise<T> {
  let isOver = false;
  const end = (): void => {
    isOver = true;
  };
  promise.then(end, end);
  await clockMovedUntil(() => isOver);
  return promise;
}

/** Moves the clock from one timer to the next until a condition is met. */
export async function clockMovedUntil(condition: () => boolean): Promise<void> {
  for (;;) {
    await everythingElse();
    if (condition()) {
      return;
    }
    if (jest.getTimerCount() === 0) {
      throw new Error("nothing is left that the clock could bring about");
    }
    jest.advanceTimersToNextTimer();
  }
}

/** Lets everything happen that does not wait for the clock: no chain of steps takes more turns of the event loop. */
export async function everythingElse(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
