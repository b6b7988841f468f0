// A program of the demo in Python, or in YAML where Python is missing, that uses the native plugin.
import { cpSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { engineEnvironment } from "../../testing/engine/engine";
import type { Engine } from "../../testing/engine/engine";
import { providePython, provideYaml } from "../../testing/engine/languages";
import { buildPlugin, installPlugin, pluginPythonSdk } from "../../testing/plugin";
import { say } from "./narrator";
import { Stack } from "./stack";

/** What a program in another language needs. */
interface Language {
  readonly name: string;
  readonly example: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Installs the plugin for all stacks in `folder`, and returns the stack of an example that uses it. */
export async function otherLanguageStack(engine: Engine, folder: string): Promise<Stack> {
  const plugin = join(folder, "plugin");
  mkdirSync(plugin);
  buildPlugin(join(plugin, "built"));
  await installPlugin(join(plugin, "built"), engineEnvironment(engine, folder));
  const { name, example, environment } = await python(engine, folder, plugin).catch((error: unknown) => {
    say(`There is no Python for Pulumi here: ${String(error).split("\n")[0] ?? ""}`);
    return yaml(engine, folder);
  });
  say(`The plugin is installed from its tarball. The program is examples/${example}, in ${name}.`);
  const project = join(folder, example);
  cpSync(resolve(__dirname, "../../examples", example), project, { recursive: true });
  return new Stack(project, `database-${example}`, environment);
}

async function python(engine: Engine, folder: string, plugin: string): Promise<Language> {
  const withPython = await providePython(engine, say);
  const sdk = await pluginPythonSdk(plugin, say);
  const environment = { ...engineEnvironment(withPython, folder), ...sdk };
  return {
    name: "Python, with an SDK generated from the plugin's schema",
    example: "plugin-python",
    environment,
  };
}

async function yaml(engine: Engine, folder: string): Promise<Language> {
  const environment = engineEnvironment(await provideYaml(engine, say), folder);
  return { name: "YAML", example: "plugin-yaml", environment };
}
