import { databaseCluster } from "../../testing/emulator/clusters";
import type { Cluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { endProcessesWith, parts, processesWith, waitFor } from "./processes";
import { clusterInState, createResourceProject } from "./resourceProject";
import { stateOutputs } from "./state";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

const program = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, stackOutputs } = require("pulumi-digitalocean-databases");
const cluster = new DatabaseCluster("database", { uuid: new pulumi.Config().require("databaseClusterUuid") });
module.exports = stackOutputs(cluster);
`;

describeWithEngine("an update that is killed while it reads a DatabaseCluster", () => {
  let emulator: Emulator;
  let project: Project;
  let cluster: Cluster;
  const mark = `${process.pid}-${Date.now()}`;

  beforeAll(async () => {
    cluster = databaseCluster("pg");
    emulator = await Emulator.start({ clusters: [cluster] });
    project = await createResourceProject("resource-interruption", emulator, {
      program,
      config: { databaseClusterUuid: cluster.id },
      environment: { INTERRUPTION_TEST: mark },
    });
  });

  afterAll(async () => {
    endProcessesWith("INTERRUPTION_TEST", mark);
    await project.remove();
    await emulator.stop();
  });

  /** Kills an update that waits for the API's answer. */
  async function interrupt(): Promise<void> {
    const asked = new Promise<void>((resolve) => {
      emulator.misbehaveNext(() => {
        resolve();
      });
    });
    await project.runUntil(asked, "up", "--yes", "--skip-preview");
    // Their engine is gone, so the host goes, too, though it waits for the API.
    const hosts = (): unknown[] =>
      processesWith("INTERRUPTION_TEST", mark).filter(({ command }) => parts.host.test(command));
    await waitFor(() => (hosts().length === 0 ? true : undefined), 30);
    expect(hosts()).toEqual([]);
    const { code, printed } = await project.run("cancel", "--yes");
    expect([code, printed]).toEqual([0, expect.anything()]);
  }

  it("leaves nothing in the way of the first update", async () => {
    await interrupt();
    expect(clusterInState(await project.state(), "database")).toBeUndefined();
    const { code, printed } = await project.run("up", "--yes", "--skip-preview");
    expect([code, printed]).toEqual([0, expect.not.stringContaining("error")]);
    expect(clusterInState(await project.state(), "database")).toMatchObject({
      id: cluster.id,
      external: true,
    });
  });

  it("leaves the state as it was, and nothing in the way of the next update", async () => {
    const before = await project.state("--show-secrets");
    await interrupt();
    const after = await project.state("--show-secrets");
    expect(stateOutputs(after)).toEqual(stateOutputs(before));
    expect(clusterInState(after, "database")).toEqual(clusterInState(before, "database"));

    cluster["status"] = "migrating";
    const { code, printed } = await project.run("up", "--yes", "--skip-preview");
    expect([code, printed]).toEqual([0, expect.stringMatching(/"online" => "migrating"[^]*1 unchanged/)]);
    const { deployment } = await project.state();
    expect(deployment.pending_operations ?? []).toEqual([]);
  });
});
