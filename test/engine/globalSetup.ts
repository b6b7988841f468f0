import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment, provideEngine, providePython } from "../../testing/engine/engine";
import { installPackages, packPackage } from "../../testing/pack";
import { devDependencies } from "../../package.json";
import type { EngineSetup } from "./workspace";

/**
 * Provides the engine, and a folder of projects that has the packed package installed as a user would: the
 * tests run that, and not a line from `src`. Without an engine the tests are skipped and say why; in CI that
 * is a failure.
 */
export default async function globalSetup(): Promise<void> {
  process.env["ENGINE_SETUP"] = JSON.stringify(await setUp());
}

async function setUp(): Promise<EngineSetup> {
  const report = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  try {
    const engine = await provideEngine(report);
    const folder = mkdtempSync(join(tmpdir(), "engine-tests-"));
    installPackage(folder);
    const node = engineEnvironment(engine, folder);
    try {
      const python = engineEnvironment(await providePython(engine, report), folder);
      return { folder, environment: python };
    } catch (error) {
      return { folder, environment: node, pythonMissing: reasonToSkip(error) };
    }
  } catch (error) {
    return { engineMissing: reasonToSkip(error) };
  }
}

/** Why the tests are skipped; in CI nothing is, and the error is the end. */
function reasonToSkip(error: unknown): string {
  if (process.env["CI"] === "true") {
    throw error;
  }
  return error instanceof Error ? error.message : String(error);
}

function installPackage(folder: string): void {
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "engine-tests", private: true }));
  const wanted = ["@pulumi/pulumi", "pg", "@types/pg", "@types/node", "typescript", "ts-node"] as const;
  installPackages(folder, [packPackage(folder), ...wanted.map((name) => `${name}@${devDependencies[name]}`)]);
}
