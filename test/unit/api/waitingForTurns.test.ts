import { setTimeout as sleep } from "node:timers/promises";
import type { ApiCluster } from "../../../src/reads/clusterShape";
import { defaultLimits } from "../../../src/api/settings";
import type { ApiLimits } from "../../../src/api/settings";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { manyClusters, uuidAt } from "../../../testing/emulator/manyClusters";
import type { RateLimiter } from "../../../testing/emulator/rateLimiter";
import { errorReply } from "../../../testing/emulator/routes";
import { rejectionOf } from "../rejection";
import { lookUpEach, quickLimits, settingsFor } from "./lookUp";

const emulator = useEmulator({ clusters: manyClusters(200) });
let notices: string[];
beforeEach(() => {
  notices = [];
});

/** Lookups of different clusters at once, each by a request of its own. */
function lookUpMany(count: number, limits: Partial<ApiLimits> = {}): Promise<ApiCluster>[] {
  const settings = settingsFor(emulator.url, { ...defaultLimits, listThreshold: 0, ...limits });
  return lookUpEach(settings, count, notices);
}

describe("a limit that is reached", () => {
  const body = errorReply(429, "too_many_requests", "no").body;

  it("for longer than allowed fails those that wait for their turn, too, and nothing more is sent", async () => {
    emulator.misbehave({ status: 429, headers: { "retry-after": "3000" }, body });
    const errors = await Promise.all(lookUpMany(100).map(rejectionOf));
    expect(new Set(errors.map(({ code, status }) => `${code} ${status}`))).toEqual(
      new Set(["too_many_requests 429"]),
    );
    expect(errors.map(({ clusterUuid }) => clusterUuid)).toEqual(errors.map((_, index) => uuidAt(index)));
    expect(errors[99]?.message).toMatch(/used up \(429 too_many_requests\) until .* in (2999|3000|3001) s; /);
    expect([errors[0]?.attempts, errors[99]?.attempts]).toEqual([1, 0]);
    expect(emulator.requests.length).toBeLessThanOrEqual(10);
    expect(notices).toEqual([]);
  });

  it("binds nobody who asks later", async () => {
    emulator.misbehaveNext({ status: 429, headers: { "retry-after": "3000" }, body });
    await rejectionOf(Promise.all(lookUpMany(1)));
    const started = performance.now();
    await Promise.all(lookUpMany(1));
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it("nor where later ones may wait longer", async () => {
    emulator.misbehaveNext({ status: 429, headers: { "retry-after": "2" }, body });
    await rejectionOf(Promise.all(lookUpMany(1, { quotaWaitSeconds: 0.5 })));
    const started = performance.now();
    await Promise.all(lookUpMany(1, { quotaWaitSeconds: 10 }));
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it("makes later lookups wait, too, as long as others wait; those that may not wait so long fail", async () => {
    emulator.misbehaveNext({ status: 429, headers: { "retry-after": "1" }, body });
    const [first] = lookUpMany(1);
    while (notices.length === 0) {
      await sleep(5);
    }
    const [, second] = lookUpMany(2);
    const [impatient] = lookUpMany(1, { quotaWaitSeconds: 0.1 });
    const error = await rejectionOf(impatient ?? Promise.resolve());
    expect(error).toMatchObject({ code: "too_many_requests", status: 429, attempts: 0 });
    expect(emulator.requests).toHaveLength(1);
    await Promise.all([first, second]);
  });

  it("leaves no timer when it becomes too long for those that wait, so the process can end", async () => {
    const set = jest.spyOn(global, "setTimeout");
    const cleared = jest.spyOn(global, "clearTimeout");
    let requests = 0;
    emulator.misbehave((_, response) => {
      const isFirst = requests++ === 0;
      setTimeout(
        () => {
          response.writeHead(429, { "retry-after": isFirst ? "2" : "3000" }).end(JSON.stringify(body));
        },
        isFirst ? 0 : 100,
      );
    });
    const errors = await Promise.all(lookUpMany(2).map(rejectionOf));
    expect(errors.map(({ code }) => code)).toEqual(["too_many_requests", "too_many_requests"]);
    const ended = new Set(cleared.mock.calls.map(([timer]) => timer));
    const lasting = set.mock.calls.filter(
      ([, ms = 0], index) => ms > 1000 && !ended.has(set.mock.results[index]?.value as NodeJS.Timeout),
    );
    expect(lasting).toEqual([]);
    jest.restoreAllMocks();
  });

  it("is not taken from an answer whose quota is used up, where that lasts longer than allowed", async () => {
    emulator.limiter = {
      ...{ refused: 0 },
      take: () => ({
        headers: {
          "ratelimit-remaining": "0",
          "ratelimit-reset": String(Math.ceil(Date.now() / 1000) + 3000),
        },
        refusal: undefined,
      }),
    } as unknown as RateLimiter;
    const found = await Promise.all(lookUpMany(50));
    expect(found).toHaveLength(50);
    expect(notices).toEqual([]);
  });
});

it("a server that never answers ends every lookup at its deadline, asked or not", async () => {
  emulator.misbehave(() => undefined);
  const started = performance.now();
  const errors = await Promise.all(
    lookUpMany(200, { ...quickLimits, listThreshold: 0, requestTimeoutSeconds: 0.4 }).map(rejectionOf),
  );
  expect(performance.now() - started).toBeLessThan(5000);
  expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["timeout"]));
  expect(errors[0]?.message).toMatch(/no answer from \S+ in [123] tr(y|ies), within/);
  expect(errors.map(({ clusterUuid }) => clusterUuid)).toEqual(errors.map((_, index) => uuidAt(index)));
  // The last ones may have been sent with next to no time left.
  const unasked = errors.filter(({ attempts }) => attempts === 0);
  expect(unasked.length).toBeGreaterThan(100);
  for (const { message } of unasked) {
    expect(message).toMatch(/: not sent within 1\.\d s: earlier requests to \S+ are still unanswered\./);
  }
  await sleep(300);
  const sent = emulator.requests.length;
  await sleep(600);
  expect(emulator.requests).toHaveLength(sent);
});
