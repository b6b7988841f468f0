import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Cluster, Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { clusterFields, clusterProperties } from "../../src/reads/secrecy";
import { stackOutputName } from "../../src/pulumi/stack/stackOutputs";
import { createProducer } from "./producer";
import type { Project } from "./workspace";
import { isEncrypted, stateOutputs } from "./state";
import { describeWithEngine } from "./workspace";

describeWithEngine("a producer with the real CLI", () => {
  let emulator: Emulator;
  let project: Project;
  let cluster: Cluster;
  let printed = "";

  const connection = (): Connection => cluster["connection"] as Connection;
  const keep = (text: string): void => {
    printed += text;
  };

  beforeAll(async () => {
    cluster = databaseCluster("pg");
    emulator = await Emulator.start({ clusters: [cluster] });
    project = await createProducer(emulator, cluster.id);
  });

  afterAll(async () => {
    await emulator.stop();
  });

  it("previews the real values before anything exists", async () => {
    const { code, printed: preview } = await project.run("preview", "--diff");
    keep(preview);
    expect(code).toBe(0);
    expect(preview).toContain('databaseClusterRegion                  : "nyc3"');
    expect(preview).toContain("databaseClusterUri                     : [secret]");
  });

  it("exports every property with the secrecy of the table", async () => {
    const { outputs } = await project.stack.up({ onOutput: keep });
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

  it("encrypts in the state what is secret, and nothing else", async () => {
    const state = await project.state();
    const outputs = stateOutputs(state);
    for (const property of clusterProperties.filter((name) => clusterFields[name].exported)) {
      const output = outputs[stackOutputName("databaseCluster", property)];
      expect([property, isEncrypted(output)]).toEqual([property, clusterFields[property].secret]);
    }
    expect(outputs["databaseClusterNumNodes"]).toBe(3);
    expect(outputs["databaseClusterMaintenanceWindow"]).toEqual(cluster["maintenance_window"]);
    expect(state.deployment.resources).toHaveLength(1);
    keep(JSON.stringify(state));
  });

  it("changes nothing in a second update", async () => {
    const { printed: again } = await project.run("up", "--yes");
    keep(again);
    expect(again).toContain("1 unchanged");
    expect(again).not.toMatch(/^ *[+~-] +databaseCluster/m);
    expect(again).not.toContain("warning");
  });

  it("has a rotated password in the next update, and a changed region in the next preview", async () => {
    cluster["connection"] = databaseConnection("pg", { ...connection(), password: "AVNS_rotated/planted" });
    const { outputs } = await project.stack.up({ onOutput: keep });
    expect(outputs["databaseClusterPassword"]?.value).toBe("AVNS_rotated/planted");
    cluster["region"] = "fra1";
    const { printed: preview } = await project.run("preview", "--diff");
    keep(preview);
    expect(preview).toMatch(/~ databaseClusterRegion *: "nyc3" => "fra1"/);
  });

  it("shows no secret in any of its displays", async () => {
    for (const args of [
      ["preview", "--json"],
      ["up", "--yes", "--json"],
      ["stack"],
      ["stack", "output"],
      ["stack", "output", "--json"],
    ]) {
      keep((await project.run(...args)).printed);
    }
    const planted = [Emulator.token, "planted-pg-do-user", "203.0.113.77", "AVNS_"];
    expect(planted.filter((secret) => JSON.stringify(connection()).includes(secret))).not.toHaveLength(0);
    for (const secret of planted) {
      expect(printed).not.toContain(secret);
    }
    expect(printed).toContain("[secret]");
  });

  it("touches nothing when the stack is destroyed", async () => {
    await project.remove();
    expect(emulator.requests.length).toBeGreaterThan(0);
    for (const { method, path } of emulator.requests) {
      expect(`${method} ${path}`).toBe(`GET /v2/databases/${cluster.id}`);
    }
  });
});
