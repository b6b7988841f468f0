import { mkdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { onInterruption } from "./interruption";

const heartbeatMilliseconds = 2_000;
const staleMilliseconds = 20_000;

/**
 * Waits until this process holds the lock folder; returns how to let go. Its holder keeps the folder's time fresh:
 * unlike a process id, that tells a dead holder from a live one across containers that share a home folder too.
 * The lock only saves work: should two ever hold it, both prepare their own copy and one of them is kept.
 */
export async function acquireLock(folder: string, waiting: () => void): Promise<() => void> {
  let told = false;
  while (!tryLock(folder)) {
    if (!told) waiting();
    told = true;
    await sleep(500);
  }
  const heartbeat = setInterval(() => {
    touch(folder);
  }, heartbeatMilliseconds);
  const remove = (): void => {
    rmSync(folder, { recursive: true, force: true });
  };
  const forget = onInterruption(remove);
  return () => {
    clearInterval(heartbeat);
    forget();
    remove();
  };
}

function tryLock(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  }
  const changed = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  if (Date.now() - changed > staleMilliseconds) rmSync(folder, { recursive: true, force: true });
  return false;
}

function touch(folder: string): void {
  try {
    utimesSync(folder, new Date(), new Date());
  } catch {
    // Taken over by a process that found it stale, after this one was suspended.
  }
}
