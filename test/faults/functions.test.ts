import type { Fault } from "./fault";
import { testFaults } from "./inProgram";
import type { ReadInForm } from "./inProgram";
import { reads } from "./reads";

/**
 * Every read in the form that returns a Promise, and one read in the form that returns Outputs, another one for each
 * fault. `test/long/faults.test.ts` has every read in both forms. Of large answers a page of a list may be longer than
 * any other, so that a cluster by its name is looked up, too.
 */
function lookUpsOf({ isLarge = false }: Fault, index: number): ReadInForm[] {
  return [
    ...(isLarge ? reads.slice(0, 2) : reads).map((read) => [read, "Promise"] as const),
    ...reads
      .slice(index % reads.length)
      .slice(0, 1)
      .map((read) => [read, "Outputs"] as const),
  ];
}

describe("a data function", () => {
  testFaults(lookUpsOf);
});
