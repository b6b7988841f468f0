import { ofRun } from "./ofRun";
import * as pulumi from "./sdk";

/** What each run of a program has been warned of. */
const warnings = ofRun(() => new Set<string>());

/** Warns once in a run, however many lookups have the same to say. */
export function warnOnce(message: string): void {
  const given = warnings();
  if (!given.has(message)) {
    given.add(message);
    void pulumi.log.warn(message);
  }
}
