import type { Report } from "../lookup/surroundings";
import { ToldRetries } from "../lookup/toldRetries";
import { ofRun } from "./ofRun";
import * as pulumi from "./sdk";
import { warnOnce } from "./warnOnce";

/** What lookups tell the user, in a program. */
export const programReport: Report = {
  info: (message) => void pulumi.log.info(message),
  warn: warnOnce,
  progress: (subject, state) => {
    showFleetingly(`${subject}: ${state}`);
  },
  retry: (notice) => {
    if (toldRetries().isDue(notice)) {
      showFleetingly(notice.text);
    }
  },
};

const toldRetries = ofRun(() => new ToldRetries());

/** Shows a line that the engine replaces by the next one. */
function showFleetingly(line: string): void {
  void pulumi.log.info(line, undefined, undefined, true);
}
