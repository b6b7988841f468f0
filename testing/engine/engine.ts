// Finds, downloads or builds a real Pulumi engine: the entry point of this folder.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { cacheRoot, findCached } from "./cache";
import { downloadedEngine, downloadEngine } from "./download";
import { buildEngine, builtEngine } from "./fromGo/buildEngine";
import { interrupted } from "./interruption";
import { engineOnPath } from "./onPath";
import { cli, versionOf } from "./programs";
import type { Engine, Origin } from "./programs";

export type { Engine };

type Report = (line: string) => void;

/** The message lists each way that was tried and why it failed, and says what to do. */
export class EngineUnavailable extends Error {
  public override readonly name = "EngineUnavailable";
}

const ways: Record<Origin, (report: Report) => Promise<Engine>> = {
  path: engineOnPath,
  cache: async () => {
    const folder = findCached(downloadedEngine) ?? findCached(builtEngine);
    if (folder === undefined) {
      throw new Error(`no ${downloadedEngine.name} or ${builtEngine.name} in ${cacheRoot()}`);
    }
    return inFolder(folder, "cache");
  },
  download: async (report) => {
    const origin = findCached(downloadedEngine) === undefined ? "download" : "cache";
    return inFolder(await downloadEngine(report), origin);
  },
  build: async (report) => {
    const origin = findCached(builtEngine) === undefined ? "build" : "cache";
    return inFolder(await buildEngine(report), origin);
  },
};

/** The engine of the first way that works. A download or a build happens once, into the cache. */
export async function provideEngine(report: Report): Promise<Engine> {
  const failures: string[] = [];
  for (const origin of originsToTry()) {
    try {
      return await ways[origin](report);
    } catch (error) {
      if (interrupted()) {
        throw error;
      }
      failures.push(`  ${origin}: ${reasonOf(error)}`);
    }
  }
  throw new EngineUnavailable(
    `No Pulumi engine is available. Tried:\n${failures.join("\n")}\n` +
      "Install the Pulumi CLI and put it on PATH, or install Go 1.25 or newer. Then run this again.",
  );
}

/** The environment for runs of the engine, without the caller's Pulumi and DigitalOcean settings. The state is in `folder`. */
export function engineEnvironment(engine: Engine, folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PATH$|PULUMI_|DIGITALOCEAN_)/i.test(name));
  const state = path.resolve(folder, "state");
  mkdirSync(state, { recursive: true });
  return {
    ...Object.fromEntries(kept),
    PATH: [...engine.directories, process.env["PATH"] ?? ""].join(path.delimiter),
    PULUMI_HOME: path.resolve(folder, "home"),
    // Pulumi parses it as a URL, but wants blanks and non-ASCII letters unescaped.
    PULUMI_BACKEND_URL: `file://${state.replaceAll(/[%#?]/g, encodeURIComponent)}`,
    PULUMI_CONFIG_PASSPHRASE: "not a secret: these stacks are thrown away",
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

function originsToTry(): Origin[] {
  const all = Object.keys(ways) as Origin[];
  const forced = process.env["PULUMI_ENGINE"] ?? "";
  if (forced === "") {
    return all;
  }
  const known = all.filter((origin) => origin === forced);
  if (known.length > 0) {
    return known;
  }
  throw new EngineUnavailable(`PULUMI_ENGINE is "${forced}", but must be one of ${all.join(", ")}.`);
}

async function inFolder(folder: string, origin: Origin): Promise<Engine> {
  const bin = path.join(folder, "bin");
  const pulumi = path.join(bin, process.platform === "win32" ? `${cli}.exe` : cli);
  return { directories: [bin], version: await versionOf(pulumi), origin };
}

/** The message of an error, indented to be a part of another one. */
export function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason.replaceAll("\n", "\n    ");
}
