import type { RetryNotice } from "../../../src/api/messages";
import { ToldRetries } from "../../../src/reads/read";

const notice = (cause: string, waitMs: number): RetryNotice => ({ cause, waitMs, text: cause });

let now = 0;
let retries: ToldRetries;
beforeEach(() => {
  jest.spyOn(performance, "now").mockImplementation(() => now);
  retries = new ToldRetries();
});
afterEach(() => {
  jest.restoreAllMocks();
});

describe("ToldRetries", () => {
  it("shows one line for each try of a hundred lookups that fail together for the same cause", () => {
    for (const waitMs of [1000, 2000, 4000]) {
      const isDue = Array.from({ length: 100 }, () => retries.isDue(notice("a: 503", waitMs)));
      expect(isDue.filter(Boolean)).toHaveLength(1);
      now += waitMs;
    }
  });

  it("shows another line for another cause", () => {
    const causes = ["a: 503", "b: 503", "a: 502", "a: 503"];
    expect(causes.map((cause) => retries.isDue(notice(cause, 1000)))).toEqual([true, true, true, false]);
  });

  it("shows the next line even if its timer fires a little early", () => {
    expect(retries.isDue(notice("a", 1000))).toBe(true);
    now += 990;
    expect(retries.isDue(notice("a", 1000))).toBe(true);
  });

  it("shows the next line only after the shortest time that the caller gives, which may grow", () => {
    const due: number[] = [];
    for (const end = now + 100_000; now < end; now += 1000) {
      if (retries.isDue(notice("a", 1000), (count) => 10_000 * 2 ** (count - 1))) {
        due.push(now);
      }
    }
    expect(due.map((moment) => moment - (due[0] ?? 0))).toEqual([0, 10_000, 30_000, 70_000]);
  });
});
