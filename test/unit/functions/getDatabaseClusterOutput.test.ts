import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError, getDatabaseClusterOutput } from "../../../src/index";
import type { DatabaseClusterOutputs } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster, engines } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { described, minimal } from "../reads/apiCluster";
import { beginProgram, Thing, unknownOutput } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { failuresOf, seenAll } from "../seenOutput";

const uuid = clusterUuid("pg");

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});

/** The expected Outputs: all known, and secret as in the table of fields or all secret. */
function expected(api: Record<string, unknown>, allSecret = false): Record<string, unknown> {
  const cluster = { ...described(api), id: uuid };
  return Object.fromEntries(
    clusterProperties.map((property) => [
      property,
      { known: true, secret: allSecret || clusterFields[property].secret, value: cluster[property] },
    ]),
  );
}

describe("getDatabaseClusterOutput", () => {
  it.each(engines)("returns every property of %s with its own secrecy", async (engine) => {
    const outputs = getDatabaseClusterOutput({ uuid: clusterUuid(engine), ...access });
    expect(Object.keys(outputs)).toEqual(clusterProperties);
    const all = await seenAll({ ...outputs });
    expect(all).toEqual({
      ...expected(databaseCluster(engine)),
      id: { known: true, secret: false, value: clusterUuid(engine) },
    });
  });

  it("sends one request for one lookup", async () => {
    await seenAll({ ...getDatabaseClusterOutput({ uuid, ...access }) });
    expect(emulator.requests).toHaveLength(1);
  });

  it("returns plain data that a program can export", () => {
    const outputs = getDatabaseClusterOutput({ uuid, ...access });
    expect(Object.getPrototypeOf(outputs)).toBe(Object.prototype);
    return seenAll({ ...outputs });
  });

  it("returns undefined for missing values, and every key", async () => {
    emulator.misbehave({ status: 200, body: { database: minimal } });
    const outputs = getDatabaseClusterOutput({ uuid, requireCredentials: false, ...access });
    expect(await seenAll({ ...outputs })).toEqual(expected(minimal));
  });
});

describe("getDatabaseClusterOutput", () => {
  it("returns plain public properties if the token is secret", async () => {
    const outputs = getDatabaseClusterOutput({ uuid, ...access, token: pulumi.secret(Emulator.token) });
    expect(await seenAll({ ...outputs })).toEqual(expected(databaseCluster("pg")));
  });

  it("returns only secrets if the UUID is secret", async () => {
    const outputs = getDatabaseClusterOutput({ uuid: pulumi.secret(uuid), ...access });
    expect(await seenAll({ ...outputs })).toEqual(expected(databaseCluster("pg"), true));
  });
});

describe("getDatabaseClusterOutput", () => {
  it("accepts Outputs and Promises as arguments", async () => {
    const outputs = getDatabaseClusterOutput({
      uuid: pulumi.output(Promise.resolve(uuid)),
      token: Promise.resolve(Emulator.token),
      apiEndpoint: pulumi.output(emulator.url),
      configNamespace: pulumi.output(undefined),
      requireCredentials: Promise.resolve(true),
    });
    expect(await seenAll({ ...outputs })).toEqual(expected(databaseCluster("pg")));
  });

  it("accepts an Output as requireCredentials", async () => {
    emulator.misbehave({ status: 200, body: { database: minimal } });
    const requireCredentials = pulumi.output(false);
    const outputs = getDatabaseClusterOutput({ uuid, requireCredentials, ...access });
    expect((await seenAll({ ...outputs }))["name"]).toMatchObject({ value: "backend" });
  });
});

describe("getDatabaseClusterOutput", () => {
  it("fails every property with one error after one request", async () => {
    emulator.misbehave({ status: 404, body: {} });
    const errors = await failuresOf(getDatabaseClusterOutput({ uuid, ...access }));
    expect(errors).toHaveLength(clusterProperties.length);
    expect(new Set(errors).size).toBe(1);
    expect(DigitalOceanApiError.isInstance(errors[0])).toBe(true);
    expect(errors[0]).toMatchObject({ code: "not_found", clusterUuid: uuid, attempts: 1 });
    expect(emulator.requests).toHaveLength(1);
  });

  it.each<[string, pulumi.Input<string>]>([
    ["malformed", "backend"],
    ["an Output of undefined", pulumi.output(undefined) as unknown as pulumi.Output<string>],
  ])("fails with invalid_argument and sends nothing if the UUID is %s", async (_, wrong) => {
    const errors = await failuresOf(getDatabaseClusterOutput({ uuid: wrong, ...access }));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(emulator.requests).toEqual([]);
  });

  it.each([undefined, null])("throws invalid_argument if the arguments are %j", (args) => {
    expect(thrownBy(() => getDatabaseClusterOutput(args as never)).code).toBe("invalid_argument");
  });

  it.each([
    ["a string", "x"],
    ["a list with a number", [5]],
  ])("fails with invalid_argument if dependsOn is %s", async (_, dependsOn) => {
    const outputs = getDatabaseClusterOutput({ uuid, token: "t" }, { dependsOn: dependsOn as never });
    const [error] = await failuresOf(outputs);
    expect(error).toMatchObject({
      code: "invalid_argument",
      message: expect.stringContaining("dependsOn") as string,
    });
  });
});

/** Asserts that all properties are unknown, with their secrecy, and that nothing was sent. */
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

/** Asserts that all properties are known after one request. */
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

describe("getDatabaseClusterOutput in a preview", () => {
  beforeAll(() => beginProgram({ preview: true }));

  it("looks up a known UUID", () => expectKnown(getDatabaseClusterOutput({ uuid, ...access })));

  it("returns unknown properties if the UUID is unknown", () =>
    expectUnknown(getDatabaseClusterOutput({ ...access, uuid: unknownOutput() })));

  it.each(["token", "apiEndpoint", "configNamespace"] as const)(
    "returns unknown properties if %s is unknown",
    (argument) => expectUnknown(getDatabaseClusterOutput({ uuid, ...access, [argument]: unknownOutput() })),
  );

  it("returns unknown properties if it depends on a resource that is not created yet", () =>
    expectUnknown(getDatabaseClusterOutput({ uuid, ...access }, { dependsOn: new Thing("alone") })));

  it("returns unknown properties if it depends on an Output of several resources, one of them not created yet", () => {
    const dependsOn = pulumi.output([new Component("without-child", false), new Thing("one-of-two")]);
    return expectUnknown(getDatabaseClusterOutput({ uuid, ...access }, { dependsOn }));
  });

  it("returns unknown properties if it depends on a component whose child is not created yet", () =>
    expectUnknown(
      getDatabaseClusterOutput({ uuid, ...access }, { dependsOn: new Component("with-child", true) }),
    ));

  it("returns unknown properties if it depends on a component with a nested child that is not created yet", () =>
    expectUnknown(getDatabaseClusterOutput({ uuid, ...access }, { dependsOn: [new Nested("nested")] })));

  it("looks up if it depends on a component without children", () =>
    expectKnown(
      getDatabaseClusterOutput({ uuid, ...access }, { dependsOn: new Component("childless", false) }),
    ));

  it.each<[string, [] | undefined]>([
    ["undefined", undefined],
    ["an empty list", []],
  ])("looks up if dependsOn is %s", (_, dependsOn) =>
    expectKnown(getDatabaseClusterOutput({ uuid, ...access }, dependsOn === undefined ? {} : { dependsOn })),
  );
});

describe("getDatabaseClusterOutput in an update", () => {
  beforeAll(() => beginProgram());

  it("looks up if it depends on a created resource", () =>
    expectKnown(getDatabaseClusterOutput({ uuid, ...access }, { dependsOn: new Thing("created") })));

  it("looks up if it depends on a component with created children", () =>
    expectKnown(
      getDatabaseClusterOutput({ uuid, ...access }, { dependsOn: new Component("created-child", true) }),
    ));

  it("looks up if it depends on a Promise of components and resources", () =>
    expectKnown(
      getDatabaseClusterOutput(
        { uuid, ...access },
        {
          dependsOn: Promise.resolve([new Nested("created-nested"), new Thing("created-too")]),
        },
      ),
    ));

  // The process of a remote component registers it after its children.
  it("waits for a remote component that it depends on", async () => {
    let register = (): void => undefined;
    const mayRegister = new Promise<void>((resolve) => {
      register = resolve;
    });
    const asked: string[] = [];
    await beginProgram({
      newResource: async ({ name, inputs }) => {
        asked.push(name);
        await (name === "remote" ? mayRegister : undefined);
        return { id: `${name}-id`, state: inputs as Record<string, unknown> };
      },
    });
    const remote = new pulumi.ComponentResource("test:index:Remote", "remote", {}, {}, true);
    const found = expectKnown(getDatabaseClusterOutput({ uuid, ...access }, { dependsOn: remote }));
    // Another lookup, which began later and waits for nothing, has been answered by the time of this check.
    await seenAll({ ...getDatabaseClusterOutput({ uuid: clusterUuid("mysql"), ...access }) });
    expect(asked).toEqual(["remote"]);
    expect(emulator.requests.map(({ path }) => path)).toEqual([`/v2/databases/${clusterUuid("mysql")}`]);
    emulator.behave();
    register();
    await found;
  });
});
