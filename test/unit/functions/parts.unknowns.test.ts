import * as pulumi from "@pulumi/pulumi";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { beginProgram, DigitalOceanProvider, setConfig, Thing, unknownOutput } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { failuresOf, seenAll } from "../seenOutput";
import { partFunctions } from "./partFunctions";
import type { PartFunction } from "./partFunctions";

const ofProvider = "dop_v1_of-provider";

const emulator = useEmulator({ clusters: [databaseCluster("pg")] });
let access: { token: string; apiEndpoint: string };
beforeAll(() => {
  emulator.allow(ofProvider);
  access = { token: Emulator.token, apiEndpoint: emulator.url };
});
afterAll(() => {
  setConfig({});
});

let names = 0;
const name = (): string => `resource-${String((names += 1))}`;

/** Asserts that all properties are unknown, with their secrecy, and that nothing was sent. */
async function expectUnknown({ fields }: PartFunction, outputs: Record<string, unknown>): Promise<void> {
  const all = Object.entries(fields).map(([property, { secret }]) => [
    property,
    { known: false, secret, value: undefined },
  ]);
  expect(await seenAll(outputs)).toEqual(Object.fromEntries(all));
  expect(emulator.requests).toEqual([]);
}

/** Asserts that all properties are known after one lookup. */
async function expectKnown(
  { expected, paths }: PartFunction,
  outputs: Record<string, unknown>,
): Promise<void> {
  for (const [property, seen] of Object.entries(await seenAll(outputs))) {
    expect(seen).toMatchObject({ known: true, value: expected[property] });
  }
  expect(emulator.requests).toHaveLength(paths.length);
}

/** The tokens of the requests. */
function tokens(): (string | undefined)[] {
  return emulator.requests.map(({ headers }) => headers.authorization?.replace("Bearer ", ""));
}

describe.each(partFunctions)("$name in a preview", (part) => {
  beforeAll(() => beginProgram({ preview: true }));

  it("looks up if the arguments are known", () =>
    expectKnown(part, part.outputs({ ...part.args, ...access })));

  it.each([...Object.keys(part.args), "token", "apiEndpoint", "configNamespace"])(
    "returns unknown properties and sends nothing if %s is unknown",
    (argument) => expectUnknown(part, part.outputs({ ...part.args, ...access, [argument]: unknownOutput() })),
  );

  it("returns unknown properties if it depends on a resource that is not created yet", () =>
    expectUnknown(part, part.outputs({ ...part.args, ...access }, { dependsOn: new Thing(name()) })));

  it("returns unknown properties if the token of the provider is unknown", () => {
    const provider = new DigitalOceanProvider(name(), { token: unknownOutput() });
    return expectUnknown(part, part.outputs({ ...part.args, apiEndpoint: emulator.url }, { provider }));
  });
});

describe.each(partFunctions)("$name in an update", (part) => {
  beforeAll(() => beginProgram());

  it("looks up if it depends on a resource that was created", () =>
    expectKnown(part, part.outputs({ ...part.args, ...access }, { dependsOn: [new Thing(name())] })));

  it("fails with invalid_argument if dependsOn is not a resource", async () => {
    const dependsOn = "resource" as unknown as pulumi.Resource;
    const [error] = await failuresOf(part.outputs({ ...part.args, ...access }, { dependsOn }));
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(emulator.requests).toEqual([]);
  });

  it("uses the token and endpoint of the provider for every request", async () => {
    const provider = new DigitalOceanProvider(name(), { token: ofProvider, apiEndpoint: emulator.url });
    await expectKnown(part, part.outputs({ ...part.args }, { provider }));
    expect(tokens()).toEqual(part.paths.map(() => ofProvider));
  });

  it("uses the token and endpoint of the parent's provider, which the Promise form refuses", async () => {
    const providers = [new DigitalOceanProvider(name(), { token: ofProvider, apiEndpoint: emulator.url })];
    const parent = new pulumi.ComponentResource("test:index:Parent", name(), {}, { providers });
    await expectKnown(part, part.outputs({ ...part.args }, { parent }));
    expect(tokens()).toEqual(part.paths.map(() => ofProvider));
    expect(await rejectionOf(part.promised({ ...part.args }, { parent }))).toMatchObject({
      code: "invalid_argument",
    });
  });

  it("uses the config of the namespace", async () => {
    setConfig({ "staging:token": ofProvider, "staging:apiEndpoint": emulator.url }, ["staging:token"]);
    await expectKnown(part, part.outputs({ ...part.args, configNamespace: "staging" }));
    expect(tokens()).toEqual(part.paths.map(() => ofProvider));
    setConfig({});
  });
});
