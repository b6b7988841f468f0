import { defaultLimits } from "../../../src/api/settings";
import type { ApiLimits } from "../../../src/api/settings";
import { uuidAt } from "../../../testing/emulator/manyClusters";
import { errorReply } from "../../../testing/emulator/routes";
import type { Reply } from "../../../testing/emulator/routes";
import { rejectionOf } from "../rejection";
import { describeRateLimitedLookUps } from "./rateLimitedLookUps";
import { atTheEnd, clockMovedUntil, lookUpAlone, useSimulatedApi } from "./simulatedApi";

const api = useSimulatedApi(200);
let notices: string[];
beforeEach(() => {
  notices = [];
});

const lookUps = (count: number, limits: Partial<ApiLimits> = {}): ReturnType<typeof lookUpAlone> =>
  lookUpAlone(count, limits, notices);

/** A refusal because of the rate limit. */
const refusal = (headers: Record<string, string>): Reply => ({
  ...errorReply(429, "too_many_requests", "API rate limit exceeded."),
  headers,
});

/** Refuses the first request; answers the others correctly. */
function refuseFirst(headers: Record<string, string>): void {
  api.answer = (path) => (api.requests.length === 1 ? refusal(headers) : api.correctAnswer(path));
}

/** How many milliseconds something takes on the controlled clock. */
async function duration(promise: Promise<unknown>): Promise<number> {
  const started = performance.now();
  await atTheEnd(promise);
  return performance.now() - started;
}

describe("A lookup that is answered with 429", () => {
  it("waits as long as the API asks, says so, and does not count the wait towards its deadline", async () => {
    refuseFirst({ "retry-after": "1" });
    expect(await duration(Promise.all(lookUps(1, { deadlineSeconds: 0.5 })))).toBe(1000);
    expect(notices).toEqual([expect.stringMatching(/asking again in 1 s\.$/)]);
  });

  it("fails at once if the API asks to wait until the last moment of the year 9999", async () => {
    // Each look at the clock finds another time, as in a program that runs.
    let now = Date.now();
    jest.spyOn(Date, "now").mockImplementation(() => (now += 10));
    api.answer = () => refusal({ "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT" });
    const error = await atTheEnd(rejectionOf(Promise.all(lookUps(1))));
    expect(error).toMatchObject({ code: "too_many_requests", attempts: 1 });
  });

  it("waits no longer than quotaWaitSeconds in all its waits together", async () => {
    api.answer = () => refusal({ "retry-after": "1" });
    const failure = rejectionOf(Promise.all(lookUps(1, { httpRetryMax: 50, quotaWaitSeconds: 1.5 })));
    expect(await duration(failure)).toBe(1000);
    expect(await failure).toMatchObject({ code: "too_many_requests", attempts: 2 });
  });
});

/** In the year 2023. */
const past = "1700000000";

describe("A lookup retries no sooner than after its own shortest wait", () => {
  it.each<[number, Record<string, string>]>([
    [429, { "ratelimit-limit": "5000", "ratelimit-remaining": "0", "ratelimit-reset": past }],
    [429, { "ratelimit-reset": past }],
    [429, { "ratelimit-reset": past, "retry-after": "1, 2" }],
    [429, { "ratelimit-reset": "0", date: "Thu, 01 Jan 1970 00:00:00 GMT" }],
    ...[429, 503].flatMap((status) =>
      ["0", "-1", "0.001", "1.5", "abc", "1, 2", "", "Sun, 06 Nov 1994 08:49:37 GMT"].map(
        (after): [number, Record<string, string>] => [status, { "retry-after": after }],
      ),
    ),
    [500, { "retry-after": "0" }],
  ])("if it is answered with %i and the headers %j", async (status, headers) => {
    api.answer = () => ({ status, headers, body: { id: "planted" } });
    const limits = { httpRetryMax: 2, httpRetryWaitMin: 0.05, httpRetryWaitMax: 30, deadlineSeconds: 20 };
    const error = await atTheEnd(rejectionOf(Promise.all(lookUps(1, limits))));
    expect(error).toMatchObject({ attempts: 3 });
    const [first = 0, second = 0, third = 0] = api.requests.map(({ at }) => at);
    expect([second - first, third - second]).toEqual([50, 100]);
  });
});

describe("Lookups of many clusters at once, at the rate limit", () => {
  it("fail together and send nothing more if the limit lasts longer than they may wait", async () => {
    api.answer = () => ({ ...refusal({ "retry-after": "3000" }), afterMs: 5 });
    const errors = await atTheEnd(Promise.all(lookUps(100, defaultLimits).map(rejectionOf)));
    expect(new Set(errors.map(({ code, status }) => `${code} ${status}`))).toEqual(
      new Set(["too_many_requests 429"]),
    );
    expect(errors.map(({ clusterUuid }) => clusterUuid)).toEqual(errors.map((_, index) => uuidAt(index)));
    expect(errors[99]?.message).toMatch(/used up \(429 too_many_requests\) until .* in 3000 s; /);
    expect([errors[0]?.attempts, errors[99]?.attempts]).toEqual([1, 0]);
    expect(api.requests).toHaveLength(10);
    expect(notices).toEqual([]);
  });

  it("do not bind lookups that begin after they have failed", async () => {
    refuseFirst({ "retry-after": "3000" });
    await atTheEnd(rejectionOf(Promise.all(lookUps(1))));
    expect(await duration(Promise.all(lookUps(1)))).toBe(0);
  });

  it("do not bind later lookups that may wait longer either", async () => {
    refuseFirst({ "retry-after": "2" });
    await atTheEnd(rejectionOf(Promise.all(lookUps(1, { quotaWaitSeconds: 0.5 }))));
    expect(await duration(Promise.all(lookUps(1, { quotaWaitSeconds: 10 })))).toBe(0);
  });

  it("make later lookups wait or fail while they wait themselves", async () => {
    refuseFirst({ "retry-after": "1" });
    const [first] = lookUps(1);
    await clockMovedUntil(() => notices.length > 0);
    const [, second] = lookUps(2);
    const [impatient] = lookUps(1, { quotaWaitSeconds: 0.1 });
    const error = await atTheEnd(rejectionOf(impatient ?? Promise.resolve()));
    expect(error).toMatchObject({ code: "too_many_requests", status: 429, attempts: 0 });
    expect(api.requests).toHaveLength(1);
    expect(await duration(Promise.all([first, second]))).toBe(1000);
  });

  it("leave no timer if the limit becomes too long for them, so that the process can end", async () => {
    api.answer = () =>
      api.requests.length === 1
        ? refusal({ "retry-after": "2" })
        : { ...refusal({ "retry-after": "3000" }), afterMs: 100 };
    const errors = await atTheEnd(Promise.all(lookUps(2).map(rejectionOf)));
    expect(errors.map(({ code }) => code)).toEqual(["too_many_requests", "too_many_requests"]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it("succeed if answers say that the quota is used up for longer than they may wait", async () => {
    api.answer = (path) => ({
      ...api.correctAnswer(path),
      headers: {
        "ratelimit-remaining": "0",
        "ratelimit-reset": String(Math.ceil(Date.now() / 1000) + 3000),
      },
    });
    expect(await atTheEnd(Promise.all(lookUps(50, defaultLimits)))).toHaveLength(50);
    expect(notices).toEqual([]);
  });
});

describeRateLimitedLookUps(200);

describe("Lookups at a server that never answers", () => {
  it("all end at their deadline, those too whose request was never sent", async () => {
    api.answer = () => undefined;
    const limits = { httpRetryMax: 2, requestTimeoutSeconds: 0.4, deadlineSeconds: 1 };
    const failures = Promise.all(lookUps(200, limits).map(rejectionOf));
    expect(await duration(failures)).toBe(1000);
    const errors = await failures;
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["timeout"]));
    expect(errors[0]?.message).toMatch(/no answer from \S+ in [123] tr(y|ies), within/);
    expect(errors.map(({ clusterUuid }) => clusterUuid)).toEqual(errors.map((_, index) => uuidAt(index)));
    const unasked = errors.filter(({ attempts }) => attempts === 0);
    expect(unasked.length).toBeGreaterThan(100);
    for (const { message } of unasked) {
      expect(message).toMatch(/: not sent within 1(\.0)? s: earlier requests to \S+ are still unanswered\./);
    }
    const sent = api.requests.length;
    await jest.advanceTimersByTimeAsync(60_000);
    expect(api.requests).toHaveLength(sent);
    expect(jest.getTimerCount()).toBe(0);
  });
});
