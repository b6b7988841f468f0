import type { Report } from "../lookup/surroundings";

/** How often the host tells how far a wait has come; its lines stay where they are. */
const progressEveryMs = 60_000;

const toldOfProgress = new Map<string, number>();

/**
 * What lookups tell, as the provider host can: it passes nothing on but its standard error, which Pulumi shows
 * line by line.
 */
export const hostReport: Report = {
  info: (message) => {
    console.error(message);
  },
  warn: (message) => {
    console.error(`warning: ${message}`);
  },
  progress: (subject, state) => {
    const told = toldOfProgress.get(subject);
    if (told === undefined || performance.now() - told >= progressEveryMs) {
      toldOfProgress.set(subject, performance.now());
      console.error(`${subject}: ${state}`);
    }
  },
};
