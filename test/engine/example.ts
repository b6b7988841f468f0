// Installs examples as projects for tests.
import { Emulator } from "../../testing/emulator/emulator";
import { installPackages, packPackage } from "../../testing/pack";
import { Project } from "./workspace";

/** An example with the dependencies of its own package.json and with the packed package. */
export async function installExample(
  example: string,
  emulator: Emulator,
  config: Record<string, string>,
): Promise<Project> {
  const project = await Project.create(example, {
    from: `examples/${example}`,
    config: { "digitalocean:apiEndpoint": emulator.url, ...config },
    secretConfig: { "digitalocean:token": Emulator.token },
  });
  installPackages(project.folder, [packPackage(project.folder)]);
  return project;
}
