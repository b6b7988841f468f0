import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";

const repository = resolve(__dirname, "..");

/** Packs the package as it is published, `dist` as it was built last, or another; and says where it put it. */
export function packPackage(folder: string, source = repository): string {
  const args = ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder];
  return join(folder, npm(args, source).trim());
}

/** Installs packages into a project as a user would. */
export function installPackages(project: string, packages: readonly string[]): void {
  npm(["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error", ...packages], project);
}

function npm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
