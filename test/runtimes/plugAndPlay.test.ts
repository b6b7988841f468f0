import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { devDependencies } from "../../package.json";
import { packPackage } from "../../testing/pack";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { describeWithEngine } from "../engine/workspace";
import { emptyFolder } from "../package/installation";
import { createProject, expectBothLookups, programs } from "../package/lookupPrograms";

/** Installs packages with Yarn's Plug'n'Play: there is no `node_modules`, and `.pnp.cjs` resolves modules. */
function installWithYarn(folder: string, packages: readonly string[]): void {
  const yarn = require.resolve("@yarnpkg/cli-dist/bin/yarn.js");
  const settings = "nodeLinker: pnp\nenableTelemetry: false\nenableGlobalCache: false\n";
  writeFileSync(join(folder, ".yarnrc.yml"), settings);
  writeFileSync(join(folder, "yarn.lock"), "");
  // Yarn does not read npm's settings.
  const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
  execFileSync(process.execPath, [yarn, "add", ...packages], {
    cwd: folder,
    env: { ...process.env, YARN_NPM_REGISTRY_SERVER: registry, YARN_ENABLE_IMMUTABLE_INSTALLS: "false" },
    stdio: ["ignore", 2, 2],
  });
}

describeWithEngine("a program that Yarn's Plug'n'Play installed", () => {
  const emulator = useEmulator();
  let folder: string;

  beforeAll(() => {
    folder = emptyFolder();
    installWithYarn(folder, [
      `pulumi-digitalocean-databases@file:${packPackage(folder)}`,
      `@pulumi/pulumi@${devDependencies["@pulumi/pulumi"]}`,
    ]);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("looks a cluster up with the data function and with the resource", async () => {
    const project = createProject("plug-and-play", emulator, {
      parent: folder,
      program: programs.commonJs,
      environment: { NODE_OPTIONS: `--require ${join(folder, ".pnp.cjs")}` },
    });
    await expectBothLookups(project);
  });
});
