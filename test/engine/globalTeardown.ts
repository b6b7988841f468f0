// Removes what globalSetup.ts has created.
import { rmSync } from "node:fs";
import type { EngineSetup } from "./workspace";

export default function globalTeardown(): void {
  const { root } = JSON.parse(process.env["ENGINE_SETUP"] ?? "{}") as EngineSetup;
  if (root !== undefined) {
    rmSync(root, { recursive: true, force: true });
  }
}
