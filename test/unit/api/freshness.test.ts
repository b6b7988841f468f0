import { setTimeout as sleep } from "node:timers/promises";
import type { ApiCluster } from "../../../src/reads/clusterShape";
import type { ApiLimits } from "../../../src/api/settings";
import type { Cluster } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { manyClusters, pagePath, uuidAt } from "../../../testing/emulator/manyClusters";
import { lookUp, settingsFor } from "./lookUp";

const emulator = useEmulator();
/** Lets the answers go, as they were when the questions arrived. */
let letGo: (() => void)[];
beforeEach(() => {
  emulator.state.clusters = manyClusters(20);
  letGo = [];
  emulator.misbehave((request, response) => {
    const uuid = /[0-9a-f-]{36}/.exec(request.url ?? "")?.[0];
    const { clusters } = emulator.state;
    const body =
      uuid === undefined
        ? { databases: clusters, meta: { total: clusters.length } }
        : { database: clusters.find(({ id }) => id === uuid) };
    const text = JSON.stringify(body);
    letGo.push(() => response.end(text));
  });
});

function lookUpAt(index: number, limits: Partial<ApiLimits> = {}): Promise<ApiCluster> {
  const patient = { requestTimeoutSeconds: 10, deadlineSeconds: 20 };
  return lookUp(settingsFor(emulator.url, { ...patient, ...limits }), [], uuidAt(index));
}

async function requests(count: number): Promise<void> {
  while (letGo.length < count) {
    await sleep(1);
  }
}

function rotate(): void {
  emulator.state.clusters = manyClusters(20).map((cluster): Cluster => ({ ...cluster, region: "rotated" }));
}

it.each([0, 5])(
  "a lookup shares no answer to a request that was sent before it (threshold %i)",
  async (threshold) => {
    const limits = { listThreshold: threshold };
    const first = lookUpAt(0, limits);
    await requests(1);
    rotate();
    const second = lookUpAt(0, limits);
    await requests(2);
    letGo.forEach((answer) => {
      answer();
    });
    expect([(await first).region, (await second).region]).toEqual(["nyc3", "rotated"]);
  },
);

it("nor to a list", async () => {
  const first = Promise.all(Array.from({ length: 8 }, (_, index) => lookUpAt(index)));
  await requests(1);
  rotate();
  const second = lookUpAt(0);
  await requests(2);
  letGo.forEach((answer) => {
    answer();
  });
  expect(new Set((await first).map(({ region }) => region))).toEqual(new Set(["nyc3"]));
  expect((await second).region).toBe("rotated");
});

it("what is asked for while others wait for their answer is gathered for a moment", async () => {
  const first = lookUpAt(0);
  await requests(1);
  const others: Promise<ApiCluster>[] = [];
  for (let index = 1; index <= 8; index++) {
    others.push(lookUpAt(index));
    await sleep(2);
  }
  letGo[0]?.();
  await first;
  await requests(2);
  letGo[1]?.();
  await Promise.all(others);
  expect(emulator.requests.map(({ path }) => path)).toEqual([`/v2/databases/${uuidAt(0)}`, pagePath(1)]);
});

it("for a moment only, where the first has no answer for long", async () => {
  const first = lookUpAt(0);
  await requests(1);
  const started = performance.now();
  const second = lookUpAt(1);
  await requests(2);
  expect(performance.now() - started).toBeGreaterThan(50);
  letGo[1]?.();
  await second;
  letGo[0]?.();
  await first;
});
