import { execFileSync } from "node:child_process";
import type { StdioOptions } from "node:child_process";
import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { installPackages } from "../../testing/pack";

/** An empty folder from which nothing of the repository, or of other tests, can be found. */
export function emptyFolder(): string {
  // The real path, because programs that resolve links print that one.
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "package-tests-"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "package-tests", private: true }));
  return folder;
}

/** What installs packages. */
export type PackageManager = "npm" | "pnpm";

/**
 * Installs packages into a folder as a user of npm or pnpm would. With pnpm every package can load what it has
 * declared, and nothing else.
 */
export function installWith(manager: PackageManager, folder: string, packages: readonly string[]): void {
  if (manager === "npm") {
    installPackages(folder, packages);
    return;
  }
  const program = join(dirname(require.resolve("pnpm")), "bin", "pnpm.cjs");
  const options = ["--prefer-offline", "--config.hoist=false", "--reporter=append-only", "--loglevel=error"];
  // It prints its errors where others print results.
  const stdio: StdioOptions = ["ignore", 2, 2];
  execFileSync(process.execPath, [program, "add", ...options, ...packages], { cwd: folder, stdio });
}
