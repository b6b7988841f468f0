import { clusterUuid, databaseCluster } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { Project, describeWithEngine } from "./workspace";

/** A program as for `@pulumi/digitalocean`, with another import. */
const program = `
import * as pulumi from "@pulumi/pulumi";
import * as digitalocean from "pulumi-digitalocean-databases";

const cluster = digitalocean.getDatabaseCluster({ name: new pulumi.Config().require("name") });
export const uri = cluster.then((cluster) => cluster.uri);
export const host = cluster.then((cluster) => cluster.host);
export const port = cluster.then((cluster) => cluster.port);
export const password = cluster.then((cluster) => cluster.password);
export const engine = cluster.then((cluster) => cluster.engine);
export const region = cluster.then((cluster) => cluster.region);
export const tags = cluster.then((cluster) => cluster.tags);
`;

const [orders, audit, twin] = [
  databaseCluster("pg", { name: "orders" }),
  databaseCluster("mysql", { name: "audit" }),
  databaseCluster("valkey", { name: "audit" }),
];

describeWithEngine("getDatabaseCluster with a name", () => {
  const emulator = useEmulator({ clusters: [orders, audit, twin] });
  let project: Project;

  beforeAll(() => {
    project = Project.create("by-name", {
      files: {
        "index.ts": program,
        "Pulumi.yaml": "name: by-name\nruntime: nodejs\n",
        "package.json": JSON.stringify({ name: "by-name", main: "index.ts" }),
        "tsconfig.json": JSON.stringify({
          compilerOptions: { strict: true, target: "es2022", module: "commonjs", types: ["node"] },
        }),
      },
      config: { name: "orders", "digitalocean:apiEndpoint": emulator.url },
      secretConfig: { "digitalocean:token": Emulator.token },
    });
  });
  it("has the same properties in a program for @pulumi/digitalocean, secret ones as secrets, and the URI with its password", async () => {
    const { outputs } = await project.up();
    const { uri, host, port, password } = orders["connection"] as Connection;
    expect(outputs).toEqual({
      uri: { value: uri, secret: true },
      host: { value: host, secret: true },
      port: { value: port, secret: true },
      password: { value: password, secret: true },
      engine: { value: "pg", secret: false },
      region: { value: "nyc3", secret: false },
      tags: { value: orders["tags"], secret: false },
    });
  });

  it.each([
    [
      "that no cluster has",
      "order",
      "database cluster named order: not found: the token's team has no cluster of this name; it has " +
        `orders (${clusterUuid("pg")}), audit (${clusterUuid("mysql")}), audit (${clusterUuid("valkey")}). ` +
        "Check the name, and that the token from the config value digitalocean:token belongs to the cluster's team. " +
        "If it is new, it may still be in creation: try again in some minutes. With `waitForOnline: true` an update " +
        "waits for it. [not_found]",
    ],
    [
      "that two clusters have",
      "audit",
      "database cluster named audit: 2 clusters have this name: " +
        `audit (${clusterUuid("mysql")}), audit (${clusterUuid("valkey")}). Give the \`uuid\` of the one that is ` +
        "meant. [ambiguous_name]",
    ],
  ])("fails for a name %s in one line with the names that there are", async (_, name, message) => {
    project.setConfig("name", name);
    const { code, printed } = await project.run("preview");
    expect(code).not.toBe(0);
    expect(printed.match(/^ +error: .*$/gm)).toEqual([`    error: ${message}`]);
    expect(printed).not.toMatch(/^\s+at /m);
  });
});
