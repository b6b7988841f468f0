import { rmSync } from "node:fs";
import { peerDependencies } from "../../package.json";
import { packPackage } from "../../testing/pack";
import { databaseCluster } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { describeWithEngine } from "../engine/workspace";
import type { Project } from "../engine/workspace";
import { createProject, databaseClusterOf, expectBothLookups, programs } from "./lookupPrograms";
import { emptyFolder, installWith } from "./installation";
import { mistakesFound, plantedMistakes } from "./typeCheck";

const oldest = peerDependencies["@pulumi/pulumi"].replace("^", "");

describeWithEngine(`a program with the oldest supported SDK, ${oldest},`, () => {
  const cluster = databaseCluster("pg");
  const emulator = useEmulator({ clusters: [cluster] });
  let parent: string;
  let project: Project;

  beforeAll(() => {
    parent = emptyFolder();
    installWith("npm", parent, [packPackage(parent), `@pulumi/pulumi@${oldest}`]);
    project = createProject("oldest-sdk", emulator, { parent, program: programs.commonJs });
  });

  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  it("runs with the data function and the resource", async () => {
    await expectBothLookups(project);
  });

  it("reads the cluster again in a refresh, and then in an update", async () => {
    cluster["region"] = "fra1";
    expect(await project.run("refresh", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    expect(databaseClusterOf(project.state())?.["region"]).toBe("fra1");
    cluster["region"] = "ams3";
    const { outputs } = await project.up();
    expect(outputs["lookedUpRegion"]?.value).toBe("ams3");
    expect(outputs["resourceRegion"]?.value).toBe("ams3");
  });

  it("drops a cluster in a refresh if it is gone", async () => {
    emulator.state.clusters = [];
    expect(await project.run("refresh", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    expect(databaseClusterOf(project.state())).toBeUndefined();
  });

  it("gets the expected type errors from the compiler", () => {
    const options = { module: "node16", moduleResolution: "node16", declarationsToo: true };
    expect(mistakesFound(parent, options, require.resolve("typescript/bin/tsc"))).toEqual(plantedMistakes);
  });
});
