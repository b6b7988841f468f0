// The long form of tests in `test/unit/api`.
import { defaultLimits } from "../../src/api/settings";
import { manyClusters, pagePath, uuidAt } from "../../testing/emulator/manyClusters";
import type { RateLimiter } from "../../testing/emulator/rateLimiter";
import { errorReply } from "../../testing/emulator/routes";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { lookUpEach, settingsFor } from "../unit/api/lookUp";
import { describeRateLimitedLookUps } from "../unit/api/rateLimitedLookUps";

describeRateLimitedLookUps(1000);

describe("1000 lookups at once over HTTP", () => {
  const emulator = useEmulator({ clusters: manyClusters(1000) });

  it("are answered from five pages of the list if listThreshold allows it", async () => {
    const found = await Promise.all(lookUpEach(settingsFor(emulator.url), 1000));
    expect(found.map(({ id }) => id)).toEqual(found.map((_, index) => uuidAt(index)));
    expect(emulator.requests.map(({ path }) => path)).toEqual([1, 2, 3, 4, 5].map(pagePath));
  });

  it("all succeed over ten connections at most if the API refuses requests for a second after each 250, without the list", async () => {
    let taken = 0;
    let refused = 0;
    let allowedAt = 0;
    emulator.limiter = {
      take: () => {
        const isRefused = Date.now() < allowedAt;
        if (isRefused) {
          refused++;
        } else if (++taken % 250 === 0) {
          allowedAt = Date.now() + 1000;
        }
        return {
          headers: isRefused ? { "retry-after": "1" } : {},
          refusal: isRefused ? errorReply(429, "too_many_requests", "planted") : undefined,
        };
      },
    } as Pick<RateLimiter, "take"> as RateLimiter;
    const limits = { ...defaultLimits, requestTimeoutSeconds: 60, deadlineSeconds: 300, listThreshold: 0 };
    const found = await Promise.all(lookUpEach(settingsFor(emulator.url, limits), 1000));
    expect(found.map(({ id }) => id)).toEqual(found.map((_, index) => uuidAt(index)));
    expect(refused).toBeLessThan(60);
    expect(emulator.connections).toBeLessThanOrEqual(10);
  }, 300_000);
});
