import { readdirSync, realpathSync } from "node:fs";
import { databaseCluster } from "../emulator/clusters";
import type { Cluster } from "../emulator/clusters";
import { Emulator } from "../emulator/emulator";
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

  beforeAll(async () => {
    cluster = databaseCluster("pg");
    emulator = await Emulator.start({ clusters: [cluster] });
    project = await createResourceProject("resource-interruption", emulator, {
      program,
      config: { databaseClusterUuid: cluster.id },
    });
  });

  afterAll(async () => {
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
    endHosts();
    const { code, printed } = await project.run("cancel", "--yes");
    expect([code, printed]).toEqual([0, expect.anything()]);
  }

  /** Without their engine its hosts go on for minutes, each in a process group of its own, but in this folder. */
  function endHosts(): void {
    const folder = realpathSync(project.folder);
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        if (realpathSync(`/proc/${pid}/cwd`) === folder) {
          process.kill(Number(pid), "SIGKILL");
        }
      } catch {
        // It has ended by itself, or belongs to somebody else.
      }
    }
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
