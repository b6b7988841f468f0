// Every fault with every data function in both of its forms.
import { testFaults } from "../faults/inProgram";
import { reads } from "../faults/reads";

jest.setTimeout(120_000);

describe("a data function in both forms", () => {
  testFaults(() => [
    ...reads.map((read) => [read, "Promise"] as const),
    ...reads.map((read) => [read, "Outputs"] as const),
  ]);
});
