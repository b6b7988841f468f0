// Ends a plugin process after its engine was killed (docs/pulumi-internals.md, "KILLED ENGINE").
import { fstatSync } from "node:fs";

let watching = false;

/** Makes this process, a plugin that Pulumi's engine has started, end with the engine. */
export function endWhenEngineIsGone(): void {
  if (watching) {
    return;
  }
  watching = true;
  process.stderr.on("error", end);
  // The engine keeps the other end of this pipe open as long as it runs.
  if (isPipe(0)) {
    process.stdin.on("end", end).on("error", end).resume();
  }
}

function isPipe(file: number): boolean {
  try {
    return fstatSync(file).isFIFO();
  } catch {
    return false;
  }
}

function end(): never {
  process.exit(1);
}
