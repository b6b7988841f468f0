// The Pulumi projects of the demo, in temporary folders.
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { installPackages, packPackage } from "../../testing/pack";

const repository = resolve(__dirname, "../..");

/** Copies the root program, so that the settings of its stack do not end up in the repository. */
export function copyRootProgram(folder: string): string {
  const producer = join(folder, "producer");
  mkdirSync(producer);
  for (const name of ["Pulumi.yaml", "package.json", "tsconfig.json", "src"]) {
    cpSync(join(repository, name), join(producer, name), { recursive: true });
  }
  symlinkSync(join(repository, "node_modules"), join(producer, "node_modules"), "dir");
  return producer;
}

/** Copies an example and installs the packed package in it, as a user would. */
export function installExample(folder: string, name: string): string {
  const project = join(folder, name);
  cpSync(join(repository, "examples", name), project, { recursive: true });
  installPackages(project, [packPackage(folder)]);
  return project;
}
