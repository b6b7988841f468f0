// Removes what globalSetup.ts has created.
import { rmSync } from "node:fs";

export default function globalTeardown(): void {
  const folder = process.env["PLUGIN_TESTS"];
  if (folder !== undefined) {
    rmSync(folder, { recursive: true, force: true });
  }
}
