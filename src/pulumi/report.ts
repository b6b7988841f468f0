import type { Report } from "../lookup/surroundings";
import * as pulumi from "./sdk";
import { warnOnce } from "./warnOnce";

/** What lookups tell the user, in a program. */
export const programReport: Report = {
  info: (message) => void pulumi.log.info(message),
  warn: warnOnce,
  progress: (subject, state) => void pulumi.log.info(`${subject}: ${state}`, undefined, undefined, true),
};
