import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process that a run of the CLI has started. */
export interface StartedProcess {
  readonly pid: number;
  readonly command: string;
}

/** How to tell, by its command, what a run of the CLI consists of. */
export const parts = {
  cli: / up .*--stack dev/,
  program: /\/cmd\/run\/index\.js /,
  host: /\/cmd\/dynamic-provider\/index\.js /,
} as const;

/** The processes that have this in their environment, and so come from a project that was given it. */
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
        // It has ended meanwhile, or belongs to somebody else.
        return [];
      }
    });
}

/**
 * Ends what a killed CLI has left. That is Pulumi's language host, which stays for minutes: the test that wants to know
 * of other processes asks before.
 */
export function endProcessesWith(name: string, value: string): void {
  for (const { pid } of processesWith(name, value)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended meanwhile.
    }
  }
}

/** Waits until there is something, and gives it back, or nothing when the time is over. */
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
