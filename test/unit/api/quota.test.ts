import type { Response } from "../../../src/api/http";
import { Quota } from "../../../src/api/quota";

/** The highest number of requests at once. */
const most = 10;

function answer(said: Partial<Response> = {}): Response {
  const nothing = { id: undefined, requestId: undefined };
  const limits = { retryAfterMs: undefined, remaining: undefined, resetMs: undefined };
  return { kind: "response", status: 200, body: {}, bytes: 2, dice: 0, ...nothing, ...limits, ...said };
}

/** Where the API's own word decides. */
const noLeastWait = (): number => 0;

/** How many more may be sent now; they are. */
function sendAll(quota: Quota): number {
  let sent = 0;
  while (quota.isWide) {
    quota.sent();
    sent++;
  }
  return sent;
}

/** A quota with some requests on their way. */
function quotaWith(onTheWay: number): Quota {
  const quota = new Quota();
  for (let sent = 0; sent < onTheWay; sent++) {
    quota.sent();
  }
  return quota;
}

let now = 1000;
beforeEach(() => {
  jest.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

it("ten at once, and another for each that has come back, with an answer or without", () => {
  const quota = new Quota();
  expect(sendAll(quota)).toBe(most);
  quota.returned(answer(), noLeastWait);
  quota.returned(undefined, noLeastWait);
  expect(sendAll(quota)).toBe(2);
});

// Each that is sent is one less of what is left, and one more on its way.
it.each([
  [20, 8],
  [7, 2],
  [5, 1],
  // What the API says may not count those that are still on their way.
  [4, 0],
  [3, 0],
])("with %i left and two on their way, %i more", (remaining, more) => {
  const quota = quotaWith(3);
  expect(quota.returned(answer({ remaining }), noLeastWait)).toBeUndefined();
  expect(sendAll(quota)).toBe(more);
});

it("with none on its way one is sent, whatever was left", () => {
  const quota = quotaWith(1);
  quota.returned(answer({ remaining: 0 }), noLeastWait);
  expect(sendAll(quota)).toBe(1);
});

it("an answer that says nothing of what is left changes nothing of it", () => {
  const quota = quotaWith(2);
  quota.returned(answer({ remaining: 2 }), noLeastWait);
  quota.returned(answer(), noLeastWait);
  expect(sendAll(quota)).toBe(1);
});

it.each([
  ["a refusal", answer({ status: 429, retryAfterMs: 500 })],
  ["a refusal without a time", answer({ status: 429 })],
  ["the last of the quota", answer({ remaining: 0 })],
])("after %s one tries it, then two, four and eight", (_, said) => {
  const quota = quotaWith(most);
  for (let returned = 1; returned < most; returned++) {
    quota.returned(answer(), noLeastWait);
  }
  quota.returned(said, noLeastWait);
  for (const atOnce of [1, 2, 4, 8, most, most]) {
    expect(sendAll(quota)).toBe(atOnce);
    for (let returned = 1; returned < atOnce; returned++) {
      quota.returned(undefined, noLeastWait);
    }
    quota.returned(answer({ remaining: 1000 }), noLeastWait);
  }
});

describe("a hold", () => {
  it("of a refusal lasts as long as the API says, and a little longer by chance", () => {
    const quota = quotaWith(1);
    const refused = answer({ status: 429, id: "too_many_requests", retryAfterMs: 500, dice: 1 });
    const hold = quota.returned(refused, noLeastWait);
    expect(hold).toMatchObject({ until: now + 500 + 150, isTold: false });
    expect(hold?.refusal).toMatchObject({ kind: "refusal", status: 429, id: "too_many_requests" });
    expect(quota.hold).toBe(hold);
    now += 649;
    expect(quota.hold).toBe(hold);
    now += 1;
    expect(quota.hold).toBeUndefined();
  });

  it("of a quota that is used up ends when it grows again, and is no refusal", () => {
    const quota = quotaWith(1);
    expect(quota.returned(answer({ remaining: 0, resetMs: 2000 }), noLeastWait)).toEqual({
      until: now + 2000,
      refusal: undefined,
      isTold: false,
    });
  });

  it.each([
    ["an answer with some left", answer({ remaining: 1, resetMs: 2000, retryAfterMs: 2000 })],
    ["an answer that says nothing", answer()],
    ["a refusal that does not say when", answer({ status: 429, remaining: 0, resetMs: 2000 })],
    ["no answer", undefined],
  ])("does not follow from %s", (_, said) => {
    const quota = quotaWith(1);
    expect(quota.returned(said, noLeastWait)).toBeUndefined();
    expect(quota.hold).toBeUndefined();
  });

  it("is not shortened by a later word, and the user is told once", () => {
    const quota = quotaWith(3);
    const refused = quota.returned(answer({ status: 429, retryAfterMs: 3000 }), noLeastWait);
    Object.assign(refused ?? {}, { isTold: true });
    const usedUp = quota.returned(answer({ remaining: 0, resetMs: 1000 }), noLeastWait);
    expect(usedUp).toEqual({ ...refused, isTold: true });
    const longer = quota.returned(answer({ status: 429, retryAfterMs: 5000 }), noLeastWait);
    expect(longer).toMatchObject({ until: now + 5000, isTold: true });
  });

  it.each([
    ["a refusal whose moment has passed", answer({ status: 429, retryAfterMs: 0 })],
    ["a refusal that asks for less", answer({ status: 429, retryAfterMs: 500 })],
    ["a used-up quota whose moment has passed", answer({ remaining: 0, resetMs: 0 })],
  ])("of %s lasts as long as the shortest wait before a retry", (_, said) => {
    const quota = quotaWith(1);
    expect(quota.returned(said, () => 1000)).toMatchObject({ until: now + 1000 });
  });

  it("counts refusals of requests that were on their way together as one", () => {
    const quota = quotaWith(most);
    const refused = answer({ status: 429, retryAfterMs: 0 });
    const holds = Array.from({ length: most }, () => quota.returned(refused, (refusals) => 1000 * refusals));
    expect(holds.at(-1)).toMatchObject({ until: now + 1000 });
  });

  it("lasts longer after each refusal in a row", () => {
    const quota = quotaWith(4);
    const refused = answer({ status: 429, retryAfterMs: 0 });
    const leastWaitMs = (refusals: number): number => 1000 * 2 ** (refusals - 1);
    const waits = [refused, refused, answer(), refused].map((said) => {
      const hold = quota.returned(said, leastWaitMs);
      const waitMs = hold && hold.until - now;
      now += 10_000;
      return waitMs;
    });
    expect(waits).toEqual([1000, 2000, undefined, 1000]);
  });
});
