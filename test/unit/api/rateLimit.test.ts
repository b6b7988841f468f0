import { quotaIn } from "../../../src/api/http";

const now = Date.parse("2026-03-01T12:00:00Z");
const inSeconds = (seconds: number): string => String(now / 1000 + seconds);

beforeEach(() => {
  jest.spyOn(Date, "now").mockReturnValue(now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

it("headers that are not there say nothing", () => {
  const nothing = { retryAfterMs: undefined, remaining: undefined, resetMs: undefined };
  expect(quotaIn(429, {})).toEqual(nothing);
  expect(quotaIn(200, {})).toEqual(nothing);
});

it.each<[string, string, number | undefined]>([
  ["retry-after in seconds", "7", 7000],
  ["with blanks around it", " 7 ", 7000],
  ["a date", "Sun, 01 Mar 2026 12:00:09 GMT", 9000],
  ["a date that has passed", "Sun, 01 Mar 2026 11:00:00 GMT", 0],
  ["more than there is time", "9".repeat(30), 1e13],
  ["a date in the form of RFC 850", "Sunday, 01-Mar-26 12:00:09 GMT", 9000],
  ["a date in the form of asctime", "Sun Mar  1 12:00:09 2026", 9000],
  ["at once", "0", 0],
  ["no time at all", "soon", undefined],
  ["two numbers", "1, 2", undefined],
  ["a negative number", "-1", undefined],
  ["a fraction", "1.5", undefined],
  ["an exponent", "1e3", undefined],
  ["hexadecimal digits", "0x10", undefined],
  ["digits of another script", "\u0661", undefined],
  ["a date in ISO 8601", "2026-03-01T12:00:09Z", undefined],
  ["a year", "2026 ", 2_026_000],
  ["a month and a year", "Mar 2026", undefined],
  ["a date in another zone", "Sun, 01 Mar 2026 12:00:09 PST", undefined],
  ["a date that there is not", "Sun, 99 Mar 2026 12:00:09 GMT", undefined],
  ["two dates", "Sun, 01 Mar 2026 12:00:09 GMT, Sun, 01 Mar 2026 12:00:09 GMT", undefined],
])("%s", (_, after, expected) => {
  expect(quotaIn(429, { "retry-after": after }).retryAfterMs).toBe(expected);
  expect(quotaIn(503, { "retry-after": after }).retryAfterMs).toBe(expected);
});

it.each([200, 404, 500, 502])("retry-after says nothing on a %i", (status) => {
  expect(quotaIn(status, { "retry-after": "7" }).retryAfterMs).toBeUndefined();
});

it("ratelimit-reset is when to ask again on a 429 without retry-after, and on no other answer", () => {
  const headers = { "ratelimit-reset": ` ${inSeconds(30)} `, "ratelimit-remaining": " 12 " };
  const said = { remaining: 12, resetMs: 30_000 };
  expect(quotaIn(429, headers)).toEqual({ ...said, retryAfterMs: 30_000 });
  expect(quotaIn(503, headers)).toEqual({ ...said, retryAfterMs: undefined });
  expect(quotaIn(200, headers)).toEqual({ ...said, retryAfterMs: undefined });
  expect(quotaIn(429, { ...headers, "retry-after": "2" })).toEqual({ ...said, retryAfterMs: 2000 });
});

it.each(["", "-1", "1.5", "many", "1e3"])("%j is no count and no moment", (text) => {
  const headers = { "ratelimit-reset": text, "ratelimit-remaining": text };
  expect(quotaIn(200, headers)).toMatchObject({ remaining: undefined, resetMs: undefined });
});

it("a header of another form leaves it to ratelimit-reset", () => {
  const headers = { "retry-after": "1, 2", "ratelimit-reset": inSeconds(30) };
  expect(quotaIn(429, headers).retryAfterMs).toBe(30_000);
});

describe("where the clocks differ", () => {
  const serversDate = { date: "Sun, 01 Mar 2026 13:00:00 GMT" };

  it("moments are by the server's clock", () => {
    const reset = { ...serversDate, "ratelimit-reset": inSeconds(3630) };
    expect(quotaIn(429, reset).retryAfterMs).toBe(30_000);
    const after = { ...serversDate, "retry-after": "Sun, 01 Mar 2026 13:00:09 GMT" };
    expect(quotaIn(429, after).retryAfterMs).toBe(9000);
  });

  it.each(["yesterday", "1", ""])("a malformed date (%j) leaves it to this machine's clock", (date) => {
    expect(quotaIn(429, { date, "ratelimit-reset": inSeconds(30) }).retryAfterMs).toBe(30_000);
  });
});

it("reads only headers that were sent", () => {
  const sent = Object.create({ "retry-after": "7", "ratelimit-remaining": "0" }) as Record<string, string>;
  expect(quotaIn(429, sent)).toEqual({ retryAfterMs: undefined, remaining: undefined, resetMs: undefined });
});
