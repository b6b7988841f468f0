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
  // Under mocks, no request is sent.
  expect(emulator.requests).toEqual([]);
});

/** Asserts that both forms return these values for an answer of the mocks. Other properties are undefined. */
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

describe.each(partFunctions)("$name under mocks", (part) => {
  const token = `digitalocean-databases:index:${part.name}`;

  it("calls the mocks once for each form, with the arguments except the token", async () => {
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

  it("needs no token, and calls the mocks without undefined arguments", async () => {
    const { calls } = await beginUnitTest(() => ({}));
    await part.promised({ ...part.args, configNamespace: undefined, apiEndpoint: undefined });
    expect(calls).toEqual([{ token, inputs: part.args }]);
    expect(Object.keys(calls[0]?.inputs as object)).toEqual(Object.keys(part.args));
  });

  it("fails with the error that the mocks throw", async () => {
    const reason = new TypeError("no mock for this");
    await beginUnitTest(() => {
      throw reason;
    });
    await expect(part.promised(part.args)).rejects.toBe(reason);
    const errors = await failuresOf(part.outputs(part.args));
    expect(errors).toEqual(Object.keys(part.fields).map(() => reason));
  });

  it("fails with invalid_argument and names the function if the mocks have no `call`", async () => {
    const newResource = (): pulumi.runtime.MockResourceResult => ({ id: "x", state: {} });
    await pulumi.runtime.setMocks({ newResource } as unknown as pulumi.runtime.Mocks);
    const error = await rejectionOf(part.promised(part.args));
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect(error.message).toContain(token);
  });

  it("does not call the mocks while an argument is unknown in a preview", async () => {
    const { calls } = await beginUnitTest(() => ({}), { preview: true });
    const all = await seenAll(part.outputs({ ...part.args, apiEndpoint: unknownOutput() }));
    expect(Object.values(all).map(({ known }) => known)).toEqual(Object.keys(part.fields).map(() => false));
    expect(calls).toEqual([]);
  });
});

describe.each(plantedParts)("%s under mocks", (_, part) => {
  it("returns all properties of the answer", () =>
    expectProperties(part, () => part.expected, part.expected));

  it("returns the values of an answer that is an Output of Outputs", async () => {
    const answer = Object.fromEntries(
      Object.entries(part.expected).map(([property, value]) => [property, pulumi.secret(value)]),
    );
    await expectProperties(part, () => pulumi.output(Promise.resolve(answer)), part.expected);
  });
});

describe.each(partFunctions)("$name under mocks", (part) => {
  const { clusterUuid, name } = part.args;
  // Real answers always have an engine, because connectionFor needs it.
  const hasEngine = ["getDatabaseConnectionPool", "getDatabaseReplica"].includes(part.name);
  const engine = hasEngine ? "pg" : undefined;

  it.each<[string, unknown]>([
    ["an empty object", {}],
    ["undefined", undefined],
    ["null", null],
    ["a text", "pg"],
    ["an object with unknown properties", { hostname: "h" }],
  ])("returns only what follows from the arguments if the answer is %s", (_, answer) =>
    expectProperties(part, () => answer, { clusterUuid, name, engine }),
  );

  it("fails and names a property to answer with if the answer has the API's form", async () => {
    await beginUnitTest(() => ({ [part.envelope]: part.api }));
    const error = await rejectionOf(part.promised(part.args));
    expect(error).toMatchObject({ code: "unexpected_response", attempts: 0 });
    const [, property] = /`\w+` is in the API's form; .* such as `(\w+)`\./.exec(error.message) ?? [];
    expect(Object.keys(part.fields)).toContain(property);
  });

  it("fails and names a malformed property, but not its value", async () => {
    const property = Object.keys(part.fields).at(-1) ?? "";
    await beginUnitTest(() => ({ [property]: ["planted-secret"] }));
    const error = await rejectionOf(part.promised(part.args));
    expect(error).toMatchObject({ code: "unexpected_response", attempts: 0 });
    expect(error.message).toMatch(new RegExp(`malformed: ${property} (is not|has an unexpected form)`));
    expect(leaksIn(error, ["planted-secret"])).toEqual([]);
  });
});

describe("connections in the answer of mocks", () => {
  const connection = { host: "h", port: 25061, user: "doadmin", password: "p", uri: "u", database: "d" };
  const privateConnection = { host: "private-h", uri: "private-u" };
  const flat = { uri: "u", host: "h", port: 25061, password: "p", database: "d" };
  const both = { connection, privateConnection, ...flat, privateUri: "private-u", privateHost: "private-h" };

  it("give a pool its flat properties except the user, which is the pool's own", () => {
    const pool = partFunctions.find(({ name }) => name === "getDatabaseConnectionPool") as PartFunction;
    const expected = { ...pool.args, engine: "pg", ...both };
    return expectProperties(pool, () => ({ connection, privateConnection }), expected);
  });

  it("give a replica all its flat properties", () => {
    const replica = plantedReplica("pg");
    const expected = { ...replica.args, engine: "pg", ...both, user: "doadmin" };
    return expectProperties(replica, () => ({ connection, privateConnection }), expected);
  });
});

it.each(partFunctions.filter(({ args }) => "clusterUuid" in args))(
  "$name fails with invalid_argument and does not call the mocks if the UUID is malformed",
  async (part) => {
    const { calls } = await beginUnitTest(() => part.expected);
    const error = await rejectionOf(part.promised({ ...part.args, clusterUuid: "backend" }));
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(calls).toEqual([]);
  },
);
