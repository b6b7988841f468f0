import * as pulumi from "./sdk";

/** Used as the key if the program has no connection to an engine. */
const noEngine = {};

/**
 * Something that each run of a program has one of. One process can have many runs (Automation API), also several at a
 * time; each has its own connection to the engine.
 */
export function ofRun<T>(make: () => T): () => T {
  const made = new WeakMap<object, T>();
  return () => {
    const run: object = pulumi.runtime.getMonitor() ?? noEngine;
    const known = made.get(run) ?? make();
    made.set(run, known);
    return known;
  };
}
