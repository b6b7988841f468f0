import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { devDependencies, name as packageName } from "../../package.json";
import { installPackages } from "../../testing/pack";
import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Cluster, Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { emptyFolder } from "../package/installation";
import { createResourceProject, diagnosticsIn } from "./resourceProject";
import { stateOutputs } from "./state";
import { contentOf } from "./states/storedState";
import { packRelease } from "./upgrade";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

/** Every read there is, through both doors. */
const program = `
const pulumi = require("@pulumi/pulumi");
const databases = require("pulumi-digitalocean-databases");
const uuid = new pulumi.Config().require("databaseClusterUuid");
const resource = new databases.DatabaseCluster("database", { uuid });
const lookedUp = databases.getDatabaseClusterOutput({ uuid });
const of = (clusterUuid, name) => ({ clusterUuid, name });
module.exports = {
  ...databases.stackOutputs(resource, { prefix: "resource" }),
  ...databases.stackOutputs(lookedUp, { prefix: "lookedUp" }),
  environment: databases.connectionEnv(databases.connectionFor(resource)),
  ca: databases.getDatabaseCaOutput({ clusterUuid: uuid }),
  user: databases.getDatabaseUserOutput(of(uuid, "doadmin")),
  pool: databases.getDatabaseConnectionPoolOutput(of(uuid, "planted-pool")),
  replica: databases.getDatabaseReplicaOutput(of(uuid, "planted-replica")),
  metrics: databases.getDatabaseMetricsCredentialsOutput(),
};
`;

/** The stack outputs that the CLI shows as changed, added or removed. */
function outputChangesIn(printed: string): (string | undefined)[] {
  return [...printed.matchAll(/^ *[~+-] +(\w+) *: .*$/gm)].map(([, name]) => name);
}

describeWithEngine("a stack in which nothing has changed", () => {
  let emulator: Emulator;
  let parent: string;
  let project: Project;
  let cluster: Cluster;

  beforeAll(async () => {
    parent = emptyFolder();
    installPackages(parent, [packRelease("0.1.1"), `@pulumi/pulumi@${devDependencies["@pulumi/pulumi"]}`]);
    cluster = databaseCluster("pg");
    emulator = await Emulator.start({ clusters: [cluster] });
    project = await createResourceProject("unchanged", emulator, {
      parent,
      program,
      config: { databaseClusterUuid: cluster.id },
    });
    expect(await project.run("up", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
  });

  afterAll(async () => {
    await project.remove();
    await emulator.stop();
    rmSync(parent, { recursive: true, force: true });
  });

  /** Holds that the CLI itself, by every command that could, sees nothing to do, and that the state is as before. */
  async function expectUnchanged(): Promise<void> {
    const before = await contentOf(project);
    for (const args of [
      ["up", "--yes"],
      ["refresh", "--yes"],
      ["preview", "--diff"],
      ["up", "--yes", "--skip-preview", "--refresh"],
    ]) {
      const { code, printed } = await project.run(...args, "--expect-no-changes");
      expect([args, code, printed]).toEqual([args, 0, printed]);
      expect([args, diagnosticsIn(printed)]).toEqual([args, {}]);
      // The CLI counts reads as nothing.
      const summaries = [...printed.matchAll(/^Resources:\n((?: {4}.*\n)*)/gm)].map(([, lines]) =>
        lines?.trim(),
      );
      expect([args, new Set(summaries)]).toEqual([
        args,
        new Set([expect.stringMatching(/^\d unchanged$/) as unknown]),
      ]);
      expect([args, outputChangesIn(printed)]).toEqual([args, []]);
      expect([args, await contentOf(project)]).toEqual([args, before]);
    }
    const { changeSummary } = await project.stack.preview();
    expect(changeSummary).toEqual({ same: 1 });
  }

  it("shows none", () => expectUnchanged());

  it("shows none after an upgrade of the package", async () => {
    installPackages(parent, [packRelease("0.2.0")]);
    const installed = readFileSync(join(parent, "node_modules", packageName, "package.json"), "utf8");
    expect(installed).toContain('"version":"0.2.0"');
    await expectUnchanged();
  });

  it("shows none but the outputs of a password that was rotated", async () => {
    const before = stateOutputs(await project.state("--show-secrets"));
    const { uri: _, ...parts } = cluster["connection"] as Connection;
    cluster["connection"] = databaseConnection("pg", { ...parts, password: "AVNS_rotated/planted" });
    const { printed } = await project.run("preview", "--diff");
    const changed = ["Connection", "Password", "Uri"].flatMap((property) => [
      `resource${property}`,
      `lookedUp${property}`,
    ]);
    // Pulumi does not show that a secret has changed.
    expect(outputChangesIn(printed)).toEqual([]);
    expect(printed).toMatch(/Resources:\n +1 unchanged\n/);
    expect(await project.run("up", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    const after = stateOutputs(await project.state("--show-secrets"));
    const differing = Object.keys(after).filter(
      (name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]),
    );
    expect(differing.sort()).toEqual([...changed, "environment"].sort());
  });

  it("shows what did change, so that the above means something", async () => {
    cluster["region"] = "fra1";
    const { printed } = await project.run("preview", "--diff");
    // The resource's own property, too.
    expect(outputChangesIn(printed).sort()).toEqual(["lookedUpRegion", "region", "resourceRegion"]);
  });
});
