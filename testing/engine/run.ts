// Runs a program with a time limit, and kills everything it started if it must end early.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { onInterruption } from "./interruption";

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly timeoutSeconds?: number;
  /** Called every 15 seconds. */
  readonly progress?: (elapsedSeconds: number) => void;
  /** How many of its last lines are in the error if it fails. */
  readonly linesInError?: number;
}

/** Runs a program without standard input. Resolves with its standard output, or rejects with its last lines. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const started = Date.now();
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    // In its own process group, so that the processes it starts can be killed with it.
    detached: process.platform !== "win32",
  });
  let output = "";
  let everything = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    everything += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => (everything += chunk.toString()));

  let timedOut = false;
  const kill = (): void => {
    killGroup(child);
  };
  const forget = onInterruption(kill);
  const ticker = setInterval(() => options.progress?.(Math.round((Date.now() - started) / 1000)), 15_000);
  const limit = setTimeout(
    () => {
      timedOut = true;
      kill();
    },
    // No limit: the longest time that a timer can have.
    options.timeoutSeconds === undefined ? 2 ** 31 - 1 : options.timeoutSeconds * 1000,
  );

  return new Promise<string>((resolve, reject) => {
    const fail = (reason: string): void => {
      const tail = everything
        .trimEnd()
        .split("\n")
        .slice(-(options.linesInError ?? 12))
        .join("\n");
      reject(new Error(tail === "" ? reason : `${reason}:\n${tail}`));
    };
    child.on("error", (error) => {
      fail(error.message);
    });
    child.on("close", (code, signal) => {
      if (code === 0) {
        resolve(output);
      } else if (timedOut) {
        fail(`it took longer than ${options.timeoutSeconds ?? 0} seconds`);
      } else {
        fail(signal === null ? `it ended with exit code ${code ?? "?"}` : `it was ended by ${signal}`);
      }
    });
  }).finally(() => {
    forget();
    clearInterval(ticker);
    clearTimeout(limit);
  });
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) {
    return;
  }
  try {
    if (process.platform === "win32") {
      child.kill("SIGKILL");
    } else {
      process.kill(-child.pid, "SIGKILL");
    }
  } catch {
    // It has already ended.
  }
}
