import { readFileSync } from "node:fs";
import { join } from "node:path";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { failedLookUp, lookUp, settingsFor } from "./lookUp";

const body = { id: "too_many_requests", message: "API rate limit exceeded." };

const emulator = useEmulator();
let notices: string[];
beforeEach(() => {
  notices = [];
  // The wait's random part is up to a second long.
  jest.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  jest.restoreAllMocks();
});

it("429 with retry-after 1: waits, says so, and the deadline stands still meanwhile", async () => {
  emulator.misbehaveNext({ status: 429, headers: { "retry-after": "1" }, body });
  const started = performance.now();
  await lookUp(settingsFor(emulator.url, { deadlineSeconds: 0.5 }), notices);
  expect(performance.now() - started).toBeGreaterThan(990);
  expect(notices).toEqual([expect.stringMatching(/asking again in 1 s\.$/)]);
});

it("429 that asks for the last moment there is fails as any other, as time goes by", async () => {
  let now = Date.now();
  jest.spyOn(Date, "now").mockImplementation(() => (now += 10));
  emulator.misbehave({ status: 429, headers: { "retry-after": "Fri, 31 Dec 9999 23:59:59 GMT" }, body });
  const { error } = await failedLookUp(settingsFor(emulator.url), notices);
  expect(error).toMatchObject({ code: "too_many_requests", attempts: 1 });
});

it("the waits for quota have one bound together", async () => {
  emulator.misbehave({ status: 429, headers: { "retry-after": "1" }, body });
  const limits = { httpRetryMax: 50, quotaWaitSeconds: 1.5 };
  const { error, seconds } = await failedLookUp(settingsFor(emulator.url, limits), notices);
  expect(error).toMatchObject({ code: "too_many_requests", attempts: 2 });
  expect(seconds).toBeLessThan(2);
});

/** A real answer whose reset lies years back. */
const inThePast = JSON.parse(
  readFileSync(join(__dirname, "../../../../shared/spec/answers/error.429-reset-in-the-past.json"), "utf8"),
) as { readonly headers: Record<string, string> };

const past = String(Math.floor(Date.now() / 1000) - 1500);

describe("no retry comes sooner than the back-off", () => {
  it.each<[number, Record<string, string>]>([
    [429, inThePast.headers],
    [429, { "ratelimit-reset": past }],
    [429, { "ratelimit-reset": past, "retry-after": "1, 2" }],
    [429, { "ratelimit-reset": "0", date: "Thu, 01 Jan 1970 00:00:00 GMT" }],
    ...[429, 503].flatMap((status) =>
      ["0", "-1", "0.001", "1.5", "abc", "1, 2", "", "Sun, 06 Nov 1994 08:49:37 GMT"].map(
        (after): [number, Record<string, string>] => [status, { "retry-after": after }],
      ),
    ),
    [500, { "retry-after": "0" }],
  ])("after a %i with %j", async (status, headers) => {
    const moments: number[] = [];
    emulator.misbehave((_, response) => {
      moments.push(performance.now());
      response.writeHead(status, headers);
      response.end(JSON.stringify(body));
    });
    const limits = { httpRetryMax: 2, httpRetryWaitMin: 0.05, httpRetryWaitMax: 30, deadlineSeconds: 20 };
    const { error } = await failedLookUp(
      settingsFor(emulator.url, { ...limits, requestTimeoutSeconds: 10 }),
      notices,
    );
    expect(error).toMatchObject({ attempts: 3 });
    const waits = moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0));
    // A timer may go off a millisecond early.
    expect(waits[0]).toBeGreaterThanOrEqual(48);
    expect(waits[1]).toBeGreaterThanOrEqual(98);
  });
});
