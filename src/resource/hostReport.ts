import type { Report } from "../lookup/surroundings";
import { ToldRetries } from "../lookup/toldRetries";

/** How often the host tells how far a wait has come; its lines stay where they are. */
const progressEveryMs = 60_000;

/** The time between two lines about the same retries: 15 s after the first line, then twice as long each time. */
function retryEveryMs(lines: number): number {
  return Math.min(15_000 * 2 ** (lines - 1), progressEveryMs);
}

/** What a run has been told. */
interface Told {
  readonly warnings: Set<string>;
  /** When each wait was last told of. */
  readonly progress: Map<string, number>;
  readonly retries: ToldRetries;
}

/** By the stack's config, which the engine hands to a provider anew in each run. */
const told = new WeakMap<object, Told>();

/**
 * What lookups tell the user, in the provider host: Pulumi shows what it prints to standard error, line by line.
 *
 * @param config as the provider was configured with it
 */
export function hostReport(config: object): Report {
  const ofRun: Told = told.get(config) ?? {
    warnings: new Set(),
    progress: new Map(),
    retries: new ToldRetries(),
  };
  told.set(config, ofRun);
  const { warnings, progress, retries } = ofRun;
  return {
    info: (message) => {
      console.error(message);
    },
    warn: (message) => {
      if (!warnings.has(message)) {
        warnings.add(message);
        console.error(`warning: ${message}`);
      }
    },
    progress: (subject, state) => {
      const last = progress.get(subject);
      if (last === undefined || performance.now() - last >= progressEveryMs) {
        progress.set(subject, performance.now());
        console.error(`${subject}: ${state}`);
      }
    },
    retry: (notice) => {
      if (retries.isDue(notice, retryEveryMs)) {
        console.error(notice.text);
      }
    },
  };
}
