// Jest's set-up for tests of the native plugin: its bundle, which is made once for all of them.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildPlugin } from "../../testing/plugin";

export default function globalSetup(): void {
  const folder = mkdtempSync(join(tmpdir(), "plugin-tests-"));
  process.env["PLUGIN_TESTS"] = folder;
  process.env["PLUGIN_PROGRAM"] = buildPlugin(join(folder, "plugin"));
}
