// npx ts-node test/engine/states/write.ts <name> [<revision>]
//
// Stores the state that a revision of this repository (HEAD by default) writes as <name>.json in this folder, for
// state.survival.test.ts, which tests all files. Run it once per release: `… write.ts 0.2.0 v0.2.0`.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { format } from "prettier";
import { engineEnvironment, provideEngine } from "../../../testing/engine/engine";
import { installPackages, packPackage } from "../../../testing/pack";
import { runPulumi } from "../../../testing/pulumi";
import { devDependencies } from "../../../package.json";
import { Emulator } from "../../../testing/emulator/emulator";
import {
  otherToken,
  storedClusters,
  storedConfig,
  storedPassphrase,
  storedProgram,
  storedProjectName,
  storedSecretConfig,
  storedToken,
} from "./storedProject";

const repository = resolve(__dirname, "../../..");

async function main([name, revision = "HEAD"]: readonly string[]): Promise<void> {
  if (name === undefined) {
    throw new Error("which name is the state to have?");
  }
  const folder = mkdtempSync(join(tmpdir(), "stored-state-"));
  const emulator = await Emulator.start({ clusters: Object.values(storedClusters) });
  emulator.allow(storedToken);
  emulator.allow(otherToken);
  try {
    const project = join(folder, "project");
    mkdirSync(project);
    writeFileSync(join(project, "package.json"), JSON.stringify({ name: storedProjectName, private: true }));
    const sdk = `@pulumi/pulumi@${devDependencies["@pulumi/pulumi"]}`;
    installPackages(project, [packRevision(revision, folder), sdk]);
    const state = await stateOf(project, emulator.url);
    writeFileSync(join(__dirname, `${name}.json`), await format(JSON.stringify(state), { parser: "json" }));
  } finally {
    await emulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The package as that revision would have been published, built with the tools that are installed here. */
function packRevision(revision: string, folder: string): string {
  const source = join(folder, "source");
  mkdirSync(source);
  const archive = join(folder, "source.tar");
  execFileSync("git", ["archive", "--output", archive, revision], { cwd: repository });
  execFileSync("tar", ["-xf", archive, "-C", source]);
  symlinkSync(join(repository, "node_modules"), join(source, "node_modules"));
  execFileSync("npm", ["run", "--silent", "build"], { cwd: source, stdio: "inherit" });
  return packPackage(folder, source);
}

/** The state after the program's first update. */
async function stateOf(project: string, apiEndpoint: string): Promise<unknown> {
  const environment: NodeJS.ProcessEnv = {
    ...engineEnvironment(await provideEngine(console.error), project),
    PULUMI_CONFIG_PASSPHRASE: storedPassphrase,
    DIGITALOCEAN_API_URL: apiEndpoint,
  };
  const run = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await runPulumi(args, { cwd: project, environment });
    if (code !== 0) {
      throw new Error(`pulumi ${args.join(" ")} failed:\n${stdout}${stderr}`);
    }
    return stdout;
  };
  writeFileSync(
    join(project, "Pulumi.yaml"),
    `name: ${storedProjectName}\nruntime: nodejs\nmain: index.js\n`,
  );
  writeFileSync(join(project, "index.js"), storedProgram);
  await run("stack", "init", "dev");
  for (const [key, value] of Object.entries(storedConfig)) {
    await run("config", "set", key, value);
  }
  for (const [key, value] of Object.entries(storedSecretConfig)) {
    await run("config", "set", "--secret", key, value);
  }
  await run("up", "--yes", "--skip-preview");
  return JSON.parse(await run("stack", "export")) as unknown;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
