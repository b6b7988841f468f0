import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { clusterFields, clusterProperties } from "../../src/reads/secrecy";
import { stackOutputName } from "../../src/pulumi/stack/stackOutputs";
import { createProducer } from "./producer";
import type { Project } from "./workspace";
import { isEncrypted, resourcesIn, stateOutputs } from "./state";
import { describeWithEngine } from "./workspace";

describeWithEngine("the example producer, which uses getDatabaseClusterOutput,", () => {
  const cluster = databaseCluster("pg");
  const emulator = useEmulator({ clusters: [cluster] });
  let project: Project;
  let printed = "";

  const connection = (): Connection => cluster["connection"] as Connection;

  /** Runs the CLI, and keeps what it printed for the search for secrets. */
  async function run(...args: string[]): Promise<string> {
    const result = await project.run(...args);
    printed += result.printed;
    expect([args, result.code, result.printed]).toEqual([args, 0, result.printed]);
    return result.printed;
  }

  beforeAll(() => {
    project = createProducer(emulator, cluster.id);
  });

  afterEach(() => {
    for (const { method, path } of emulator.requests) {
      expect(`${method} ${path}`).toBe(`GET /v2/databases/${cluster.id}`);
    }
  });

  it("has the real values in the first preview, and exports every property with the secrecy of the table", async () => {
    const shown = await run("up", "--yes", "--diff");
    // The preview comes first.
    const preview = shown.slice(0, shown.indexOf("Resources:"));
    expect(preview).toContain('databaseClusterRegion                  : "nyc3"');
    expect(preview).toContain("databaseClusterUri                     : [secret]");
    expect(emulator.requests).toHaveLength(2);
    const outputs = project.outputs();
    const exported = clusterProperties.filter((property) => clusterFields[property].exported);
    expect(Object.keys(outputs).sort()).toEqual(
      exported.map((property) => stackOutputName("databaseCluster", property)).sort(),
    );
    for (const property of exported) {
      const output = outputs[stackOutputName("databaseCluster", property)];
      expect([property, output?.secret]).toEqual([property, clusterFields[property].secret]);
    }
    expect(outputs["databaseClusterId"]?.value).toBe(cluster.id);
    expect(outputs["databaseClusterUri"]?.value).toBe(connection().uri);
    expect(outputs["databaseClusterPort"]?.value).toBe(25060);
    expect(outputs["databaseClusterConnection"]?.value).toEqual(connection());
    expect(outputs["databaseClusterTags"]?.value).toEqual(cluster["tags"]);
    expect(outputs["databaseClusterUiConnection"]?.value).toBeNull();
  });

  it("encrypts in the state what is secret, and nothing else", () => {
    const state = project.state();
    const outputs = stateOutputs(state);
    for (const property of clusterProperties.filter((name) => clusterFields[name].exported)) {
      const output = outputs[stackOutputName("databaseCluster", property)];
      expect([property, isEncrypted(output)]).toEqual([property, clusterFields[property].secret]);
    }
    expect(outputs["databaseClusterNumNodes"]).toBe(3);
    expect(outputs["databaseClusterMaintenanceWindow"]).toEqual(cluster["maintenance_window"]);
    expect(resourcesIn(state)).toHaveLength(1);
  });

  it("changes nothing in a second update", async () => {
    const again = await run("up", "--yes");
    expect(again.match(/1 unchanged/g)).toHaveLength(2);
    expect(again).not.toMatch(/^ *[+~-] +databaseCluster/m);
    expect(again).not.toContain("warning");
  });

  it("has a rotated password and a changed region in the next preview and update", async () => {
    cluster["connection"] = databaseConnection("pg", { ...connection(), password: "AVNS_rotated/planted" });
    cluster["region"] = "fra1";
    const shown = await run("up", "--yes", "--diff");
    expect(shown.match(/~ databaseClusterRegion *: "nyc3" => "fra1"/g)).toHaveLength(2);
    expect(project.outputs()["databaseClusterPassword"]?.value).toBe("AVNS_rotated/planted");
  });

  it("shows no secret in any display", async () => {
    for (const args of [
      ["preview", "--json"],
      ["stack"],
      ["stack", "output"],
      ["stack", "output", "--json"],
      ["stack", "export"],
    ]) {
      await run(...args);
    }
    const planted = [Emulator.token, "planted-pg-do-user", "203.0.113.77", "AVNS_"];
    expect(planted.filter((secret) => JSON.stringify(connection()).includes(secret))).not.toHaveLength(0);
    for (const secret of planted) {
      expect(printed).not.toContain(secret);
    }
    expect(printed).toContain("[secret]");
  });

  it("sends no request when the stack is destroyed", async () => {
    await run("destroy", "--yes", "--skip-preview");
    expect(emulator.requests).toEqual([]);
  });
});
