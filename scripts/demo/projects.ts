// The Pulumi projects of the demo, in temporary folders.
import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { installForExamples } from "../../testing/pack";

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

/** Copies two examples below a folder with the packed package and all that they ask for. */
export function installExamples(folder: string, names: readonly [string, string]): [string, string] {
  const root = join(folder, "examples");
  mkdirSync(root);
  installForExamples(root, names);
  for (const name of names) {
    cpSync(join(repository, "examples", name), join(root, name), { recursive: true });
  }
  return [join(root, names[0]), join(root, names[1])];
}
