// Installs packages in an empty folder, as a user would.
import { execFileSync } from "node:child_process";
import type { StdioOptions } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { resolutions } from "../../testing/lockedVersions";
import { installPackages } from "../../testing/pack";

/** A new empty folder outside the repository, so that no module of it can be resolved from there. */
export function emptyFolder(): string {
  // The path without links, because some programs print that one.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "package-tests-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "package-tests", private: true }));
  return folder;
}

export type PackageManager = "npm" | "pnpm" | "yarn";

/**
 * Installs packages into a folder as a user of npm, pnpm or Yarn would. With pnpm a package can only load its declared
 * dependencies. Yarn installs for Plug'n'Play: there is no `node_modules`, and `.pnp.cjs` resolves modules.
 */
export function installWith(manager: PackageManager, folder: string, packages: readonly string[]): void {
  if (manager === "npm") {
    installPackages(folder, packages);
    return;
  }
  const file = join(folder, "package.json");
  const description = JSON.parse(readFileSync(file, "utf8")) as object;
  writeFileSync(file, JSON.stringify({ ...description, resolutions: resolutions() }));
  // Both print errors to standard output.
  const stdio: StdioOptions = ["ignore", 2, 2];
  if (manager === "yarn") {
    const yarn = require.resolve("@yarnpkg/cli-dist/bin/yarn.js");
    const settings = "nodeLinker: pnp\nenableTelemetry: false\nenableGlobalCache: false\n";
    writeFileSync(join(folder, ".yarnrc.yml"), settings);
    writeFileSync(join(folder, "yarn.lock"), "");
    // Yarn does not read npm's settings.
    const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
    const env = {
      ...process.env,
      YARN_NPM_REGISTRY_SERVER: registry,
      YARN_ENABLE_IMMUTABLE_INSTALLS: "false",
    };
    execFileSync(process.execPath, [yarn, "add", ...packages], { cwd: folder, env, stdio });
    return;
  }
  const program = join(dirname(require.resolve("pnpm")), "bin", "pnpm.cjs");
  const options = ["--prefer-offline", "--config.hoist=false", "--reporter=append-only", "--loglevel=error"];
  execFileSync(process.execPath, [program, "add", ...options, ...packages], { cwd: folder, stdio });
}
