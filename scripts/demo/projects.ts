import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { installPackages, packPackage } from "../../testing/pack";

const repository = resolve(__dirname, "../..");

/** The root program, in a folder of its own: its stack's settings are not to end up in the repository. */
export function copyRootProgram(folder: string): string {
  const producer = join(folder, "producer");
  mkdirSync(producer);
  for (const name of ["Pulumi.yaml", "package.json", "tsconfig.json", "src"]) {
    cpSync(join(repository, name), join(producer, name), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(producer, "node_modules"), "dir");
  return producer;
}

/** An example, installed as a user would: with the package as npm packs it, and not a line from `src`. */
export function installExample(folder: string, name: string): string {
  const project = join(folder, name);
  cpSync(join(repository, "examples", name), project, { recursive: true });
  installPackages(project, [packPackage(folder)]);
  return project;
}
