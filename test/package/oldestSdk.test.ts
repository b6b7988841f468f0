import { rmSync } from "node:fs";
import { peerDependencies } from "../../package.json";
import { packPackage } from "../../testing/pack";
import { databaseCluster } from "../../testing/emulator/clusters";
import type { Cluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { describeWithEngine } from "../engine/workspace";
import type { Project } from "../engine/workspace";
import { createProject, databaseClusterOf, expectBothLookups, programs } from "./lookupPrograms";
import { emptyFolder, installWith } from "./installation";
import { mistakesFound, plantedMistakes } from "./typeCheck";

const oldest = peerDependencies["@pulumi/pulumi"].replace("^", "");

describeWithEngine(`a program with the oldest SDK that is supported, ${oldest}`, () => {
  let cluster: Cluster;
  let emulator: Emulator;
  let parent: string;
  let project: Project;

  beforeAll(async () => {
    parent = emptyFolder();
    installWith("npm", parent, [packPackage(parent), `@pulumi/pulumi@${oldest}`]);
    cluster = databaseCluster("pg");
    emulator = await Emulator.start({ clusters: [cluster] });
    project = await createProject("oldest-sdk", emulator, { parent, program: programs.commonJs });
  });

  afterAll(async () => {
    await emulator.stop();
    rmSync(parent, { recursive: true, force: true });
  });

  it("runs with both doors", async () => {
    await expectBothLookups(project);
  });

  it("reads the cluster anew in a refresh, and then in an update", async () => {
    cluster["region"] = "fra1";
    expect(await project.run("refresh", "--yes")).toMatchObject({ code: 0 });
    expect(databaseClusterOf(await project.state())?.["region"]).toBe("fra1");
    cluster["region"] = "ams3";
    const { outputs } = await project.stack.up();
    expect(outputs["lookedUpRegion"]?.value).toBe("ams3");
    expect(outputs["resourceRegion"]?.value).toBe("ams3");
  });

  it("drops a cluster that is gone in a refresh", async () => {
    emulator.state.clusters = [];
    expect(await project.run("refresh", "--yes")).toMatchObject({ code: 0 });
    expect(databaseClusterOf(await project.state())).toBeUndefined();
  });

  it("is held to the types", () => {
    const options = { module: "node16", moduleResolution: "node16", declarationsToo: true };
    expect(mistakesFound(parent, options, require.resolve("typescript/bin/tsc"))).toEqual(plantedMistakes);
  });
});
