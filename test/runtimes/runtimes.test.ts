import { databaseCluster } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { provideRuntime, runtimes } from "../../testing/runtimes";
import { isEncrypted, stateOutputs } from "../engine/state";
import { describeWithEngine, Project } from "../engine/workspace";

const producer = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, getDatabaseClusterOutput, stackOutputs } = require("pulumi-digitalocean-databases");
const uuid = new pulumi.Config().require("databaseClusterUuid");
const resource = new DatabaseCluster("cluster", { uuid });
module.exports = {
  ...stackOutputs(getDatabaseClusterOutput({ uuid })),
  runtime: process.versions.bun ?? process.versions.node,
  resourceUri: resource.uri,
  resourceRegion: resource.region,
};
`;

const consumerOf = (project: string): string => `
const { connectionFor, databaseClusterFromStack } = require("pulumi-digitalocean-databases");
const cluster = databaseClusterFromStack("organization/${project}/dev");
module.exports = { uri: connectionFor(cluster).uri, region: cluster.region };
`;

describeWithEngine("the packed package", () => {
  describe.each(runtimes)("under $name $version", (runtime) => {
    const cluster = databaseCluster("pg");
    const connection = cluster["connection"] as Connection;
    const emulator = useEmulator({ clusters: [cluster] });
    const producerName = `producer-${runtime.name}-${runtime.version}`;
    let create: (name: string, program: string, config?: Record<string, string>) => Project;
    let lookup: Project;

    beforeAll(async () => {
      const pathFirst = await provideRuntime(runtime);
      create = (name, program, config = {}) =>
        Project.create(name, {
          ...{ program, config, pathFirst },
          secretConfig: { "digitalocean:token": Emulator.token },
        });
      lookup = create(producerName, producer, {
        databaseClusterUuid: cluster.id,
        "digitalocean:apiEndpoint": emulator.url,
      });
    });

    it("looks a cluster up with the data function and with the resource", async () => {
      const { outputs } = await lookup.up();
      expect(outputs).toMatchObject({
        runtime: { value: runtime.version, secret: false },
        databaseClusterUri: { value: connection.uri, secret: true },
        databaseClusterRegion: { value: "nyc3", secret: false },
        resourceUri: { value: connection.uri, secret: true },
        resourceRegion: { value: "nyc3", secret: false },
      });
      const state = lookup.state();
      expect(isEncrypted(stateOutputs(state)["resourceUri"])).toBe(true);
      for (const secret of [Emulator.token, connection.password, connection.host]) {
        expect(JSON.stringify(state)).not.toContain(secret);
      }
    });

    it("reads a cluster from another stack", async () => {
      const { outputs } = await create("consumer", consumerOf(producerName)).up();
      expect(outputs["uri"]).toEqual({
        value: expect.stringContaining("postgresql://doadmin:") as unknown,
        secret: true,
      });
      expect(outputs["region"]).toEqual({ value: "nyc3", secret: false });
    });

    it("reads the resource anew in a refresh", async () => {
      cluster["region"] = "fra1";
      const { code, printed } = await lookup.run("refresh", "--yes");
      expect({ code, printed }).toMatchObject({
        code: 0,
        printed: expect.stringContaining("updated") as unknown,
      });
      expect(printed).not.toContain(connection.password);
    });

    it("fails in one line with the code if the cluster does not exist", async () => {
      emulator.state.clusters = [];
      const { code, printed } = await lookup.run("preview");
      expect(code).not.toBe(0);
      const lines = printed.split("\n").filter((line) => line.includes(cluster.id));
      expect(lines.length).toBeGreaterThan(0);
      expect(lines.every((line) => line.trimEnd().endsWith("[not_found]"))).toBe(true);
      expect(printed).not.toMatch(/^\s+at .*\.js/m);
    });
  });
});
