import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { databaseCluster } from "../../testing/emulator/clusters";
import type { Cluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { name as packageName } from "../../package.json";
import { clusterInState, createResourceProject, diagnosticsIn, diagnosticsOf } from "./resourceProject";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

const program = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster } = require("pulumi-digitalocean-databases");
const cluster = DatabaseCluster.get("database", new pulumi.Config().require("databaseClusterUuid"));
module.exports = { region: cluster.region };
`;

describeWithEngine("the end of a DatabaseCluster", () => {
  let emulator: Emulator;
  let project: Project;
  let cluster: Cluster;

  beforeAll(async () => {
    cluster = databaseCluster("pg");
    emulator = await Emulator.start({ clusters: [cluster] });
    project = await createResourceProject("resource-destroy", emulator, {
      program,
      config: { databaseClusterUuid: cluster.id },
      apart: true,
    });
    await project.stack.up();
  });

  afterAll(async () => {
    await project.remove();
  });

  it("is an entry less in the state when the program has it no more", async () => {
    emulator.behave();
    writeFileSync(join(project.folder, "index.js"), "module.exports = { region: null };");
    await project.stack.up();
    expect(clusterInState(await project.state(), "database")).toBeUndefined();
    expect(emulator.requests).toEqual([]);
    writeFileSync(join(project.folder, "index.js"), program);
    await project.stack.up();
    expect(clusterInState(await project.state(), "database")).toMatchObject({ id: cluster.id });
  });

  it("does not come by a refresh without the package, which fails with one line", async () => {
    const installed = join(project.folder, "node_modules", packageName);
    expect(existsSync(installed)).toBe(true);
    rmSync(installed);
    const { code, printed } = await project.run("refresh", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    const line = `database cluster ${cluster.id}: Cannot find module '${packageName}/dynamic'; install it`;
    const { [diagnosticsOf.cluster("database")]: told, ...others } = diagnosticsIn(printed);
    expect(told).toEqual([`error: ${line}`]);
    // The host puts a colon behind what it prints itself.
    expect(others).toEqual({
      [diagnosticsOf.stack("resource-destroy")]: expect.arrayContaining([
        expect.stringMatching(/^database cluster .*; install it:?$/),
        "error: update failed",
      ]) as unknown,
    });
    expect(Object.values(others).flat()).toHaveLength(2);
    expect(printed).not.toMatch(/ at .*\(|Require stack|node_modules/);
    expect(clusterInState(await project.state(), "database")).toMatchObject({ id: cluster.id });
  });

  it("needs no package, no token, no UUID and no API, and touches nothing", async () => {
    await project.stack.removeConfig("digitalocean:token");
    await project.stack.removeConfig("databaseClusterUuid");
    emulator.behave();
    await emulator.stop();
    const { code, printed } = await project.run("destroy", "--yes", "--skip-preview");
    expect([code, printed]).toEqual([0, expect.stringMatching(/Resources:\n +- 1 deleted\n/)]);
    expect(printed).not.toMatch(/error|warning|Diagnostics/);
    expect(JSON.stringify(await project.state())).not.toContain("urn:pulumi:");
    expect(emulator.requests).toEqual([]);
  });
});
