// Installs this package with another version, for tests of upgrades.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { name as packageName } from "../../package.json";
import { repository } from "./workspace";
import type { Project } from "./workspace";

/**
 * Replaces this package in a project's own `node_modules` by a release with another version and a changed first line in
 * each module, as an installation of a new release does.
 */
export function installRelease(project: Project, version: string): void {
  const folder = join(project.folder, "node_modules", packageName);
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  cpSync(join(repository, "dist"), join(folder, "dist"), { recursive: true });
  const description = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as object;
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...description, version }));
  for (const file of readdirSync(join(folder, "dist"), { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".js")) {
      const path = join(folder, "dist", file);
      writeFileSync(path, `// Of release ${version}.\n${readFileSync(path, "utf8")}`);
    }
  }
}
