// The programs of a Pulumi engine: their names and how to find them.
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { run } from "./run";

/** A Pulumi engine that works on this machine. */
export interface Engine {
  /** Folders to put first on PATH, in this order. Folders that are on PATH already are not listed. */
  readonly directories: readonly string[];
  readonly version: string;
  readonly origin: Origin;
}

export type Origin = "path" | "cache" | "download" | "build";

export const cli = "pulumi";
export const nodeHost = "pulumi-language-nodejs";
/** The script that the engine runs to start the dynamic provider host. */
export const dynamicLauncher = "pulumi-resource-pulumi-nodejs";
export const pythonHost = "pulumi-language-python";
export const pythonExec = "pulumi-language-python-exec";
export const yamlHost = "pulumi-language-yaml";
export const goHost = "pulumi-language-go";

const suffixes = process.platform === "win32" ? [".exe", ".cmd"] : [""];

export function foldersOnPath(): string[] {
  return (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => path.isAbsolute(folder));
}

/** The full path of a program, in the first of the folders that has it. */
export function locate(program: string, folders: readonly string[]): string | undefined {
  return folders
    .flatMap((folder) => suffixes.map((suffix) => path.join(folder, program + suffix)))
    .find(isExecutable);
}

/** The folders where the engine looks for its other programs: its own, also with links resolved. */
export function foldersBeside(program: string): string[] {
  return [path.dirname(program), path.dirname(realpathSync(program))];
}

/** Runs `pulumi version`, which also checks that the program works here. */
export async function versionOf(pulumi: string): Promise<string> {
  const output = await run(pulumi, ["version"], {
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
    timeoutSeconds: 20,
  }).catch((error: unknown) => {
    throw new Error(`"${pulumi} version" failed: ${error instanceof Error ? error.message : String(error)}`);
  });
  const version = /^v?(\d+\.\d+\.\d+\S*)/.exec(output.trim())?.[1];
  if (version === undefined) {
    throw new Error(`"${pulumi} version" did not print a version`);
  }
  if (!version.startsWith("3.")) {
    throw new Error(`${pulumi} is Pulumi ${version}; version 3 is needed`);
  }
  return version;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
