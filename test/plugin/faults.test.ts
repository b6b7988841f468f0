import { faults, takesTime } from "../faults/faults";
import { lookUps, meet } from "./faultyLookUps";
import type { FaultyLookUp, Met } from "./faultyLookUps";
import { usePlugin } from "./usePlugin";

// The plugin of the test begins without a config.
const plugin = usePlugin(() => ({}));

/** A cluster of its own for each lookup. */
function uuidOf(index: number, lookUp: FaultyLookUp): string {
  return `5a1e0000-0000-4000-8${lookUps.indexOf(lookUp)}00-${String(index).padStart(12, "f")}`;
}

/** The lookups that take seconds. They begin together, before the first test. */
const begun = new Map<number, Promise<Met>[]>();
beforeAll(async () => {
  for (const [index, fault] of faults.entries()) {
    if (takesTime(fault)) {
      const all: Promise<Met>[] = [];
      for (const lookUp of lookUps) {
        await new Promise<void>((next) => {
          all.push(meet(plugin(), fault, lookUp, uuidOf(index, lookUp), next));
        });
      }
      begun.set(index, all);
    }
  }
  // A failure is for the test of its fault.
  await Promise.allSettled([...begun.values()].flat());
}, 60_000);

describe("a resource's Create, and each function,", () => {
  it.each(faults.map((fault, index) => ({ ...fault, index })))("$title", async ({ index, ...fault }) => {
    const all: Met[] = await Promise.all(begun.get(index) ?? []);
    for (const lookUp of begun.has(index) ? [] : lookUps) {
      all.push(await meet(plugin(), fault, lookUp, uuidOf(index, lookUp)));
    }
    expect(all.map(({ observed }) => observed)).toEqual(all.map(({ expected }) => expected));
  });
});
