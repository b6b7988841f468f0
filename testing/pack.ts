// Packs this package with npm, and installs packages as a user would.
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { npmLockFile } from "./lockedVersions";

const repository = resolve(__dirname, "..");

/** Packs this package (or the one in `source`) without building it first, and returns the tarball's path. */
export function packPackage(folder: string, source = repository): string {
  const args = ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder];
  return join(folder, npm(args, source).trim());
}

/** Installs packages into the folder of a project. What they depend on has the versions of this repository. */
export function installPackages(project: string, packages: readonly string[]): void {
  const lockFile = join(project, "package-lock.json");
  if (!existsSync(lockFile)) {
    writeFileSync(lockFile, npmLockFile());
  }
  npm(["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", ...packages], project);
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
