import { answerFaults } from "./answerFaults";
import { connectionFaults } from "./connectionFaults";
import type { Fault } from "./fault";
import { quotaFaults } from "./quotaFaults";
import { statusFaults } from "./statusFaults";

/** Every way to go wrong, for every read at either door. */
export const faults: readonly Fault[] = [
  ...connectionFaults,
  ...answerFaults,
  ...statusFaults,
  ...quotaFaults,
];
