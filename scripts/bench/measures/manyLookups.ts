// Measures lookups of different clusters in one process: time, requests, connections and memory.
import { uuidAt } from "../../../testing/emulator/manyClusters";
import { figure } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import type { BenchContext } from "../context";

interface Sample {
  readonly ms: number;
  readonly peakBytes: number;
  readonly requests: number;
  readonly connections: number;
}

export async function manyLookups(context: BenchContext, rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of [1, 10, 100, 1000]) {
    for (const way of ["at once", "in sequence"]) {
      context.say(`${count} lookups ${way} …`);
      const samples: Sample[] = [];
      for (let round = 0; round < rounds; round++) {
        samples.push(await lookUp(context, count, way));
      }
      const of = (property: keyof Sample): number[] => samples.map((sample) => sample[property]);
      const name = `${count} ${count === 1 ? "lookup" : "lookups"} ${way}`;
      figures.push(
        figure(name, "ms", of("ms")),
        figure(
          `${name}: requests`,
          "requests",
          of("requests"),
          way === "at once" && count >= 100 ? requestsAtMost(count) : undefined,
        ),
        figure(`${name}: connections`, "connections", of("connections")),
        figure(
          `${name}: peak memory`,
          "MB",
          of("peakBytes").map((bytes) => bytes / 2 ** 20),
        ),
      );
    }
  }
  return [...figures, await memoryGrowth(context)];
}

/** The number of clusters or of list pages, if that is smaller, and one request more. */
function requestsAtMost(count: number): number {
  return Math.min(count, Math.ceil(1000 / 200)) + 1;
}

async function lookUp(context: BenchContext, count: number, way: string): Promise<Sample> {
  const { api } = context;
  api.behave();
  const before = api.connections;
  const sample = await context.run<Sample>("manyLookups.js", [uuids(count), way]);
  return { ...sample, requests: api.requests.length, connections: api.connections - before };
}

/** In KB. A leak of 12 bytes per lookup would exceed it. */
const growthAtMost = 100;

async function memoryGrowth(context: BenchContext): Promise<Figure> {
  const heap = await context.run<number[]>("memory.js", [uuids(1000), "11"]);
  const [first = NaN] = heap;
  const kilobytes = ((heap.at(-1) ?? NaN) - first) / 1024;
  return figure(
    "10 times 1000 lookups: growth of the heap after the first 1000",
    "KB",
    [kilobytes],
    growthAtMost,
  );
}

function uuids(count: number): string {
  return JSON.stringify(Array.from({ length: count }, (_, index) => uuidAt(index)));
}
