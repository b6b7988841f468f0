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

describe("which failures are retried", () => {
  it.each<[string, Outcome, boolean]>([
    ["no answer in time", breakdown("timeout"), true],
    ["no connection", breakdown("network"), true],
    ["a TLS failure", breakdown("tls"), false],
    ["too large a body", breakdown("unreadable"), false],
    ...[200, 204, 302, 400, 401, 403, 404, 408, 422].map((status): [string, Outcome, boolean] => [
      `a ${status}`,
      answer(status),
      false,
    ]),
    ...[429, 500, 502, 503, 504].map((status): [string, Outcome, boolean] => [
      `a ${status}`,
      answer(status),
      true,
    ]),
  ])("%s: %j", (_, outcome, isRetried) => {
    expect(waitBeforeRetry(outcome, plenty, 0.5) !== undefined).toBe(isRetried);
  });
});

describe("the wait before a retry", () => {
  it.each([
    [1, 1000, 2000],
    [2, 2000, 4000],
    [3, 4000, 8000],
    [4, 8000, 16000],
  ])("after try %i is from %i to %i ms", (tries, shortest, longest) => {
    expect(waitBeforeRetry(answer(500), { ...plenty, tries }, lowest)).toBe(shortest);
    expect(waitBeforeRetry(answer(500), { ...plenty, tries }, highest)).toBeCloseTo(longest, 3);
  });

  it("is never longer than httpRetryWaitMax", () => {
    const limits = { ...defaultLimits, httpRetryMax: 50 };
    expect(waitBeforeRetry(answer(500), { ...plenty, limits, tries: 40 }, highest)).toBeCloseTo(30_000, 3);
  });

  it("is what a 503 asks for, if that is longer", () => {
    expect(waitBeforeRetry(answer(503, 7000), plenty, lowest)).toBe(7000);
    expect(waitBeforeRetry(answer(503, 10), plenty, lowest)).toBe(1000);
  });

  it("after a 429 is the rate limit's pause, whatever is left of the deadline", () => {
    expect(waitBeforeRetry(answer(429, 29_000), { ...plenty, leftMs: 10 }, highest)).toBe(0);
  });
});

describe("there is no retry", () => {
  it("after httpRetryMax retries", () => {
    expect(waitBeforeRetry(answer(500), { ...plenty, tries: 4 }, lowest)).toBeDefined();
    expect(waitBeforeRetry(answer(500), { ...plenty, tries: 5 }, lowest)).toBeUndefined();
    expect(waitBeforeRetry(answer(429, 0), { ...plenty, tries: 5 }, lowest)).toBeUndefined();
    const limits = { ...defaultLimits, httpRetryMax: 0 };
    expect(waitBeforeRetry(answer(500), { ...plenty, limits }, lowest)).toBeUndefined();
  });

  it("that could only begin after the deadline", () => {
    expect(waitBeforeRetry(answer(500), { ...plenty, leftMs: 1001 }, lowest)).toBe(1000);
    expect(waitBeforeRetry(answer(500), { ...plenty, leftMs: 1000 }, lowest)).toBeUndefined();
    expect(waitBeforeRetry(answer(503, 60_000), plenty, lowest)).toBeUndefined();
    expect(waitBeforeRetry(breakdown("timeout"), { ...plenty, leftMs: -5 }, lowest)).toBeUndefined();
  });
});
