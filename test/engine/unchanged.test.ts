import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { createResourceProject, diagnosticsIn } from "./resourceProject";
import { contentOf } from "./states/storedState";
import { installRelease } from "./upgrade";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

/** Every read that the package has, by the resource and by the data functions. */
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
  const cluster = databaseCluster("pg");
  const emulator = useEmulator({ clusters: [cluster] });
  let project: Project;

  beforeAll(async () => {
    project = createResourceProject("unchanged", emulator, {
      program,
      config: { databaseClusterUuid: cluster.id },
      apart: true,
    });
    installRelease(project, "0.1.1");
    await project.up();
  });

  /** Expects that no command of the CLI has anything to do, and that the state stays the same. */
  async function expectUnchanged(): Promise<void> {
    const before = contentOf(project);
    for (const args of [
      ["refresh", "--yes", "--skip-preview"],
      // Its output has a preview and an update.
      ["up", "--yes", "--diff", "--refresh"],
    ]) {
      const { code, printed } = await project.run(...args, "--expect-no-changes");
      expect([args, code, printed]).toEqual([args, 0, printed]);
      expect([args, diagnosticsIn(printed)]).toEqual([args, {}]);
      // The CLI does not count reads.
      const summaries = [...printed.matchAll(/^Resources:\n((?: {4}.*\n)*)/gm)].map(([, lines]) =>
        lines?.trim(),
      );
      expect([args, new Set(summaries)]).toEqual([
        args,
        new Set([expect.stringMatching(/^\d unchanged$/) as unknown]),
      ]);
      expect([args, outputChangesIn(printed)]).toEqual([args, []]);
      expect([args, contentOf(project)]).toEqual([args, before]);
    }
  }

  it("shows no change in a refresh, a preview and an update", () => expectUnchanged());

  it("shows no change after an upgrade of the package", async () => {
    installRelease(project, "0.2.0");
    await expectUnchanged();
  });

  it("changes the outputs of a rotated password, which Pulumi does not show, and no others", async () => {
    const before = project.outputs();
    const { uri: _, ...parts } = cluster["connection"] as Connection;
    cluster["connection"] = databaseConnection("pg", { ...parts, password: "AVNS_rotated/planted" });
    const { code, printed } = await project.run("up", "--yes", "--diff");
    expect([code, printed]).toEqual([0, printed]);
    expect(outputChangesIn(printed)).toEqual([]);
    expect(printed.match(/Resources:\n +1 unchanged\n/g)).toHaveLength(2);
    const changed = ["Connection", "Password", "Uri"].flatMap((property) => [
      `resource${property}`,
      `lookedUp${property}`,
    ]);
    const after = project.outputs();
    const differing = Object.keys(after).filter(
      (name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]),
    );
    expect(differing.sort()).toEqual([...changed, "environment"].sort());
  });

  it("shows a change of a public property, which proves that the tests above would see one", async () => {
    cluster["region"] = "fra1";
    const { printed } = await project.run("preview", "--diff");
    // The property of the resource is shown, too.
    expect(outputChangesIn(printed).sort()).toEqual(["lookedUpRegion", "region", "resourceRegion"]);
  });
});
