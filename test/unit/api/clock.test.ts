import { Clock } from "../../../src/api/question";
import { defaultLimits } from "../../../src/api/settings";

const limits = { ...defaultLimits, deadlineSeconds: 1, quotaWaitSeconds: 2 };

let now = 1000;
beforeEach(() => {
  jest.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

it("a wait for the rate limit has a limit of its own and does not count towards the deadline", () => {
  const clock = new Clock(limits);
  clock.waitForQuota(now + 600);
  now += 600;
  expect([clock.quotaWaitedMs, clock.elapsedMs, clock.leftMs]).toEqual([600, 0, 1000]);
  expect(clock.mayWaitForQuota(now + 1400)).toBe(true);
  expect(clock.mayWaitForQuota(now + 1401)).toBe(false);
});

it("everything else counts towards the deadline", () => {
  const clock = new Clock(limits);
  now += 60;
  expect([clock.quotaWaitedMs, clock.elapsedMs, clock.leftMs]).toEqual([0, 60, 940]);
});

it("waits of several requests for the same limit count once", () => {
  const clock = new Clock(limits);
  now += 30;
  for (const ms of [100, 200, 20]) {
    clock.waitForQuota(now + ms);
  }
  expect(clock.quotaWaitedMs).toBe(200);
  now += 250;
  clock.waitForQuota(now + 50);
  expect([clock.quotaWaitedMs, clock.elapsedMs]).toEqual([250, 30]);
});

it("a wait that has begun may go on to its end, even if that is the last moment allowed", () => {
  const clock = new Clock(limits);
  clock.waitForQuota(now + 2000);
  expect(clock.mayWaitForQuota(now + 2000)).toBe(true);
  expect(clock.mayWaitForQuota(now + 2001)).toBe(false);
});
