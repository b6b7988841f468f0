import type { Failed } from "../../../src/api/retry";
import { decide } from "../../../src/api/retry";
import { defaultLimits } from "../../../src/api/settings";

const plenty = { tries: 1, leftMs: 60_000, quotaLeftMs: 300_000 };
const lowest = 0;
const highest = 1 - Number.EPSILON;

function refusal(status: number, retryAfterMs?: number, dice = Math.random()): Failed {
  const plain = { defect: undefined, id: undefined, requestId: undefined };
  return { kind: "refusal", status, retryAfterMs, dice, ...plain };
}

function breakdown(reason: "timeout" | "network" | "tls" | "unreadable"): Failed {
  return { kind: "breakdown", reason, dice: Math.random() };
}

describe("which failures are tried again", () => {
  it.each<[string, Failed, boolean]>([
    ["timeout", breakdown("timeout"), true],
    ["connection", breakdown("network"), true],
    ["TLS", breakdown("tls"), false],
    ["too large a body", breakdown("unreadable"), false],
    ["a 200 of something else", refusal(200), false],
    ["204", refusal(204), false],
    ["302", refusal(302), false],
    ["400", refusal(400), false],
    ["401", refusal(401), false],
    ["403", refusal(403), false],
    ["404", refusal(404), false],
    ["408", refusal(408), false],
    ["422", refusal(422), false],
    ["429", refusal(429), true],
    ["500", refusal(500), true],
    ["502", refusal(502), true],
    ["503", refusal(503), true],
    ["504", refusal(504), true],
  ])("%s: %j", (_, failed, again) => {
    expect(decide(failed, plenty, defaultLimits).again).toBe(again);
  });
});

describe("the wait before another try", () => {
  it.each([
    [1, 1000, 2000],
    [2, 2000, 4000],
    [3, 4000, 8000],
    [4, 8000, 16000],
  ])("after try %i: from %i to %i ms", (attempts, shortest, longest) => {
    const progress = { ...plenty, tries: attempts };
    expect(decide(refusal(500, undefined, lowest), progress, defaultLimits)).toEqual({
      again: true,
      waitMs: shortest,
      forQuota: false,
    });
    const decision = decide(refusal(500, undefined, highest), progress, defaultLimits);
    expect(decision).toMatchObject({ again: true, waitMs: expect.closeTo(longest, 3) as number });
  });

  it("is never longer than httpRetryWaitMax", () => {
    const limits = { ...defaultLimits, httpRetryMax: 50 };
    const decision = decide(refusal(500, undefined, highest), { ...plenty, tries: 40 }, limits);
    expect(decision).toMatchObject({ again: true, waitMs: expect.closeTo(30_000, 3) as number });
  });

  it("lies within its bounds whatever the dice say", () => {
    for (let i = 0; i < 1000; i++) {
      const decision = decide(refusal(502), plenty, defaultLimits);
      expect(decision.again && decision.waitMs >= 1000 && decision.waitMs <= 2000).toBe(true);
    }
  });

  it("is what a 503 asks for, if that is longer", () => {
    expect(decide(refusal(503, 7000, lowest), plenty, defaultLimits)).toMatchObject({ waitMs: 7000 });
    expect(decide(refusal(503, 10, lowest), plenty, defaultLimits)).toMatchObject({ waitMs: 1000 });
  });
});

describe("the end", () => {
  it("comes when httpRetryMax more tries were made", () => {
    expect(decide(refusal(500), { ...plenty, tries: 4 }, defaultLimits).again).toBe(true);
    expect(decide(refusal(500), { ...plenty, tries: 5 }, defaultLimits).again).toBe(false);
    expect(decide(refusal(429, 0), { ...plenty, tries: 5 }, defaultLimits).again).toBe(false);
    expect(decide(refusal(500), plenty, { ...defaultLimits, httpRetryMax: 0 }).again).toBe(false);
  });

  it("comes when a try could not begin before the deadline", () => {
    expect(decide(refusal(500, undefined, lowest), { ...plenty, leftMs: 1001 }, defaultLimits).again).toBe(
      true,
    );
    expect(decide(refusal(500, undefined, lowest), { ...plenty, leftMs: 1000 }, defaultLimits).again).toBe(
      false,
    );
    expect(decide(refusal(503, 60_000, lowest), plenty, defaultLimits).again).toBe(false);
    const timeout = breakdown("timeout");
    expect(decide(timeout, { ...plenty, leftMs: -5 }, defaultLimits).again).toBe(false);
  });
});

describe("429", () => {
  it("waits as long as asked, a little longer, and for quota", () => {
    expect(decide(refusal(429, 29_000, lowest), plenty, defaultLimits)).toEqual({
      again: true,
      waitMs: 29_000,
      forQuota: true,
    });
    const decision = decide(refusal(429, 29_000, highest), plenty, defaultLimits);
    expect(decision).toMatchObject({ waitMs: expect.closeTo(30_000, 3) as number });
  });

  it("waits no longer than the quota bound, a little longer included", () => {
    const progress = { ...plenty, quotaLeftMs: 100_000 };
    const decision = decide(refusal(429, 99_900, highest), progress, defaultLimits);
    expect(decision).toMatchObject({ again: true, waitMs: 100_000 });
  });

  it("that asks for nothing is tried again like a failure, but for quota", () => {
    expect(decide(refusal(429, undefined, lowest), plenty, defaultLimits)).toEqual({
      again: true,
      waitMs: 1000,
      forQuota: true,
    });
  });

  it("has nothing to do with the deadline", () => {
    expect(decide(refusal(429, 120_000), { ...plenty, leftMs: 10 }, defaultLimits).again).toBe(true);
  });

  it.each([
    [0, 300_000, true],
    [0, 300_001, false],
    [200_000, 100_000, true],
    [200_000, 100_001, false],
    [0, 3_600_000, false],
  ])("after %i ms of waiting, %i more: %j", (quotaWaitedMs, asked, again) => {
    const decision = decide(
      refusal(429, asked, lowest),
      { ...plenty, quotaLeftMs: 300_000 - quotaWaitedMs },
      defaultLimits,
    );
    expect(decision).toMatchObject(again ? { again } : { again, quotaWaitMs: asked });
  });
});
