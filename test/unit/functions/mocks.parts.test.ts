import * as pulumi from "@pulumi/pulumi";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { unknownOutput } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { failuresOf, seen, seenAll } from "../seenOutput";
import { partFunctions, plantedParts, plantedReplica } from "./partFunctions";
import type { PartFunction } from "./partFunctions";
import { beginUnitTest } from "./unitTestMocks";
import type { Answer } from "./unitTestMocks";

const emulator = useEmulator();
afterEach(() => {
  // Under mocks nothing is sent.
  expect(emulator.requests).toEqual([]);
});

/** Asserts what both forms make of an answer; what is not among the values is to be undefined. */
async function expectProperties(part: PartFunction, answer: Answer, values: object): Promise<void> {
  const expected = values as Record<string, unknown>;
  await beginUnitTest(answer);
  const outputs = part.outputs(part.args);
  expect(Object.keys(outputs)).toEqual(Object.keys(part.fields));
  const all = await seenAll(outputs);
  const result = await part.promised(part.args);
  expect(Object.keys(result)).toEqual(Object.keys(part.fields));
  for (const [property, { secret }] of Object.entries(part.fields)) {
    const seenOutput = { known: true, secret, value: expected[property] };
    expect([property, all[property]]).toEqual([property, seenOutput]);
    const value = result[property];
    expect(pulumi.Output.isInstance(value)).toBe(secret);
    expect(secret ? await seen(value as pulumi.Output<unknown>) : value).toEqual(
      secret ? seenOutput : expected[property],
    );
  }
}

describe.each(partFunctions)("$name: what the mocks are asked", (part) => {
  const token = `digitalocean-databases:index:${part.name}`;

  it("the arguments, without the token, once for each form", async () => {
    const { calls } = await beginUnitTest(() => ({}));
    const args = { ...part.args, token: Emulator.token, apiEndpoint: emulator.url };
    await part.promised(args);
    await seenAll(part.outputs({ ...args, token: pulumi.secret(Emulator.token) }));
    const inputs = { ...part.args, apiEndpoint: emulator.url };
    expect(calls).toEqual([
      { token, inputs },
      { token, inputs },
    ]);
    expect(JSON.stringify(calls)).not.toContain(Emulator.token);
  });

  it("no token is needed, and what is undefined is left out", async () => {
    const { calls } = await beginUnitTest(() => ({}));
    await part.promised({ ...part.args, configNamespace: undefined, apiEndpoint: undefined });
    expect(calls).toEqual([{ token, inputs: part.args }]);
    expect(Object.keys(calls[0]?.inputs as object)).toEqual(Object.keys(part.args));
  });

  it("what the mocks throw comes through as it is", async () => {
    const reason = new TypeError("no mock for this");
    await beginUnitTest(() => {
      throw reason;
    });
    await expect(part.promised(part.args)).rejects.toBe(reason);
    const errors = await failuresOf(part.outputs(part.args));
    expect(errors).toEqual(Object.keys(part.fields).map(() => reason));
  });

  it("mocks without call: invalid_argument, with what they would be asked", async () => {
    const newResource = (): pulumi.runtime.MockResourceResult => ({ id: "x", state: {} });
    await pulumi.runtime.setMocks({ newResource } as unknown as pulumi.runtime.Mocks);
    const error = await rejectionOf(part.promised(part.args));
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(error.message).toContain(token);
  });

  it("nothing, while an argument is unknown in a preview", async () => {
    const { calls } = await beginUnitTest(() => ({}), { preview: true });
    const all = await seenAll(part.outputs({ ...part.args, apiEndpoint: unknownOutput() }));
    expect(Object.values(all).map(({ known }) => known)).toEqual(Object.keys(part.fields).map(() => false));
    expect(calls).toEqual([]);
  });
});

describe.each(plantedParts)("%s: what the mocks answer", (_, part) => {
  it("this package's properties, all of them", () =>
    expectProperties(part, () => part.expected, part.expected));

  it("one Output of them, with Outputs in it", async () => {
    const answer = Object.fromEntries(
      Object.entries(part.expected).map(([property, value]) => [property, pulumi.secret(value)]),
    );
    await expectProperties(part, () => pulumi.output(Promise.resolve(answer)), part.expected);
  });
});

describe.each(partFunctions)("$name: answers of less", (part) => {
  const { clusterUuid, name } = part.args;
  // A real answer always comes with one: connectionFor needs it.
  const hasEngine = ["getDatabaseConnectionPool", "getDatabaseReplica"].includes(part.name);
  const engine = hasEngine ? "pg" : undefined;

  it.each<[string, unknown]>([
    ["an empty object", {}],
    ["nothing", undefined],
    ["null", null],
    ["a text", "pg"],
    ["properties that are none", { hostname: "h" }],
  ])("%s: every property is undefined but what follows from the arguments", (_, answer) =>
    expectProperties(part, () => answer, { clusterUuid, name, engine }),
  );

  it("the API's form is refused, with a property to answer with", async () => {
    await beginUnitTest(() => ({ [part.envelope]: part.api }));
    const error = await rejectionOf(part.promised(part.args));
    expect(error).toMatchObject({ code: "unexpected_response", attempts: 0 });
    const [, property] = /`\w+` is in the API's form; .* such as `(\w+)`\./.exec(error.message) ?? [];
    expect(Object.keys(part.fields)).toContain(property);
  });

  it("a malformed property is named, and not quoted", async () => {
    const property = Object.keys(part.fields).at(-1) ?? "";
    await beginUnitTest(() => ({ [property]: ["planted-secret"] }));
    const error = await rejectionOf(part.promised(part.args));
    expect(error).toMatchObject({ code: "unexpected_response", attempts: 0 });
    expect(error.message).toMatch(new RegExp(`malformed: ${property} (is not|has an unexpected form)`));
    expect(leaksIn(error, ["planted-secret"])).toEqual([]);
  });
});

describe("connections in an answer of this package's properties", () => {
  const connection = { host: "h", port: 25061, user: "doadmin", password: "p", uri: "u", database: "d" };
  const privateConnection = { host: "private-h", uri: "private-u" };
  const flat = { uri: "u", host: "h", port: 25061, password: "p", database: "d" };
  const both = { connection, privateConnection, ...flat, privateUri: "private-u", privateHost: "private-h" };

  it("bring a pool its flat properties, but for the user, which is the pool's own", () => {
    const pool = partFunctions.find(({ name }) => name === "getDatabaseConnectionPool") as PartFunction;
    const expected = { ...pool.args, engine: "pg", ...both };
    return expectProperties(pool, () => ({ connection, privateConnection }), expected);
  });

  it("bring a replica all of them", () => {
    const replica = plantedReplica("pg");
    const expected = { ...replica.args, engine: "pg", ...both, user: "doadmin" };
    return expectProperties(replica, () => ({ connection, privateConnection }), expected);
  });
});

it.each(partFunctions.filter(({ args }) => "clusterUuid" in args))(
  "$name: a UUID that is none is refused, and the mocks are not asked",
  async (part) => {
    const { calls } = await beginUnitTest(() => part.expected);
    const error = await rejectionOf(part.promised({ ...part.args, clusterUuid: "backend" }));
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(calls).toEqual([]);
  },
);
