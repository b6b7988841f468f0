// The cache of downloaded and built programs, in the user's cache folder.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { onInterruption } from "./interruption";

export interface CacheEntry {
  readonly name: string;
  /** Required files, relative to the entry's folder. If one is missing, the entry counts as absent. */
  readonly files: readonly string[];
}

/** Outside the checkout, so that all clones share it and `git clean` keeps it. */
export function cacheRoot(): string {
  const configured = process.env["XDG_CACHE_HOME"] ?? "";
  // The XDG specification says to ignore a relative path.
  const base = path.isAbsolute(configured) ? configured : path.join(homedir(), ".cache");
  return path.join(base, "pulumi-digitalocean-databases", "engine");
}

/** The entry's folder, if it is complete. */
export function findCached(entry: CacheEntry): string | undefined {
  const folder = path.join(cacheRoot(), entry.name);
  return isComplete(folder, entry) ? folder : undefined;
}

/**
 * The entry's folder. If it is absent, `fill` makes the content in a temporary folder, which is then renamed. Files that
 * `fill` puts beside the temporary folder are removed. If two processes do this at the same time, the first one wins.
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
      throw new Error(`${entry.name} is incomplete: ${missing.join(", ")} is missing`);
    }
    publish(content, folder, entry);
  } finally {
    forget();
    remove();
  }
}

function publish(content: string, folder: string, entry: CacheEntry): void {
  // Move a broken entry into the temporary folder, which is removed anyway.
  if (existsSync(folder) && !isComplete(folder, entry)) {
    renameSync(folder, `${content}.broken`);
  }
  try {
    renameSync(content, folder);
  } catch (error) {
    // It does not matter if another process was first.
    if (!isComplete(folder, entry)) {
      throw error;
    }
  }
}

function isComplete(folder: string, entry: CacheEntry): boolean {
  return entry.files.every((file) => existsSync(path.join(folder, file)));
}
