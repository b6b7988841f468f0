import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beingCreated, databaseCluster } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { clusterReply } from "../../testing/emulator/routes";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { createExample } from "./example";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

const cluster = databaseCluster("pg", { name: "orders" });

/**
 * Replaces `@pulumi/digitalocean`, whose plugin has to be downloaded and creates real clusters, by a resource that is
 * created and yields its id in the same way.
 */
const standIn = `
const pulumi = require("@pulumi/pulumi");
exports.DatabaseCluster = class extends pulumi.dynamic.Resource {
  constructor(name, args, opts) {
    super({ create: async (inputs) => ({ id: ${JSON.stringify(cluster.id)}, outs: inputs }) }, name, args, opts);
  }
};
`;

describeWithEngine("the example new-cluster", () => {
  const emulator = useEmulator({ clusters: [cluster] });
  let project: Project;

  beforeAll(async () => {
    project = await createExample("new-cluster", emulator, {
      region: "nyc3",
      "digitalocean:httpRetryWaitMin": "0.05",
    });
  });

  it("sends no request before the cluster is created, and then waits until it is online", async () => {
    const folder = join(project.folder, "node_modules/@pulumi/digitalocean");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "package.json"), '{ "name": "@pulumi/digitalocean", "version": "4.0.0" }');
    writeFileSync(join(folder, "index.js"), standIn);

    const preview = await project.run("preview");
    expect(preview.code).toBe(0);
    expect(preview.printed).toMatch(/databaseClusterRegion +: \[unknown\]/);
    // An unknown secret: which of the two words it gets depends on the versions of the CLI and the SDK.
    expect(preview.printed).toMatch(/databaseClusterUri +: \[(unknown|secret)\]/);
    expect(emulator.requests).toEqual([]);

    const being = clusterReply(beingCreated(cluster));
    emulator.misbehaveNext(being, being);
    const { printed, outputs } = await project.up();
    expect(printed).toContain(`(orders): waiting until it is online: status creating`);
    expect(emulator.requests).toHaveLength(3);
    expect(outputs["databaseClusterStatus"]).toEqual({ value: "online", secret: false });
    const { uri } = cluster["connection"] as Connection;
    expect(outputs["databaseClusterUri"]).toEqual({ value: uri, secret: true });

    const again = await project.up();
    expect(again.printed).toContain("2 unchanged");
    expect(again.printed).not.toContain("waiting until");
  });
});
