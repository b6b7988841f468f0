import type { Response } from "../../../src/api/http";
import { Quota } from "../../../src/api/quota";
import type { Pause } from "../../../src/api/quota";

/** The highest number of requests at once. */
const most = 10;

function answer(said: Partial<Response> = {}): Response {
  const nothing = { id: undefined, requestId: undefined };
  const limits = { retryAfterMs: undefined, remaining: undefined, resetMs: undefined };
  return { kind: "response", status: 200, body: {}, bytes: 2, ...nothing, ...limits, ...said };
}

/** Counts an answer without a shortest wait and without a random part of the wait; returns the pause. */
function returned(
  quota: Quota,
  response: Response | undefined,
  leastWaitMs = (): number => 0,
): Pause | undefined {
  quota.returned(response, leastWaitMs, 0);
  return quota.pause;
}

/** How many more may be sent now; they are. */
function sendAll(quota: Quota): number {
  let sent = 0;
  while (quota.hasRoom) {
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
  returned(quota, answer());
  returned(quota, undefined);
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
  expect(returned(quota, answer({ remaining }))).toBeUndefined();
  expect(sendAll(quota)).toBe(more);
});

it("with none on its way one is sent, whatever was left", () => {
  const quota = quotaWith(1);
  returned(quota, answer({ remaining: 0 }));
  expect(sendAll(quota)).toBe(1);
});

it("an answer that says nothing of what is left changes nothing of it", () => {
  const quota = quotaWith(2);
  returned(quota, answer({ remaining: 2 }));
  returned(quota, answer());
  expect(sendAll(quota)).toBe(1);
});

it.each([
  ["a refusal", answer({ status: 429, retryAfterMs: 500 })],
  ["a refusal without a time", answer({ status: 429 })],
  ["the last of the quota", answer({ remaining: 0 })],
])("after %s one tries it, then two, four and eight", (_, said) => {
  const quota = quotaWith(most);
  for (let count = 1; count < most; count++) {
    returned(quota, answer());
  }
  returned(quota, said);
  for (const atOnce of [1, 2, 4, 8, most, most]) {
    expect(sendAll(quota)).toBe(atOnce);
    for (let count = 1; count < atOnce; count++) {
      returned(quota, undefined);
    }
    returned(quota, answer({ remaining: 1000 }));
  }
});

describe("a pause", () => {
  it("after a 429 lasts as long as the API says, and a little longer by chance", () => {
    const quota = quotaWith(1);
    const refused = answer({ status: 429, id: "too_many_requests", retryAfterMs: 500 });
    quota.returned(refused, () => 0, 1);
    const { pause } = quota;
    expect(pause).toEqual({
      ...{ until: now + 500, resumesAt: now + 500 + 150, isNamed: true },
      ...{ refusal: refused, isShown: false },
    });
    now += 649;
    expect(quota.pause).toBe(pause);
    now += 1;
    expect(quota.pause).toBeUndefined();
  });

  it("after the last request of the hour ends when more are available, and names no 429", () => {
    expect(returned(quotaWith(1), answer({ remaining: 0, resetMs: 2000 }))).toMatchObject({
      until: now + 2000,
      isNamed: true,
      refusal: undefined,
    });
  });

  it.each([
    ["an answer with some left", answer({ remaining: 1, resetMs: 2000, retryAfterMs: 2000 })],
    ["an answer that says nothing", answer()],
    ["an answer with none left that does not say when there are more", answer({ remaining: 0 })],
    ["no answer", undefined],
  ])("does not follow from %s", (_, said) => {
    expect(returned(quotaWith(1), said)).toBeUndefined();
  });

  it("is not shortened by a later answer, and is shown once", () => {
    const quota = quotaWith(3);
    const refused = returned(quota, answer({ status: 429, retryAfterMs: 3000 }));
    Object.assign(refused ?? {}, { isShown: true });
    expect(returned(quota, answer({ remaining: 0, resetMs: 1000 }))).toEqual(refused);
    const longer = returned(quota, answer({ status: 429, retryAfterMs: 5000 }));
    expect(longer).toMatchObject({ until: now + 5000, isShown: true });
  });

  it.each([
    ["a 429 whose moment has passed", answer({ status: 429, retryAfterMs: 0 })],
    ["a 429 that names no moment", answer({ status: 429 })],
    ["a 429 that asks for less", answer({ status: 429, retryAfterMs: 500 })],
    ["a used-up quota whose moment has passed", answer({ remaining: 0, resetMs: 0 })],
  ])("after %s lasts as long as the shortest wait before a retry", (_, said) => {
    expect(returned(quotaWith(1), said, () => 1000)).toMatchObject({ until: now + 1000, isNamed: false });
  });

  it("counts 429s of requests that were in flight together as one", () => {
    const quota = quotaWith(most);
    const refused = answer({ status: 429, retryAfterMs: 0 });
    for (let count = 0; count < most; count++) {
      quota.returned(refused, (refusals) => 1000 * refusals, 0);
    }
    expect(quota.pause).toMatchObject({ until: now + 1000 });
  });

  it("lasts longer after each 429 in a row", () => {
    const quota = quotaWith(4);
    const refused = answer({ status: 429, retryAfterMs: 0 });
    const waits = [refused, refused, answer(), refused].map((said) => {
      quota.returned(said, (refusals) => 1000 * 2 ** (refusals - 1), 0);
      const waitMs = quota.pause && quota.pause.until - now;
      now += 10_000;
      return waitMs;
    });
    expect(waits).toEqual([1000, 2000, undefined, 1000]);
  });
});
