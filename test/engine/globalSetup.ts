// Jest's set-up for tests with the real CLI: the engine, and the packed package installed as a user would.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engineEnvironment, provideEngine } from "../../testing/engine/engine";
import { providePython } from "../../testing/engine/languages";
import { installPackages, packPackage } from "../../testing/pack";
import { devDependencies } from "../../package.json";
import type { EngineSetup } from "./workspace";

/**
 * Provides the engine and a folder for projects with the packed package, so that the tests do not use `src`. Without an
 * engine the tests are skipped with the reason in their names; in CI that is an error.
 */
export default async function globalSetup(): Promise<void> {
  // The set-up of test/languages also calls it.
  process.env["ENGINE_SETUP"] ??= JSON.stringify(await setUp());
}

async function setUp(): Promise<EngineSetup> {
  const report = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  try {
    const engine = await provideEngine(report);
    const root = mkdtempSync(join(tmpdir(), "engine-tests-"));
    const [folder, apart] = [join(root, "shared"), join(root, "apart")];
    mkdirSync(folder);
    mkdirSync(apart);
    installPackage(folder);
    const node = engineEnvironment(engine, folder);
    try {
      const python = engineEnvironment(await providePython(engine, report), folder);
      return { root, folder, apart, environment: python };
    } catch (error) {
      return { root, folder, apart, environment: node, pythonMissing: reasonToSkip(error) };
    }
  } catch (error) {
    return { engineMissing: reasonToSkip(error) };
  }
}

/** The reason to skip tests. In CI no test may be skipped, so the error is thrown again. */
export function reasonToSkip(error: unknown): string {
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
