import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Cluster, Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { clusterFields, clusterProperties } from "../../src/reads/secrecy";
import { stackOutputName } from "../../src/pulumi/stack/stackOutputs";
import { createProducer } from "./producer";
import { isEncrypted, stateOutputs } from "./state";
import { describeWithEngine, describeWithPython, Project } from "./workspace";

const everything = `
const pulumi = require("@pulumi/pulumi");
const { databaseClusterFromStack } = require("pulumi-digitalocean-databases");
module.exports = databaseClusterFromStack(new pulumi.Config().require("databaseStack"));
module.exports.httpClientLoaded = Object.keys(require.cache).some((path) => path.includes("/axios/"));
`;

let emulator: Emulator;
let producer: Project;
let cluster: Cluster;

async function startProducer(): Promise<void> {
  cluster = databaseCluster("pg");
  emulator = await Emulator.start({ clusters: [cluster] });
  producer = await createProducer(emulator, cluster.id);
  await producer.stack.up();
}

async function stopProducer(): Promise<void> {
  await producer.remove();
  await emulator.stop();
}

describeWithEngine("a consumer in TypeScript or JavaScript", () => {
  let consumer: Project;

  beforeAll(async () => {
    await startProducer();
    consumer = await Project.create("consumer", {
      program: everything,
      config: { databaseStack: await producer.reference() },
    });
  });

  afterAll(async () => {
    await consumer.remove();
    await stopProducer();
  });

  it("has every property with the producer's value and secrecy, in outputs and state", async () => {
    const before = emulator.requests.length;
    const { outputs } = await consumer.stack.up();
    const exported = await producer.stack.outputs();
    for (const property of clusterProperties.filter((name) => clusterFields[name].exported)) {
      const produced = exported[stackOutputName("databaseCluster", property)];
      const consumed = outputs[property];
      // What the cluster does not have is `undefined` here, and no output at all where it is public.
      expect([property, consumed?.value ?? null]).toEqual([property, produced?.value ?? null]);
      expect([property, consumed?.secret ?? false]).toEqual([property, clusterFields[property].secret]);
    }
    const state = stateOutputs(await consumer.state());
    expect(isEncrypted(state["uri"])).toBe(true);
    expect(isEncrypted(state["port"])).toBe(true);
    expect(state["region"]).toBe("nyc3");
    expect(state["httpClientLoaded"]).toBe(false);
    expect(emulator.requests).toHaveLength(before);
  });

  it("has a rotated password after an update of the producer and one of its own", async () => {
    const connection = cluster["connection"] as Connection;
    cluster["connection"] = databaseConnection("pg", { ...connection, password: "AVNS_rotated/planted" });
    await producer.stack.up();
    const { outputs } = await consumer.stack.up();
    expect(outputs["password"]).toEqual({ value: "AVNS_rotated/planted", secret: true });
  });

  it("is told in one line that the other stack exports no cluster", async () => {
    const other = await Project.create("empty", { program: "module.exports = { answer: 42 };" });
    await other.stack.up();
    await consumer.stack.setConfig("databaseStack", { value: await other.reference() });
    const { code, printed } = await consumer.run("preview");
    expect(code).not.toBe(0);
    expect(printed.match(/^ +error: .*$/gm)).toEqual([
      expect.stringMatching(/^ +error: stack organization\/empty\/dev exports no database cluster: /),
    ]);
    await consumer.stack.setConfig("databaseStack", { value: await producer.reference() });
    await other.remove();
  });

  it("says what to write in place of a name that a self-managed backend cannot have", async () => {
    const [, project, stack] = (await producer.reference()).split("/");
    await consumer.stack.setConfig("databaseStack", { value: `${project}/${stack}` });
    const { code, printed } = await consumer.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(printed).toContain(`write organization/${project}/${stack}. `);
    expect(printed).not.toContain("organization name must be");
    expect(printed).not.toMatch(/^ +at /m);
    await consumer.stack.setConfig("databaseStack", { value: await producer.reference() });
  });

  it("is told in one line that the other stack's secrets cannot be decrypted here", async () => {
    const stranger = await Project.create("stranger", {
      program: everything,
      config: { databaseStack: await producer.reference() },
      environment: { PULUMI_CONFIG_PASSPHRASE: "another passphrase" },
    });
    const { code, printed } = await stranger.run("preview");
    expect(code).not.toBe(0);
    expect(printed.match(/^ +error: .*$/gm)).toEqual([
      expect.stringMatching(
        /^ +error: stack organization\/database-producer\/dev: its output \w+ cannot be decrypted/,
      ),
    ]);
  });
});

describeWithPython("a consumer in Python", () => {
  let consumer: Project;

  beforeAll(async () => {
    await startProducer();
    consumer = await Project.create("consumer-python", {
      from: "examples/consumer-python",
      config: { databaseStack: await producer.reference() },
    });
  });

  afterAll(async () => {
    await consumer.remove();
    await stopProducer();
  });

  it("reads the outputs as they are, secrets secret", async () => {
    const { outputs } = await consumer.stack.up();
    expect(outputs).toEqual({
      databaseUri: { value: (cluster["connection"] as Connection).uri, secret: true },
      databasePort: { value: 25060, secret: true },
      databaseRegion: { value: "nyc3", secret: false },
    });
    expect(isEncrypted(stateOutputs(await consumer.state())["databaseUri"])).toBe(true);
  });
});
