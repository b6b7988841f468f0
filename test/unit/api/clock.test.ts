import { setTimeout as sleep } from "node:timers/promises";
import { Clock } from "../../../src/api/client";
import { defaultLimits } from "../../../src/api/settings";

const limits = { ...defaultLimits, deadlineSeconds: 1, quotaWaitSeconds: 2 };

it("waiting for quota counts for its own bound, and not for the deadline", async () => {
  const clock = new Clock(limits);
  await clock.waitForQuota(60);
  expect(clock.quotaWaitedMs).toBeGreaterThan(58);
  expect(clock.quotaLeftMs).toBeCloseTo(2000 - clock.quotaWaitedMs, 6);
  expect(clock.elapsedMs).toBeLessThan(50);
  expect(clock.leftMs).toBeGreaterThan(950);
});

it("everything else counts for the deadline", async () => {
  const clock = new Clock(limits);
  await sleep(60);
  expect(clock.elapsedMs).toBeGreaterThan(58);
  expect(clock.leftMs).toBeLessThan(942);
  expect(clock.quotaWaitedMs).toBe(0);
});

it("the requests of a lookup share its deadline, and waits side by side count once", async () => {
  const lookup = new Clock(limits);
  await sleep(30);
  const requests = [new Clock(limits, lookup), new Clock(limits, lookup), new Clock(limits, lookup)];
  expect(requests[0]?.elapsedMs).toBeGreaterThan(28);
  await Promise.all(requests.map((request, index) => request.waitForQuota([100, 200, 20][index] ?? 0)));
  expect(lookup.quotaWaitedMs).toBeGreaterThan(198);
  expect(lookup.quotaWaitedMs).toBeLessThan(290);
  // The next one goes on from there.
  expect(new Clock(limits, lookup).quotaWaitedMs).toBe(lookup.quotaWaitedMs);
});
