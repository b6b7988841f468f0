// Removes what globalSetup.ts has created.
import { rmSync } from "node:fs";
import type { EngineSetup } from "./workspace";

export default function globalTeardown(): void {
  const { folder } = JSON.parse(process.env["ENGINE_SETUP"] ?? "{}") as EngineSetup;
  if (folder !== undefined) {
    rmSync(folder, { recursive: true, force: true });
  }
}
