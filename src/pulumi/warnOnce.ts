import * as pulumi from "./sdk";

/**
 * What each run of a program has been warned of. One process can have many runs (Automation API), also several at a
 * time; each has a connection to the engine of its own.
 */
const warnings = new WeakMap<object, Set<string>>();

/** Stands for the connection where there is no engine. */
const noEngine = {};

/** Warns once in a run, however many lookups have the same to say. */
export function warnOnce(message: string): void {
  const run: object = pulumi.runtime.getMonitor() ?? noEngine;
  const given = warnings.get(run) ?? new Set();
  warnings.set(run, given);
  if (!given.has(message)) {
    given.add(message);
    void pulumi.log.warn(message);
  }
}
