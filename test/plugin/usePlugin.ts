// The plugin of a test file.
import { Emulator } from "../../testing/emulator/emulator";
import type { Properties } from "../host/properties";
import { PluginProcess } from "./pluginProcess";
import type { PluginOptions } from "./pluginProcess";

/** The config of a provider that asks an emulator, and does not wait long before a retry. */
export function configFor(emulator: Emulator, changes: Properties = {}): Properties {
  return { token: Emulator.token, apiEndpoint: emulator.url, httpRetryWaitMin: "0.02", ...changes };
}

/**
 * A plugin for the tests that follow in this file or this `describe`. It must have shown no line that a test has not
 * taken, and printed nothing.
 *
 * @param options are asked for before the first test
 */
export function usePlugin(options: () => PluginOptions): () => PluginProcess {
  let plugin: PluginProcess | undefined;
  const running = (): PluginProcess => {
    if (plugin === undefined) {
      throw new Error("the plugin runs only during tests");
    }
    return plugin;
  };
  beforeAll(async () => {
    plugin = await PluginProcess.start(options());
  });
  afterEach(async () => {
    expect(await running().engine.take()).toEqual([]);
  });
  afterAll(() => running().stop());
  return running;
}
