// Packs this package with npm, and installs packages as a user would.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
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

/** What the package.json of an example asks for. */
export interface Description {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

export function descriptionOf(example: string): Description {
  const path = join(repository, "examples", example, "package.json");
  return JSON.parse(readFileSync(path, "utf8")) as Description;
}

/** Installs into a folder the packed package and all that these examples ask for, for copies of them below the folder. */
export function installForExamples(folder: string, examples: readonly string[]): void {
  const asked = examples.map(descriptionOf).flatMap((one) => [one.dependencies, one.devDependencies]);
  const dependencies = Object.fromEntries(asked.flatMap((versions) => Object.entries(versions)));
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ name: "examples", private: true, dependencies }),
  );
  installPackages(folder, [packPackage(folder)]);
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
