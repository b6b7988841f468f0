// All faults.
import { answerFaults } from "./answerFaults";
import { connectionFaults } from "./connectionFaults";
import type { Fault } from "./fault";
import { quotaFaults } from "./quotaFaults";
import { statusFaults } from "./statusFaults";

/** A fault with the title of its test, which begins with a verb. */
export interface TitledFault extends Fault {
  readonly title: string;
}

/** Faults for every read, by data function and resource. */
export const faults: readonly TitledFault[] = [
  ...connectionFaults,
  ...answerFaults,
  ...statusFaults,
  ...quotaFaults,
].map((fault) => ({ ...fault, title: titleOf(fault) }));

function titleOf({ ends, when }: Fault): string {
  const requests = `${ends.tries} ${ends.tries === 1 ? "request" : "requests"}`;
  return "code" in ends
    ? `fails with ${ends.code} after ${requests} if ${when}`
    : `succeeds after ${requests} if ${when}`;
}

/** Whether a lookup with the fault takes seconds: it runs into a time limit, or waits for the quota. */
export function takesTime({ pace, quotaWaits }: Fault): boolean {
  return pace !== undefined || quotaWaits !== undefined;
}
