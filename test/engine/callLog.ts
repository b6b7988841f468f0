// A log of the runs of the CLI, to find where the time of the engine tests goes.
//
// With CLI_CALLS=<file> each run appends a line to that file: the test file, the arguments, the seconds, and on Linux the
// seconds of processor time, which say more on a busy machine.
import { appendFileSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";

const repository = resolve(__dirname, "../..");

/** Starts a line of the log, and returns a function that completes it. */
export function startCallLog(args: readonly string[]): () => void {
  const log = process.env["CLI_CALLS"];
  if (log === undefined) {
    return () => undefined;
  }
  const file = relative(repository, expect.getState().testPath ?? "");
  const [started, before] = [performance.now(), processorSeconds()];
  return () => {
    const seconds = rounded((performance.now() - started) / 1000);
    const processor = rounded(processorSeconds() - before);
    appendFileSync(log, `${JSON.stringify({ file, args: args.join(" "), seconds, processor })}\n`);
  };
}

/** The processor time of all processes that this one has started and that have ended. */
function processorSeconds(): number {
  if (process.platform !== "linux") {
    return NaN;
  }
  const fields = readFileSync("/proc/self/stat", "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function rounded(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
