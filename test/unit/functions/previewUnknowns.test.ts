import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { getDatabaseClusterOutput } from "../../../src/index";
import type { DatabaseClusterOutputs, GetDatabaseClusterOutputArgs } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { databaseCluster, clusterUuid } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { beginProgram, Thing, unknownOutput } from "../pulumiProgram";
import { seenAll } from "../seenOutput";

const uuid = clusterUuid("pg");

const emulator = useEmulator();
let args: GetDatabaseClusterOutputArgs;
beforeAll(() => {
  args = { uuid, token: Emulator.token, apiEndpoint: emulator.url };
});

/** All unknown, the secret ones secret all the same, and nothing was sent. */
async function expectUnknown(outputs: DatabaseClusterOutputs): Promise<void> {
  expect(await seenAll({ ...outputs })).toEqual(
    Object.fromEntries(
      clusterProperties.map((property) => [
        property,
        { known: false, secret: clusterFields[property].secret, value: undefined },
      ]),
    ),
  );
  expect(emulator.requests).toEqual([]);
}

async function expectKnown(outputs: DatabaseClusterOutputs): Promise<void> {
  const all = await seenAll({ ...outputs });
  for (const property of clusterProperties) {
    expect(all[property]).toMatchObject({ known: true, secret: clusterFields[property].secret });
  }
  expect(emulator.requests).toHaveLength(1);
}

class Component extends pulumi.ComponentResource {
  public constructor(name: string, withChild: boolean) {
    super("test:index:Component", name);
    if (withChild) {
      new Thing(`${name}-child`, { parent: this });
    }
    this.registerOutputs();
  }
}

class Nested extends pulumi.ComponentResource {
  public constructor(name: string) {
    super("test:index:Nested", name);
    const inner = new pulumi.ComponentResource("test:index:Inner", `${name}-inner`, {}, { parent: this });
    new Thing(`${name}-child`, { parent: inner });
    this.registerOutputs();
  }
}

describe("in a preview", () => {
  beforeAll(() => beginProgram({ preview: true }));

  it("a known UUID is looked up", () => expectKnown(getDatabaseClusterOutput(args)));

  it("an unknown UUID leaves all unknown", () =>
    expectUnknown(getDatabaseClusterOutput({ ...args, uuid: unknownOutput() })));

  it.each(["token", "apiEndpoint", "configNamespace"] as const)(
    "an unknown %s leaves all unknown",
    (argument) => expectUnknown(getDatabaseClusterOutput({ ...args, [argument]: unknownOutput() })),
  );

  it("a resource that is yet to be created leaves all unknown", () =>
    expectUnknown(getDatabaseClusterOutput(args, { dependsOn: new Thing("alone") })));

  it("so does one of several, inside an Output", () => {
    const dependsOn = pulumi.output([new Component("without-child", false), new Thing("one-of-two")]);
    return expectUnknown(getDatabaseClusterOutput(args, { dependsOn }));
  });

  it("so does a component's child", () =>
    expectUnknown(getDatabaseClusterOutput(args, { dependsOn: new Component("with-child", true) })));

  it("so does a component's component's child", () =>
    expectUnknown(getDatabaseClusterOutput(args, { dependsOn: [new Nested("nested")] })));

  it("a component without children holds nothing up", () =>
    expectKnown(getDatabaseClusterOutput(args, { dependsOn: new Component("childless", false) })));

  it.each<[string, [] | undefined]>([
    ["none", undefined],
    ["an empty list", []],
  ])("%s holds nothing up", (_, dependsOn) =>
    expectKnown(getDatabaseClusterOutput(args, dependsOn === undefined ? {} : { dependsOn })),
  );
});

describe("in an update", () => {
  beforeAll(() => beginProgram());

  it("a resource that was created holds nothing up", () =>
    expectKnown(getDatabaseClusterOutput(args, { dependsOn: new Thing("created") })));

  it("nor does a component with children", () =>
    expectKnown(getDatabaseClusterOutput(args, { dependsOn: new Component("created-child", true) })));

  it("nor do both in a Promise", () =>
    expectKnown(
      getDatabaseClusterOutput(args, {
        dependsOn: Promise.resolve([new Nested("created-nested"), new Thing("created-too")]),
      }),
    ));

  it("a remote component is waited for: its process registers it when its children are there", async () => {
    let registered = 0;
    await beginProgram({
      newResource: async ({ name, inputs }) => {
        await sleep(200);
        registered = performance.now();
        return { id: `${name}-id`, state: inputs as Record<string, unknown> };
      },
    });
    let sent = 0;
    emulator.misbehaveNext((_, response) => {
      sent = performance.now();
      response.end(JSON.stringify({ database: databaseCluster("pg") }));
    });
    const remote = new pulumi.ComponentResource("test:index:Remote", "remote", {}, {}, true);
    await expectKnown(getDatabaseClusterOutput(args, { dependsOn: remote }));
    expect(registered).toBeGreaterThan(0);
    expect(sent).toBeGreaterThan(registered);
  });
});
