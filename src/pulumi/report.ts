import * as pulumi from "./sdk";
import type { Report } from "../lookup/surroundings";

const warnings = new Set<string>();

/** What lookups tell, as a program tells it. */
export const programReport: Report = {
  info: (message) => void pulumi.log.info(message),
  warn(message) {
    // However many lookups of a cluster there are.
    if (!warnings.has(message)) {
      warnings.add(message);
      void pulumi.log.warn(message);
    }
  },
  progress: (subject, state) => void pulumi.log.info(`${subject}: ${state}`, undefined, undefined, true),
};
