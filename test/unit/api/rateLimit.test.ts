import { quotaIn } from "../../../src/api/rateLimit";

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
  ["no time at all", "soon", undefined],
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
