import { Emulator } from "../../emulator/emulator";
import { failedLookUp, lookUp, settingsFor } from "./lookUp";

const body = { id: "too_many_requests", message: "API rate limit exceeded." };

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
  emulator.misbehave({ status: 429, headers: { "retry-after": "Sat, 13 Sep 275760 00:00:00 GMT" }, body });
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
