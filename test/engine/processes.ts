// Finds and ends the processes that a run of the CLI has started.
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process that a run of the CLI has started. */
export interface StartedProcess {
  readonly pid: number;
  readonly command: string;
}

/** The processes of a run of the CLI, recognised by their command lines. */
export const parts = {
  cli: / up .*--stack dev/,
  program: /\/cmd\/run\/index\.js /,
  host: /\/cmd\/dynamic-provider\/index\.js /,
} as const;

/** The processes with this variable in their environment, which a test gives to one project. */
export function processesWith(name: string, value: string): StartedProcess[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const environment = readFileSync(`/proc/${entry}/environ`, "utf8").split("\0");
        return environment.includes(`${name}=${value}`)
          ? [
              {
                pid: Number(entry),
                command: readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " "),
              },
            ]
          : [];
      } catch {
        // It has ended, or belongs to another user.
        return [];
      }
    });
}

/**
 * Ends the processes that a killed CLI has left behind, such as Pulumi's language host, which stays for minutes. A test
 * that checks for such processes does so before.
 */
export function endProcessesWith(name: string, value: string): void {
  for (const { pid } of processesWith(name, value)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has already ended.
    }
  }
}

/** Waits until `look` returns a value, and returns it, or `undefined` after the time limit. */
export async function waitFor<T>(
  look: () => T | undefined,
  seconds: number,
  isOver: () => boolean = () => false,
): Promise<T | undefined> {
  for (const end = performance.now() + seconds * 1000; performance.now() < end && !isOver();) {
    const found = look();
    if (found !== undefined) {
      return found;
    }
    await sleep(10);
  }
  return undefined;
}
