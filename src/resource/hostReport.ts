import type { Report } from "../lookup/surroundings";

/** How often the host tells how far a wait has come; its lines stay where they are. */
const progressEveryMs = 60_000;

let toldOfProgress = -Infinity;

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
  progress: (message) => {
    if (performance.now() - toldOfProgress > progressEveryMs) {
      toldOfProgress = performance.now();
      console.error(message);
    }
  },
};
