import type { ApiCluster } from "../../../src/reads/clusterShape";
import { defaultLimits } from "../../../src/api/settings";
import type { ApiLimits } from "../../../src/api/settings";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { manyClusters, uuidAt } from "../../../testing/emulator/manyClusters";
import { RateLimiter } from "../../../testing/emulator/rateLimiter";
import { lookUpEach, settingsFor } from "./lookUp";

const emulator = useEmulator({ clusters: manyClusters(1000) });
let notices: string[];
beforeEach(() => {
  notices = [];
});

/** Lookups of different clusters at once, each by a request of its own. */
function lookUpMany(count: number, limits: Partial<ApiLimits> = {}): Promise<ApiCluster>[] {
  const settings = settingsFor(emulator.url, { ...defaultLimits, listThreshold: 0, ...limits });
  return lookUpEach(settings, count, notices);
}

describe("a thousand requests", () => {
  it("all succeed at the limit for bursts, in little more than the time it takes, and the wait is shown", async () => {
    // A minute of two seconds: 250 at once, and 250 more after each of three such minutes.
    const limiter = new RateLimiter({ perMinute: 250, minuteMs: 2000, perHour: 5000, hourMs: 60_000 });
    emulator.limiter = limiter;
    const started = performance.now();
    const found = await Promise.all(lookUpMany(1000));
    const seconds = (performance.now() - started) / 1000;
    expect(found.map(({ id }) => id)).toEqual(found.map((_, index) => uuidAt(index)));
    expect(seconds).toBeGreaterThan(6);
    // What is added are whole seconds in `retry-after`, and the time that the requests take.
    expect(seconds).toBeLessThan(20);
    expect(limiter.refused).toBeLessThan(60);
    expect(notices.length).toBeGreaterThan(0);
    expect(notices.length).toBeLessThan(10);
    expect(new Set(notices.map((notice) => notice.replace(/\S{36}|\d+ s/g, "…")))).toEqual(
      new Set(["database cluster …: DigitalOcean's rate limit is reached; asking again in …."]),
    );
  }, 60_000);

  it("are not refused where the hour's quota shows its end: the client slows, and says so", async () => {
    const limiter = new RateLimiter({ perMinute: 5000, minuteMs: 1000, perHour: 400, hourMs: 2000 });
    emulator.limiter = limiter;
    const found = await Promise.all(lookUpMany(1000));
    expect(found).toHaveLength(1000);
    expect(limiter.refused).toBe(0);
    expect(notices.length).toBeGreaterThan(0);
    expect(notices.length).toBeLessThan(20);
  }, 60_000);

  it("take few connections, which are kept", async () => {
    let atOnce = 0;
    let mostAtOnce = 0;
    const before = emulator.connections;
    emulator.misbehave((request, response) => {
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      const index = Number((request.url ?? "").slice(-12));
      setTimeout(() => {
        atOnce--;
        response.end(JSON.stringify({ database: emulator.state.clusters[index] }));
      }, 2);
    });
    await Promise.all(lookUpMany(1000));
    expect(mostAtOnce).toBe(10);
    expect(emulator.connections - before).toBeLessThanOrEqual(10);
  }, 30_000);
});
