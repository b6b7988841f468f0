import { Clock } from "../../../src/api/question";
import { waitBeforeRetry } from "../../../src/api/retry";
import type { Outcome } from "../../../src/api/retry";
import { defaultLimits } from "../../../src/api/settings";

const plenty = { tries: 1, leftMs: 60_000, limits: defaultLimits };
const lowest = 0;
const highest = 1 - Number.EPSILON;

function answer(status: number, retryAfterMs?: number): Outcome {
  const nothing = { id: undefined, requestId: undefined, remaining: undefined, resetMs: undefined };
  return { kind: "response", status, body: {}, bytes: 2, retryAfterMs, ...nothing };
}

function breakdown(reason: "timeout" | "network" | "tls" | "unreadable"): Outcome {
  return { kind: "breakdown", reason };
}

describe("waitBeforeRetry", () => {
  it.each<[string, boolean, Outcome]>([
    ["a timeout", true, breakdown("timeout")],
    ["a network failure", true, breakdown("network")],
    ["a TLS failure", false, breakdown("tls")],
    ["an unreadable body", false, breakdown("unreadable")],
    ...[200, 204, 302, 400, 401, 403, 404, 408, 422].map((status): [string, boolean, Outcome] => [
      `a ${status}`,
      false,
      answer(status),
    ]),
    ...[429, 500, 502, 503, 504].map((status): [string, boolean, Outcome] => [
      `a ${status}`,
      true,
      answer(status),
    ]),
  ])("after %s returns a wait: %s", (_, isRetried, outcome) => {
    expect(waitBeforeRetry(outcome, plenty, 0.5) !== undefined).toBe(isRetried);
  });
});

describe("The wait before a retry", () => {
  it.each([
    [1, 1000, 2000],
    [2, 2000, 4000],
    [3, 4000, 8000],
    [4, 8000, 16000],
  ])("is after try %i from %i to %i ms", (tries, shortest, longest) => {
    expect(waitBeforeRetry(answer(500), { ...plenty, tries }, lowest)).toBe(shortest);
    expect(waitBeforeRetry(answer(500), { ...plenty, tries }, highest)).toBeCloseTo(longest, 3);
  });

  it("is never longer than httpRetryWaitMax", () => {
    const limits = { ...defaultLimits, httpRetryMax: 50 };
    expect(waitBeforeRetry(answer(500), { ...plenty, limits, tries: 40 }, highest)).toBeCloseTo(30_000, 3);
  });

  it("is as long as a 503 asks, if that is longer", () => {
    expect(waitBeforeRetry(answer(503, 7000), plenty, lowest)).toBe(7000);
    expect(waitBeforeRetry(answer(503, 10), plenty, lowest)).toBe(1000);
  });

  it("is 0 after a 429, for which the session waits, even if the deadline is near", () => {
    expect(waitBeforeRetry(answer(429, 29_000), { ...plenty, leftMs: 10 }, highest)).toBe(0);
  });
});

describe("A failed lookup is not retried", () => {
  it("after httpRetryMax retries", () => {
    expect(waitBeforeRetry(answer(500), { ...plenty, tries: 4 }, lowest)).toBeDefined();
    expect(waitBeforeRetry(answer(500), { ...plenty, tries: 5 }, lowest)).toBeUndefined();
    expect(waitBeforeRetry(answer(429, 0), { ...plenty, tries: 5 }, lowest)).toBeUndefined();
    const limits = { ...defaultLimits, httpRetryMax: 0 };
    expect(waitBeforeRetry(answer(500), { ...plenty, limits }, lowest)).toBeUndefined();
  });

  it("if the next try could only begin after the deadline", () => {
    expect(waitBeforeRetry(answer(500), { ...plenty, leftMs: 1001 }, lowest)).toBe(1000);
    expect(waitBeforeRetry(answer(500), { ...plenty, leftMs: 1000 }, lowest)).toBeUndefined();
    expect(waitBeforeRetry(answer(503, 60_000), plenty, lowest)).toBeUndefined();
    expect(waitBeforeRetry(breakdown("timeout"), { ...plenty, leftMs: -5 }, lowest)).toBeUndefined();
  });
});

const clockLimits = { ...defaultLimits, deadlineSeconds: 1, quotaWaitSeconds: 2 };

describe("Clock", () => {
  let now = 1000;
  beforeEach(() => {
    jest.spyOn(performance, "now").mockImplementation(() => now);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("does not count a wait for the rate limit towards the deadline, but towards a limit of its own", () => {
    const clock = new Clock(clockLimits);
    clock.waitForQuota(now + 600);
    now += 600;
    expect([clock.quotaWaitedMs, clock.elapsedMs, clock.leftMs]).toEqual([600, 0, 1000]);
    expect(clock.mayWaitForQuota(now + 1400)).toBe(true);
    expect(clock.mayWaitForQuota(now + 1401)).toBe(false);
  });

  it("counts all other time towards the deadline", () => {
    const clock = new Clock(clockLimits);
    now += 60;
    expect([clock.quotaWaitedMs, clock.elapsedMs, clock.leftMs]).toEqual([0, 60, 940]);
  });

  it("counts the waits of several requests at the same time once", () => {
    const clock = new Clock(clockLimits);
    now += 30;
    for (const ms of [100, 200, 20]) {
      clock.waitForQuota(now + ms);
    }
    expect(clock.quotaWaitedMs).toBe(200);
    now += 250;
    clock.waitForQuota(now + 50);
    expect([clock.quotaWaitedMs, clock.elapsedMs]).toEqual([250, 30]);
  });

  it("lets a wait that has begun last until the last allowed moment", () => {
    const clock = new Clock(clockLimits);
    clock.waitForQuota(now + 2000);
    expect(clock.mayWaitForQuota(now + 2000)).toBe(true);
    expect(clock.mayWaitForQuota(now + 2001)).toBe(false);
  });
});
