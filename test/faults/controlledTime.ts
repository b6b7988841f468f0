// Time that passes only while a lookup waits for it.
import * as http from "../../src/api/http";

/** The number of requests that the package has sent, and of those that have ended for it. */
let sent = 0;
let ended = 0;

/** Counts the requests until the end of the tests. */
export function countRequests(): void {
  const { sendGet } = http;
  let spy: jest.SpyInstance;
  beforeAll(() => {
    spy = jest.spyOn(http, "sendGet").mockImplementation(async (...args) => {
      sent++;
      try {
        return await sendGet(...args);
      } finally {
        ended++;
      }
    });
  });
  afterAll(() => {
    spy.mockRestore();
  });
}

/** The timers and clocks of this package. Node itself and the emulator have the real ones. */
const realOnes = [
  "setImmediate",
  "clearImmediate",
  "setInterval",
  "clearInterval",
  "nextTick",
  "queueMicrotask",
];

/**
 * Does something with a clock that stands still, except while nothing else can happen: while no request is in flight, or
 * the server has received all of them and leaves them unanswered. Then the clock goes on to the next timer. It is over
 * when no request and no timer is left.
 *
 * @param unanswered the number of requests that the server has received, if it leaves them unanswered
 * @param act must not fail
 * @returns the result, and how many seconds it took by that clock
 */
export async function inControlledTime<T>(
  unanswered: () => number | undefined,
  act: () => Promise<T>,
): Promise<{ result: T; seconds: number }> {
  jest.useFakeTimers({ doNotFake: realOnes as "setImmediate"[] });
  try {
    const before = sent;
    const started = performance.now();
    const seconds = (): number => (performance.now() - started) / 1000;
    const outcome: { end?: { result: T; seconds: number } } = {};
    void act().then((result) => {
      outcome.end = { result, seconds: seconds() };
    });
    const isOver = (): boolean => outcome.end !== undefined && sent === ended && jest.getTimerCount() === 0;
    for (let idleTurns = 0; !isOver() && seconds() < 3600;) {
      await new Promise(setImmediate);
      const isIdle = sent === ended || sent - before === unanswered();
      idleTurns = isIdle ? idleTurns + 1 : 0;
      // Meanwhile promises go on, and requests that are due are sent.
      if (idleTurns > 10) {
        jest.advanceTimersToNextTimer();
        idleTurns = 0;
      }
    }
    if (outcome.end === undefined) {
      throw new Error("it is not over after an hour");
    }
    return outcome.end;
  } finally {
    jest.useRealTimers();
  }
}
