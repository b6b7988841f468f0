// Installs examples as projects for tests.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Emulator } from "../../testing/emulator/emulator";
import { installForExamples } from "../../testing/pack";
import { Project, repository, rootFolder } from "./workspace";

/** The examples that have a package.json. */
export const npmExamples = readdirSync(join(repository, "examples")).filter((name) =>
  existsSync(join(repository, "examples", name, "package.json")),
);

/** Without a check of the types, which takes seconds in each run. examples.test.ts compiles all examples at once. */
export const withoutTypeCheck = { PULUMI_NODEJS_TRANSPILE_ONLY: "true" };

/**
 * An example as a project. The dependencies of all examples, as their package.json files have them, are installed once
 * with the packed package, in a folder above the projects. examples.test.ts checks that each declares what it imports.
 */
export async function createExample(
  example: string,
  emulator: Emulator,
  config: Readonly<Record<string, string>>,
): Promise<Project> {
  return Project.create(example, {
    from: `examples/${example}`,
    parent: await installedFolder(),
    config: { "digitalocean:apiEndpoint": emulator.url, ...config },
    secretConfig: { "digitalocean:token": Emulator.token },
    environment: withoutTypeCheck,
  });
}

/** The folder with the installed dependencies. The first test file that needs it makes it, and others wait. */
export async function installedFolder(): Promise<string> {
  const folder = join(rootFolder(), "examples");
  const complete = join(folder, "complete");
  if (tryToCreate(folder)) {
    installForExamples(folder, npmExamples);
    writeFileSync(complete, "");
  }
  while (!existsSync(complete)) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return folder;
}

/** Creates the folder, and returns whether it is this process that did. */
function tryToCreate(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
