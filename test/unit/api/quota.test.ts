import { quotaIn } from "../../../src/api/http";
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

/** Sends as many requests as are allowed now, and returns their number. */
function sendAll(quota: Quota): number {
  let sent = 0;
  while (quota.hasRoom) {
    quota.sent();
    sent++;
  }
  return sent;
}

/** A quota with some requests in flight. */
function quotaWith(inFlight: number): Quota {
  const quota = new Quota();
  for (let sent = 0; sent < inFlight; sent++) {
    quota.sent();
  }
  return quota;
}

describe("Quota", () => {
  let now = 1000;
  beforeEach(() => {
    jest.spyOn(performance, "now").mockImplementation(() => now);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("allows ten requests at once, and another one for each that has ended with or without an answer", () => {
    const quota = new Quota();
    expect(sendAll(quota)).toBe(most);
    returned(quota, answer());
    returned(quota, undefined);
    expect(sendAll(quota)).toBe(2);
  });

  // Each request that is sent leaves one less, and is one more in flight.
  it.each([
    [20, 8],
    [7, 2],
    [5, 1],
    // The API may not have counted those in flight.
    [4, 0],
    [3, 0],
  ])("if %i requests are left and two are in flight, allows %i more", (remaining, more) => {
    const quota = quotaWith(3);
    expect(returned(quota, answer({ remaining }))).toBeUndefined();
    expect(sendAll(quota)).toBe(more);
  });

  it("allows one request if none is in flight, even if none are left", () => {
    const quota = quotaWith(1);
    returned(quota, answer({ remaining: 0 }));
    expect(sendAll(quota)).toBe(1);
  });

  it("keeps the number of requests left if an answer does not tell it", () => {
    const quota = quotaWith(2);
    returned(quota, answer({ remaining: 2 }));
    returned(quota, answer());
    expect(sendAll(quota)).toBe(1);
  });

  it.each([
    ["a 429", answer({ status: 429, retryAfterMs: 500 })],
    ["a 429 that names no time", answer({ status: 429 })],
    ["the last request that was left", answer({ remaining: 0 })],
  ])("after %s allows one request at once, then two, four, eight and ten", (_, said) => {
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
    it("after a 429 lasts as long as the API says and a random time longer", () => {
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

    it("after the last request of the hour ends when more are available, without a 429", () => {
      expect(returned(quotaWith(1), answer({ remaining: 0, resetMs: 2000 }))).toMatchObject({
        until: now + 2000,
        isNamed: true,
        refusal: undefined,
      });
    });

    it.each([
      ["an answer with requests left", answer({ remaining: 1, resetMs: 2000, retryAfterMs: 2000 })],
      ["an answer without rate limit headers", answer()],
      ["an answer with no requests left that names no reset", answer({ remaining: 0 })],
      ["no answer", undefined],
    ])("does not follow from %s", (_, said) => {
      expect(returned(quotaWith(1), said)).toBeUndefined();
    });

    it("is not shortened by a later answer and is shown once", () => {
      const quota = quotaWith(3);
      const refused = returned(quota, answer({ status: 429, retryAfterMs: 3000 }));
      Object.assign(refused ?? {}, { isShown: true });
      expect(returned(quota, answer({ remaining: 0, resetMs: 1000 }))).toEqual(refused);
      const longer = returned(quota, answer({ status: 429, retryAfterMs: 5000 }));
      expect(longer).toMatchObject({ until: now + 5000, isShown: true });
    });

    it.each([
      ["a 429 that names a time in the past", answer({ status: 429, retryAfterMs: 0 })],
      ["a 429 that names no time", answer({ status: 429 })],
      ["a 429 that asks for a shorter wait", answer({ status: 429, retryAfterMs: 500 })],
      ["the last request that was left, with a reset in the past,", answer({ remaining: 0, resetMs: 0 })],
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

    it("lasts longer after each further 429", () => {
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
});

describe("quotaIn", () => {
  const now = Date.parse("2026-03-01T12:00:00Z");
  const inSeconds = (seconds: number): string => String(now / 1000 + seconds);

  beforeEach(() => {
    jest.spyOn(Date, "now").mockReturnValue(now);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it("returns nothing if there are no headers", () => {
    const nothing = { retryAfterMs: undefined, remaining: undefined, resetMs: undefined };
    expect(quotaIn(429, {})).toEqual(nothing);
    expect(quotaIn(200, {})).toEqual(nothing);
  });

  it.each<[string, string, number | undefined]>([
    ["seconds", "7", 7000],
    ["seconds with blanks around them", " 7 ", 7000],
    ["a date", "Sun, 01 Mar 2026 12:00:09 GMT", 9000],
    ["a date that has passed", "Sun, 01 Mar 2026 11:00:00 GMT", 0],
    ["seconds beyond all dates", "9".repeat(30), 1e13],
    ["a date in the form of RFC 850", "Sunday, 01-Mar-26 12:00:09 GMT", 9000],
    ["a date in the form of asctime", "Sun Mar  1 12:00:09 2026", 9000],
    ["zero", "0", 0],
    ["a word, which it ignores,", "soon", undefined],
    ["two numbers, which it ignores,", "1, 2", undefined],
    ["a negative number, which it ignores,", "-1", undefined],
    ["a fraction, which it ignores,", "1.5", undefined],
    ["an exponent, which it ignores,", "1e3", undefined],
    ["hexadecimal digits, which it ignores,", "0x10", undefined],
    ["digits of another script, which it ignores,", "\u0661", undefined],
    ["a date in ISO 8601, which it ignores,", "2026-03-01T12:00:09Z", undefined],
    ["a year as seconds", "2026 ", 2_026_000],
    ["a month and a year, which it ignores,", "Mar 2026", undefined],
    ["a date in another time zone, which it ignores,", "Sun, 01 Mar 2026 12:00:09 PST", undefined],
    ["a date with the day 99, which it ignores,", "Sun, 99 Mar 2026 12:00:09 GMT", undefined],
    [
      "two dates, which it ignores,",
      "Sun, 01 Mar 2026 12:00:09 GMT, Sun, 01 Mar 2026 12:00:09 GMT",
      undefined,
    ],
  ])("reads %s in retry-after of a 429 and a 503", (_, after, expected) => {
    expect(quotaIn(429, { "retry-after": after }).retryAfterMs).toBe(expected);
    expect(quotaIn(503, { "retry-after": after }).retryAfterMs).toBe(expected);
  });

  it.each([200, 404, 500, 502])("ignores retry-after of a %i", (status) => {
    expect(quotaIn(status, { "retry-after": "7" }).retryAfterMs).toBeUndefined();
  });

  it("takes ratelimit-reset as the time of the next try for a 429 without retry-after, and for no other answer", () => {
    const headers = { "ratelimit-reset": ` ${inSeconds(30)} `, "ratelimit-remaining": " 12 " };
    const said = { remaining: 12, resetMs: 30_000 };
    expect(quotaIn(429, headers)).toEqual({ ...said, retryAfterMs: 30_000 });
    expect(quotaIn(503, headers)).toEqual({ ...said, retryAfterMs: undefined });
    expect(quotaIn(200, headers)).toEqual({ ...said, retryAfterMs: undefined });
    expect(quotaIn(429, { ...headers, "retry-after": "2" })).toEqual({ ...said, retryAfterMs: 2000 });
  });

  it.each(["", "-1", "1.5", "many", "1e3"])(
    "ignores %j in ratelimit-remaining and ratelimit-reset",
    (text) => {
      const headers = { "ratelimit-reset": text, "ratelimit-remaining": text };
      expect(quotaIn(200, headers)).toMatchObject({ remaining: undefined, resetMs: undefined });
    },
  );

  it("takes ratelimit-reset if retry-after has another form", () => {
    const headers = { "retry-after": "1, 2", "ratelimit-reset": inSeconds(30) };
    expect(quotaIn(429, headers).retryAfterMs).toBe(30_000);
  });

  describe("if the clocks of server and machine differ", () => {
    const serversDate = { date: "Sun, 01 Mar 2026 13:00:00 GMT" };

    it("takes times by the server's clock", () => {
      const reset = { ...serversDate, "ratelimit-reset": inSeconds(3630) };
      expect(quotaIn(429, reset).retryAfterMs).toBe(30_000);
      const after = { ...serversDate, "retry-after": "Sun, 01 Mar 2026 13:00:09 GMT" };
      expect(quotaIn(429, after).retryAfterMs).toBe(9000);
    });

    it.each(["yesterday", "1", ""])("takes times by this machine's clock if the date is %j", (date) => {
      expect(quotaIn(429, { date, "ratelimit-reset": inSeconds(30) }).retryAfterMs).toBe(30_000);
    });
  });

  it("does not read headers from the prototype", () => {
    const sent = Object.create({ "retry-after": "7", "ratelimit-remaining": "0" }) as Record<string, string>;
    expect(quotaIn(429, sent)).toEqual({ retryAfterMs: undefined, remaining: undefined, resetMs: undefined });
  });
});
