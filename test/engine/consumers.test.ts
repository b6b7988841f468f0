import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
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

const cluster = databaseCluster("pg");
const emulator = useEmulator({ clusters: [cluster] });
let updated: Promise<Project> | undefined;

/** Runs the producer's first update, which both parts of this file need. */
function updateProducer(): Promise<Project> {
  const update = async (): Promise<Project> => {
    const producer = createProducer(emulator, cluster.id);
    await producer.up();
    return producer;
  };
  return (updated ??= update());
}

const errorsIn = (printed: string): readonly string[] => printed.match(/^ +error: .*$/gm) ?? [];

describeWithPython("a consumer in Python", () => {
  it("reads the producer's stack outputs, and the secret ones are secret", async () => {
    const consumer = Project.create("consumer-python", {
      from: "examples/consumer-python",
      config: { databaseStack: (await updateProducer()).reference },
    });
    const { outputs } = await consumer.up();
    expect(outputs).toEqual({
      databaseUri: { value: (cluster["connection"] as Connection).uri, secret: true },
      databasePort: { value: 25060, secret: true },
      databaseRegion: { value: "nyc3", secret: false },
    });
    expect(isEncrypted(stateOutputs(consumer.state())["databaseUri"])).toBe(true);
  });
});

describeWithEngine("a consumer in TypeScript or JavaScript", () => {
  let producer: Project;
  let consumer: Project;

  beforeAll(async () => {
    producer = await updateProducer();
    consumer = Project.create("consumer", {
      program: everything,
      config: { databaseStack: producer.reference },
    });
  });

  it("has every property with the producer's value and secrecy, in outputs and state, without a request", async () => {
    const { outputs } = await consumer.up();
    const exported = producer.outputs();
    for (const property of clusterProperties.filter((name) => clusterFields[name].exported)) {
      const produced = exported[stackOutputName("databaseCluster", property)];
      const consumed = outputs[property];
      // What the cluster does not have is `undefined` here, and there is no output of it if it is public.
      expect([property, consumed?.value ?? null]).toEqual([property, produced?.value ?? null]);
      expect([property, consumed?.secret ?? false]).toEqual([property, clusterFields[property].secret]);
    }
    const state = stateOutputs(consumer.state());
    expect(isEncrypted(state["uri"])).toBe(true);
    expect(isEncrypted(state["port"])).toBe(true);
    expect(state["region"]).toBe("nyc3");
    expect(state["httpClientLoaded"]).toBe(false);
    expect(emulator.requests).toEqual([]);
  });

  it("has a rotated password after an update of the producer and one of its own", async () => {
    const connection = cluster["connection"] as Connection;
    cluster["connection"] = databaseConnection("pg", { ...connection, password: "AVNS_rotated/planted" });
    await producer.up();
    const { outputs } = await consumer.up();
    expect(outputs["password"]).toEqual({ value: "AVNS_rotated/planted", secret: true });
  });

  describe("fails in one line", () => {
    it("if the other stack exports no cluster", async () => {
      const other = Project.create("empty", { program: "module.exports = { answer: 42 };" });
      await other.up();
      consumer.setConfig("databaseStack", other.reference);
      const { code, printed } = await consumer.run("preview");
      expect(code).not.toBe(0);
      expect(errorsIn(printed)).toEqual([
        expect.stringMatching(/^ +error: stack organization\/empty\/dev exports no database cluster: /),
      ]);
    });

    it("if the stack has a name that a self-managed backend does not know, and says what to write instead", async () => {
      consumer.setConfig("databaseStack", `${producer.name}/dev`);
      const { code, printed } = await consumer.run("up", "--yes", "--skip-preview");
      expect(code).not.toBe(0);
      expect(printed).toContain(`write organization/${producer.name}/dev. `);
      expect(printed).not.toContain("organization name must be");
      expect(printed).not.toMatch(/^ +at /m);
    });

    it("if the other stack's secrets cannot be decrypted here", async () => {
      const stranger = Project.create("stranger", {
        program: everything,
        config: { databaseStack: producer.reference },
        environment: { PULUMI_CONFIG_PASSPHRASE: "another passphrase" },
      });
      const { code, printed } = await stranger.run("preview");
      expect(code).not.toBe(0);
      expect(errorsIn(printed)).toEqual([
        expect.stringMatching(
          /^ +error: stack organization\/database-producer\/dev: its output \w+ cannot be decrypted/,
        ),
      ]);
    });
  });
});
