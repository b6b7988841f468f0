import { uuidAt } from "../../../testing/emulator/manyClusters";
import { figure } from "../../../testing/figures/figure";
import type { Figure } from "../../../testing/figures/figure";
import type { Workshop } from "../workshop";

interface Sample {
  readonly ms: number;
  readonly peakBytes: number;
  readonly requests: number;
  readonly connections: number;
}

/** Lookups of different clusters in one process: what they cost, and what is left of them. */
export async function manyLookups(workshop: Workshop, rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const count of [1, 10, 100, 1000]) {
    for (const way of ["at once", "in sequence"]) {
      workshop.say(`${count} lookups ${way} …`);
      const samples: Sample[] = [];
      for (let round = 0; round < rounds; round++) {
        samples.push(await lookUp(workshop, count, way));
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
  return [...figures, await memoryGrowth(workshop)];
}

/** As few as the list takes, where that is fewer. */
function requestsAtMost(count: number): number {
  return Math.min(count, Math.ceil(1000 / 200)) + 1;
}

async function lookUp(workshop: Workshop, count: number, way: string): Promise<Sample> {
  const { api } = workshop;
  api.behave();
  const before = api.connections;
  const sample = await workshop.run<Sample>("manyLookups.js", [uuids(count), way]);
  return { ...sample, requests: api.requests.length, connections: api.connections - before };
}

/** Twelve bytes that every lookup left behind would be more than that. */
const growthAtMost = 100;

async function memoryGrowth(workshop: Workshop): Promise<Figure> {
  const heap = await workshop.run<number[]>("memory.js", [uuids(1000), "11"]);
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
