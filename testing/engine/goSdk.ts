// Prepares a generated Go SDK, and the go.mod of programs that use it.
import { copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildVersion } from "./fromGo/buildEngine";
import { goExecutable, goSettings, sdkModule } from "./fromGo/goBuild";
import { run } from "./run";

/** A compiled SDK and how its programs run. */
export interface GoSdk {
  readonly folder: string;
  /** The path of its module. Its packages are below it. */
  readonly module: string;
  /** The environment for `pulumi` with programs in Go. */
  readonly environment: Readonly<Record<string, string>>;
}

const environment = {
  ...goSettings,
  // The built Go host mistakes `pulumi-cloud-sdk`, which the Pulumi SDK requires, for a provider. The engine would
  // try to download its plugin, which takes 2 s where that fails.
  PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  // `go run` keeps the linked program, which saves 2 s in each run.
  PULUMI_GO_USE_RUN: "true",
};

/**
 * Copies a generated SDK into a folder, chooses the versions of everything that it requires, and compiles it. This needs
 * the network once. The schema needs `"meta": { "supportPack": true }`: without it the SDK has no go.mod.
 */
export async function goSdk(source: string, folder: string, report: (line: string) => void): Promise<GoSdk> {
  cpSync(source, folder, { recursive: true });
  const file = path.join(folder, "go.mod");
  if (!existsSync(file)) {
    throw new Error(
      `the Go SDK in ${source} has no go.mod; does its schema have "supportPack": true in "meta"?`,
    );
  }
  const module = /^module (\S+)$/m.exec(readFileSync(file, "utf8"))?.[1];
  if (module === undefined) {
    throw new Error(`${file} does not name a module`);
  }
  report("Compiling the Go SDK …");
  const options = {
    cwd: folder,
    env: { ...process.env, ...goSettings },
    progress: (seconds: number): void => {
      report(`… still compiling the Go SDK (${seconds} s)`);
    },
  };
  const go = goExecutable();
  // The code generator requires the Pulumi SDK of another release, of which not all modules may be served.
  await run(go, ["mod", "edit", `-require=${sdkModule}@v${buildVersion}`], options);
  await run(go, ["build", "-mod=mod", "./..."], options);
  return { folder: path.resolve(folder), module, environment };
}

/** Writes the go.mod and the go.sum of a program. It requires what the SDK does, so Go has nothing to look up. */
export function useGoSdk(sdk: GoSdk, program: string): void {
  const required = readFileSync(path.join(sdk.folder, "go.mod"), "utf8").replace(
    /^module .*$/m,
    "module program",
  );
  const own = [`require ${sdk.module} v0.0.0`, `replace ${sdk.module} => ${JSON.stringify(sdk.folder)}`];
  writeFileSync(path.join(program, "go.mod"), [required, ...own, ""].join("\n"));
  copyFileSync(path.join(sdk.folder, "go.sum"), path.join(program, "go.sum"));
}
