// Tests of many lookups at the rate limit, with a number of lookups for every run and a larger one for the long run.
import { defaultLimits } from "../../../src/api/settings";
import { uuidAt } from "../../../testing/emulator/manyClusters";
import { RateLimiter } from "../../../testing/emulator/rateLimiter";
import { atTheEnd, lookUpAlone, useSimulatedApi } from "./simulatedApi";

/**
 * Lookups of so many clusters at once, each by a request of its own, at limits for each minute and hour.
 *
 * @param count a multiple of 100
 */
export function describeRateLimitedLookUps(count: number): void {
  describe(`${count} lookups at once, each by a request of its own`, () => {
    const timeoutMs = 60_000;
    const api = useSimulatedApi(count);
    let notices: string[];
    beforeEach(() => {
      notices = [];
    });

    function limitWith(limiter: RateLimiter): void {
      api.answer = (path) => {
        const { headers, refusal } = limiter.take();
        const reply = refusal ?? api.correctAnswer(path);
        return { ...reply, headers: { ...headers, ...reply.headers } };
      };
    }

    it(
      "all succeed in little more than three minutes if a quarter of them is allowed each minute",
      async () => {
        const limits = { perMinute: count / 4, minuteMs: 60_000, perHour: 5000, hourMs: 3_600_000 };
        const limiter = new RateLimiter(limits);
        limitWith(limiter);
        const started = performance.now();
        const found = await atTheEnd(Promise.all(lookUpAlone(count, defaultLimits, notices)));
        const seconds = (performance.now() - started) / 1000;
        expect(found.map(({ id }) => id)).toEqual(found.map((_, index) => uuidAt(index)));
        expect(seconds).toBeGreaterThanOrEqual(180);
        expect(seconds).toBeLessThan(190);
        expect(limiter.refused).toBeGreaterThan(0);
        expect(limiter.refused).toBeLessThan(60);
        // One for each wait.
        expect(notices).toHaveLength(3);
        expect(new Set(notices.map((notice) => notice.replace(/\S{36}|\d+ s/g, "…")))).toEqual(
          new Set(["database cluster …: DigitalOcean's rate limit is reached; asking again in …."]),
        );
      },
      timeoutMs,
    );

    it(
      "are never refused and show the waits if the answers say how many requests are left",
      async () => {
        const limits = { perMinute: 5000, minuteMs: 1000, perHour: (count * 2) / 5, hourMs: 100_000 };
        const limiter = new RateLimiter(limits);
        limitWith(limiter);
        expect(await atTheEnd(Promise.all(lookUpAlone(count, defaultLimits, notices)))).toHaveLength(count);
        expect(limiter.refused).toBe(0);
        expect(notices.length).toBeGreaterThan(0);
        expect(notices.length).toBeLessThan(20);
      },
      timeoutMs,
    );

    it(
      "send ten requests at the same time, and no more",
      async () => {
        let most = 0;
        api.answer = (path) => {
          most = Math.max(most, api.inFlight);
          return { ...api.correctAnswer(path), afterMs: 2 };
        };
        await atTheEnd(Promise.all(lookUpAlone(count, defaultLimits, notices)));
        expect(most).toBe(10);
      },
      timeoutMs,
    );
  });
}
