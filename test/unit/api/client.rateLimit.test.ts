import { Emulator } from "../../emulator/emulator";
import { failedLookUp, lookUp, settingsFor, uuid } from "./lookUp";

const body = { id: "too_many_requests", message: "API rate limit exceeded." };
const inSeconds = (seconds: number): string => String(Math.floor(Date.now() / 1000) + seconds);

let emulator: Emulator;
let notices: string[];
beforeAll(async () => {
  emulator = await Emulator.start();
});
beforeEach(() => {
  emulator.behave();
  notices = [];
  // The wait's random part is up to a second long.
  jest.spyOn(Math, "random").mockReturnValue(0);
});
afterEach(() => {
  jest.restoreAllMocks();
});
afterAll(() => emulator.stop());

describe("429 once", () => {
  it.each<[string, () => Record<string, string>]>([
    ["retry-after 0", () => ({ "retry-after": "0" })],
    ["retry-after with a date that has passed", () => ({ "retry-after": new Date(0).toUTCString() })],
    ["ratelimit-reset that has passed", () => ({ "ratelimit-reset": inSeconds(-60) })],
    ["neither", () => ({ "ratelimit-reset": "" })],
    ["a retry-after that is nonsense", () => ({ "retry-after": "soon" })],
  ])("%s: asks again at once", async (_, headers) => {
    emulator.misbehaveNext({ status: 429, headers: headers(), body });
    const started = performance.now();
    expect((await lookUp(settingsFor(emulator.url), notices)).name).toBe("planted-pg");
    expect(emulator.requests).toHaveLength(2);
    expect(performance.now() - started).toBeLessThan(800);
    expect(notices).toEqual([expect.stringContaining(`database cluster ${uuid}: DigitalOcean's rate limit`)]);
  });

  it("retry-after 1: waits, says so, and the deadline stands still meanwhile", async () => {
    emulator.misbehaveNext({ status: 429, headers: { "retry-after": "1" }, body });
    const started = performance.now();
    await lookUp(settingsFor(emulator.url, { deadlineSeconds: 0.5 }), notices);
    expect(performance.now() - started).toBeGreaterThan(990);
    expect(notices).toEqual([expect.stringMatching(/asking again in 1 s\.$/)]);
  });

  it("retry-after counts, and not ratelimit-reset beside it", async () => {
    const headers = { "retry-after": "0", "ratelimit-reset": inSeconds(3600) };
    emulator.misbehaveNext({ status: 429, headers, body });
    await lookUp(settingsFor(emulator.url), notices);
    expect(emulator.requests).toHaveLength(2);
  });
});

describe("429 that asks for more than quotaWaitSeconds fails at once and says when", () => {
  it.each<[string, () => Record<string, string>, RegExp]>([
    ["retry-after in seconds", () => ({ "retry-after": "29" }), /in 29 s/],
    [
      "retry-after as a date",
      () => ({ "retry-after": new Date(Date.now() + 60_000).toUTCString() }),
      /in \d\d s/,
    ],
    ["an absurd retry-after", () => ({ "retry-after": "9999999999" }), /until \+?\d+-/],
    ["ratelimit-reset", () => ({ "ratelimit-reset": inSeconds(3600) }), /in 3\d\d\d s/],
  ])("%s", async (_, headers, says) => {
    emulator.misbehave({ status: 429, headers: headers(), body });
    const { error, seconds } = await failedLookUp(settingsFor(emulator.url), notices);
    expect(error).toMatchObject({
      code: "too_many_requests",
      status: 429,
      id: "too_many_requests",
      attempts: 1,
      clusterUuid: uuid,
    });
    expect(error.message).toMatch(says);
    expect(error.message).toContain("the longest wait allowed is 2 s (digitalocean:quotaWaitSeconds)");
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(emulator.requests).toHaveLength(1);
    expect(notices).toEqual([]);
    expect(seconds).toBeLessThan(1);
  });
});

it("429 that asks for the last moment there is fails as any other, as time goes by", async () => {
  let now = Date.now();
  jest.spyOn(Date, "now").mockImplementation(() => (now += 10));
  emulator.misbehave({ status: 429, headers: { "retry-after": "Sat, 13 Sep 275760 00:00:00 GMT" }, body });
  const { error } = await failedLookUp(settingsFor(emulator.url), notices);
  expect(error).toMatchObject({ code: "too_many_requests", attempts: 1 });
});

it("429 for ever: as many tries as for any failure", async () => {
  emulator.misbehave({ status: 429, headers: { "retry-after": "0" }, body });
  const { error } = await failedLookUp(settingsFor(emulator.url), notices);
  expect(error).toMatchObject({ code: "too_many_requests", status: 429, attempts: 3 });
  expect(error.message).toContain("in 3 tries. Try again later");
  expect(notices).toHaveLength(2);
});

it("the waits for quota have one bound together", async () => {
  emulator.misbehave({ status: 429, headers: { "retry-after": "1" }, body });
  const limits = { httpRetryMax: 50, quotaWaitSeconds: 1.5 };
  const { error, seconds } = await failedLookUp(settingsFor(emulator.url, limits), notices);
  expect(error).toMatchObject({ code: "too_many_requests", attempts: 2 });
  expect(seconds).toBeLessThan(2);
});
