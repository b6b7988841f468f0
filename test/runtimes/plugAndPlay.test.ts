import { rmSync } from "node:fs";
import { join } from "node:path";
import { devDependencies } from "../../package.json";
import { packPackage } from "../../testing/pack";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { describeWithEngine } from "../engine/workspace";
import { emptyFolder, installWith } from "../package/installation";
import { createProject, expectBothLookups, programs } from "../package/lookupPrograms";

describeWithEngine("a program that Yarn's Plug'n'Play installed", () => {
  const emulator = useEmulator();
  let folder: string;

  beforeAll(() => {
    folder = emptyFolder();
    installWith("yarn", folder, [
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
