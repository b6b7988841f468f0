import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { databaseCluster } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
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

describeWithEngine("the removal of a DatabaseCluster from a state", () => {
  const cluster = databaseCluster("pg");
  const emulator = useEmulator({ clusters: [cluster] });
  let project: Project;

  beforeAll(async () => {
    project = createResourceProject("resource-destroy", emulator, {
      program,
      config: { databaseClusterUuid: cluster.id },
      apart: true,
    });
    await project.up();
  });

  it("happens without a request if the program no longer has it", async () => {
    writeFileSync(join(project.folder, "index.js"), "module.exports = { region: null };");
    await project.up();
    expect(clusterInState(project.state(), "database")).toBeUndefined();
    expect(emulator.requests).toEqual([]);
    writeFileSync(join(project.folder, "index.js"), program);
    await project.up();
    expect(clusterInState(project.state(), "database")).toMatchObject({ id: cluster.id });
  });

  it("does not happen in a refresh without the package, which fails with one line", async () => {
    const installed = join(project.folder, "node_modules", packageName);
    expect(existsSync(installed)).toBe(true);
    rmSync(installed);
    const { code, printed } = await project.run("refresh", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    const line = `database cluster ${cluster.id}: Cannot find module '${packageName}/dynamic'; install it`;
    const { [diagnosticsOf.cluster("database")]: told, ...others } = diagnosticsIn(printed);
    expect(told).toEqual([`error: ${line}`]);
    // The host adds a colon to what it prints itself.
    expect(others).toEqual({
      [diagnosticsOf.stack("resource-destroy")]: expect.arrayContaining([
        expect.stringMatching(/^database cluster .*; install it:?$/),
        "error: update failed",
      ]) as unknown,
    });
    expect(Object.values(others).flat()).toHaveLength(2);
    expect(printed).not.toMatch(/ at .*\(|Require stack|node_modules/);
    expect(clusterInState(project.state(), "database")).toMatchObject({ id: cluster.id });
  });

  it("happens in a destroy without the package, a token, a UUID or the API", async () => {
    project.removeConfig("digitalocean:token");
    project.removeConfig("databaseClusterUuid");
    await emulator.stop();
    const { code, printed } = await project.run("destroy", "--yes", "--skip-preview");
    expect([code, printed]).toEqual([0, expect.stringMatching(/Resources:\n +- 1 deleted\n/)]);
    expect(printed).not.toMatch(/error|warning|Diagnostics/);
    expect(JSON.stringify(project.state())).not.toContain("urn:pulumi:");
    expect(emulator.requests).toEqual([]);
  });
});
