// All faults.
import { answerFaults } from "./answerFaults";
import { connectionFaults } from "./connectionFaults";
import type { Fault } from "./fault";
import { quotaFaults } from "./quotaFaults";
import { statusFaults } from "./statusFaults";

/** Faults for every read, by data function and resource. */
export const faults: readonly Fault[] = [
  ...connectionFaults,
  ...answerFaults,
  ...statusFaults,
  ...quotaFaults,
];
