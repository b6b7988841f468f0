import { mkdirSync } from "node:fs";
import path from "node:path";
import { buildEngine, builtEngine } from "./build";
import { cacheRoot, findCached } from "./cache";
import { downloadedEngine, downloadEngine } from "./download";
import { interrupted } from "./interruption";
import { engineOnPath } from "./onPath";
import { cli, versionOf } from "./programs";
import type { Engine, Origin } from "./programs";
import { pythonEnvironment, pythonHostFolders } from "./python";

export type { Engine };

type Report = (line: string) => void;

/** Its message names every way that was tried, why it failed, and what to do. */
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

/** A real Pulumi engine, by the first way that works. It may download or build one: once, into a cache. */
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
    `No Pulumi engine could be had. Tried:\n${failures.join("\n")}\n` +
      "Install the Pulumi CLI so that it is on PATH, or Go 1.25 or newer, and run this again.",
  );
}

/** The same engine with what Python programs need in front. */
export async function providePython(engine: Engine, report: Report): Promise<Engine> {
  try {
    const host = await pythonHostFolders(engine.directories, report);
    const environment = await pythonEnvironment(report);
    return { ...engine, directories: [...new Set([environment, ...host, ...engine.directories])] };
  } catch (error) {
    if (interrupted()) {
      throw error;
    }
    throw new EngineUnavailable(
      `Pulumi's Python support could not be had: ${reasonOf(error)}\n` +
        "It needs Python 3 with venv and pip and, unless it is installed beside pulumi, Go to build its host.",
    );
  }
}

/** The environment for programs that run the engine, with nothing in it of the caller's own Pulumi or DigitalOcean. */
export function engineEnvironment(engine: Engine, folder: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PATH$|PULUMI_|DIGITALOCEAN_)/i.test(name));
  const state = path.resolve(folder, "state");
  mkdirSync(state, { recursive: true });
  return {
    ...Object.fromEntries(kept),
    PATH: [...engine.directories, process.env["PATH"] ?? ""].join(path.delimiter),
    PULUMI_HOME: path.resolve(folder, "home"),
    // A URL to Pulumi, but one in which blanks and other letters may stand for themselves.
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

function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason.replaceAll("\n", "\n    ");
}
