// The set-up of the tests with the native plugin: the plugin, installed, and programs in YAML, Python and Go.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { engineEnvironment, provideEngine } from "../../testing/engine/engine";
import type { GoSdk } from "../../testing/engine/goSdk";
import { provideGo, providePython, provideYaml } from "../../testing/engine/languages";
import { buildPlugin, installPlugin, pluginGoSdk, pluginPythonSdk } from "../../testing/plugin";
import engineSetup, { reasonToSkip } from "../engine/globalSetup";
import type { EngineSetup } from "../engine/workspace";

/** A language in which programs use the plugin. */
export type Language = "yaml" | "python" | "go";

/** What programs with the plugin need, by language. */
export interface LanguagesSetup {
  /** The folder with the built plugin, as its tarballs have it. */
  readonly plugin?: string;
  readonly environments: Readonly<Partial<Record<Language, NodeJS.ProcessEnv>>>;
  /** Why programs in a language cannot run. */
  readonly missing: Readonly<Partial<Record<Language, string>>>;
  readonly goSdk?: GoSdk | undefined;
}

/** Jest's set-up for these tests: that of the engine tests, and then the plugin and its SDKs. */
export default async function globalSetup(): Promise<void> {
  await engineSetup();
  const { root } = JSON.parse(process.env["ENGINE_SETUP"] ?? "{}") as EngineSetup;
  if (root !== undefined) {
    const folder = join(root, "languages");
    mkdirSync(folder);
    process.env["LANGUAGES_SETUP"] = JSON.stringify(await setUp(folder));
  }
}

async function setUp(folder: string): Promise<LanguagesSetup> {
  const report = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const engine = await provideEngine(report);
  const files = join(folder, "built");
  const plugin = dirname(buildPlugin(files));
  await installPlugin(files, engineEnvironment(engine, folder));
  const environments: Partial<Record<Language, NodeJS.ProcessEnv>> = {};
  const missing: Partial<Record<Language, string>> = {};
  let go: GoSdk | undefined;
  const ways: Record<Language, () => Promise<NodeJS.ProcessEnv>> = {
    yaml: async () => engineEnvironment(await provideYaml(engine, report), folder),
    python: async () => ({
      ...engineEnvironment(await providePython(engine, report), folder),
      ...(await pluginPythonSdk(folder, report)),
    }),
    go: async () => {
      go = await pluginGoSdk(folder, report);
      return { ...engineEnvironment(await provideGo(engine, report), folder), ...go.environment };
    },
  };
  for (const [language, provide] of Object.entries(ways) as [Language, () => Promise<NodeJS.ProcessEnv>][]) {
    try {
      environments[language] = await provide();
    } catch (error) {
      missing[language] = reasonToSkip(error);
    }
  }
  return { plugin, environments, missing, goSdk: go };
}
