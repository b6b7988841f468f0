import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { onInterruption } from "./interruption";

export interface CacheEntry {
  readonly name: string;
  /** Files, relative to the entry's folder, without which it counts as absent. */
  readonly files: readonly string[];
}

/** Outside of the checkout, so that every clone uses it and `git clean` leaves it alone. */
export function cacheRoot(): string {
  const configured = process.env["XDG_CACHE_HOME"] ?? "";
  // The XDG specification says to ignore a relative one.
  const base = path.isAbsolute(configured) ? configured : path.join(homedir(), ".cache");
  return path.join(base, "pulumi-digitalocean-databases", "engine");
}

/** The entry's folder, if it is there and complete. */
export function findCached(entry: CacheEntry): string | undefined {
  const folder = path.join(cacheRoot(), entry.name);
  return isComplete(folder, entry) ? folder : undefined;
}

/**
 * The entry's folder. What is not there yet is made by `fill`, in a folder that gets its place at the end; what
 * `fill` puts beside that folder is removed. Of two processes that make it at the same time, one's copy is kept.
 */
export async function cached(entry: CacheEntry, fill: (folder: string) => Promise<void>): Promise<string> {
  const existing = findCached(entry);
  if (existing !== undefined) {
    return existing;
  }

  const folder = path.join(cacheRoot(), entry.name);
  mkdirSync(cacheRoot(), { recursive: true });
  await fillAndPublish(folder, entry, fill);
  return folder;
}

async function fillAndPublish(
  folder: string,
  entry: CacheEntry,
  fill: (folder: string) => Promise<void>,
): Promise<void> {
  const temporary = mkdtempSync(`${folder}.tmp-`);
  const remove = (): void => {
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const forget = onInterruption(remove);
  try {
    const content = path.join(temporary, entry.name);
    mkdirSync(content);
    await fill(content);
    const missing = entry.files.filter((file) => !existsSync(path.join(content, file)));
    if (missing.length > 0) {
      throw new Error(`${missing.join(", ")} is missing from what was made`);
    }
    publish(content, folder, entry);
  } finally {
    forget();
    remove();
  }
}

function publish(content: string, folder: string, entry: CacheEntry): void {
  // A broken one steps aside into the folder that is removed anyway.
  if (existsSync(folder) && !isComplete(folder, entry)) {
    renameSync(folder, `${content}.broken`);
  }
  try {
    renameSync(content, folder);
  } catch (error) {
    // Another process was first: its copy is as good.
    if (!isComplete(folder, entry)) {
      throw error;
    }
  }
}

function isComplete(folder: string, entry: CacheEntry): boolean {
  return entry.files.every((file) => existsSync(path.join(folder, file)));
}
