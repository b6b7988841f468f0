import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { connectionEnv, connectionFor, databaseConnectionFromStack, stackOutputs } from "../../../src/index";
import { connectionEnvironment } from "../../../src/connection/environment";
import { beginProgram } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { failuresOf, seen, seenAll } from "../seenOutput";
import { chosenProperties, connectionProperties, known, publicProperties } from "./seenConnection";

const producer = "organization/databases/production";
const values = {
  uri: "postgresql://app:p%40ss@h.example.com:25060/orders?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem",
  host: "h.example.com",
  port: 25060,
  user: "app",
  password: "p@ss",
  database: "orders",
  ssl: true,
  caFile: "/etc/ca.pem",
};

function named(properties: object, prefix = "databaseConnection"): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).map(([property, value]) => [
      prefix === "" ? property : `${prefix}${property.charAt(0).toUpperCase()}${property.slice(1)}`,
      value as unknown,
    ]),
  );
}

const exported = named({ ...values, engine: "pg" });
const secretNames = Object.keys(named(Object.fromEntries(chosenProperties.map((name) => [name, 0]))));

/** The StackReferences that were made. */
let references: pulumi.runtime.MockResourceArgs[];

/** Lets the producer have these outputs. */
async function producerExports(
  outputs: Record<string, unknown>,
  secretOutputNames = secretNames,
): Promise<void> {
  references = [];
  await beginProgram({
    newResource: (args) => {
      references.push(args);
      return { id: args.id, state: { ...(args.inputs as object), outputs, secretOutputNames } };
    },
  });
}

// Jest fails a test that leaves a rejection which nobody handles, if it is still running then.
afterEach(() => sleep(200));

describe("the connection that another stack exports", () => {
  it("has every property with its secrecy", async () => {
    await producerExports(exported);
    const connection = databaseConnectionFromStack(producer);
    expect(Object.keys(connection)).toEqual(connectionProperties);
    expect(await seenAll({ ...connection })).toEqual(known("pg", values));
  });

  it("is what stackOutputs exported", async () => {
    await beginProgram();
    const source = { engine: "pg", host: "h.example.com", port: 25060, user: "app", password: "p@ss" };
    const options = { database: "orders", caFile: "/etc/ca.pem" };
    const outputs = await seenAll(stackOutputs(connectionFor(source, options)));
    const plain = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    expect(plain).toEqual(exported);
    expect(Object.keys(outputs).filter((name) => outputs[name]?.secret === true)).toEqual(secretNames);
  });

  it("makes the environment, and can be handed on again", async () => {
    await producerExports(exported);
    const connection = databaseConnectionFromStack(producer);
    expect(await seen(connectionEnv(connection, { caCertificate: "PEM" }))).toEqual({
      known: true,
      secret: true,
      value: { ...connectionEnvironment({ ...values, engine: "pg" }), DATABASE_CA_CERT: "PEM" },
    });
    const again = await seenAll(stackOutputs(connection));
    expect(Object.fromEntries(Object.entries(again).map(([name, { value }]) => [name, value]))).toEqual(
      exported,
    );
  });

  it("null and absent are undefined", async () => {
    const { caFile: _, ...others } = values;
    await producerExports(named({ ...others, database: null, engine: "pg" }));
    expect(await seenAll({ ...databaseConnectionFromStack(producer) })).toEqual(
      known("pg", { ...values, database: undefined, caFile: undefined }),
    );
  });

  it("is as secret as the table says, even if the producer exports it plainly", async () => {
    await producerExports(exported, []);
    expect(await seenAll({ ...databaseConnectionFromStack(producer) })).toEqual(known("pg", values));
  });

  it("keeps a public property secret if the producer exports it as a secret", async () => {
    await producerExports(exported, [...secretNames, "databaseConnectionCaFile"]);
    const { caFile, engine } = databaseConnectionFromStack(producer);
    expect(await seen(caFile)).toEqual({ known: true, secret: true, value: "/etc/ca.pem" });
    expect(await seen(engine)).toEqual({ known: true, secret: false, value: "pg" });
  });

  it.each(["orders", ""])("under the prefix %j", async (prefix) => {
    const names = Object.keys(named(Object.fromEntries(chosenProperties.map((name) => [name, 0])), prefix));
    await producerExports(named({ ...values, engine: "pg" }, prefix), names);
    expect(await seenAll({ ...databaseConnectionFromStack(producer, { prefix }) })).toEqual(
      known("pg", values),
    );
  });

  it("of some properties only: the others are undefined", async () => {
    await producerExports(named({ host: "h.example.com", ssl: true, engine: "pg" }));
    const all = await seenAll({ ...databaseConnectionFromStack(producer) });
    expect(all).toEqual(known("pg", { host: "h.example.com", ssl: true }));
  });
});

describe("the StackReference", () => {
  it("is made for a name, one for each prefix", async () => {
    await producerExports({ ...exported, ...named({ ...values, engine: "pg" }, "orders") });
    await seenAll({ ...databaseConnectionFromStack(producer) });
    await seenAll({ ...databaseConnectionFromStack(producer, { prefix: "orders" }) });
    expect(references.map(({ name, type, id }) => [name, type, id])).toEqual([
      [`${producer}/databaseConnection`, "pulumi:pulumi:StackReference", producer],
      [`${producer}/orders`, "pulumi:pulumi:StackReference", producer],
    ]);
  });

  it("of the program is used as it is", async () => {
    await producerExports(exported);
    const reference = new pulumi.StackReference("mine", { name: producer });
    expect(await seenAll({ ...databaseConnectionFromStack(reference) })).toEqual(known("pg", values));
    expect(references.map(({ name }) => name)).toEqual(["mine"]);
  });

  it.each([undefined, null, 5, {}, pulumi.output(producer)])("%j is none: invalid_argument", (stack) => {
    const error = thrownBy(() => databaseConnectionFromStack(stack as string));
    expect(error.code).toBe("invalid_argument");
  });
});

describe("a stack that exports no connection: stack_output_missing, one error for all", () => {
  it.each<[string, Record<string, unknown>, string]>([
    ["nothing at all", {}, "databaseConnectionEngine"],
    ["other things", { engine: "pg", ssl: true }, "databaseConnectionEngine"],
    [
      "a connection under another prefix",
      named({ ...values, engine: "pg" }, "orders"),
      "databaseConnectionEngine",
    ],
    ["null for the engine", { ...exported, databaseConnectionEngine: null }, "databaseConnectionEngine"],
    ["a cluster under this prefix", named({ engine: "pg", uri: "postgresql://h" }), "databaseConnectionSsl"],
  ])("%s", async (_, outputs, marker) => {
    await producerExports(outputs);
    const errors = await failuresOf(databaseConnectionFromStack(producer));
    expect(errors).toHaveLength(connectionProperties.length);
    const [error, ...others] = new Set(errors);
    expect(others).toEqual([]);
    expect(error).toMatchObject({ code: "stack_output_missing", attempts: 0 });
    const { message } = error as Error;
    expect(message).toMatch(
      /^stack organization\/databases\/production exports no database connection: [^\r\n]+$/,
    );
    expect(message).toContain(`it has no output ${marker}.`);
    expect(message.includes("databaseClusterFromStack")).toBe(marker.endsWith("Ssl"));
  });
});

describe("secrets that cannot be decrypted here: stack_output_undecryptable", () => {
  it("the secret properties fail, and the public ones do not", async () => {
    const elided = Object.entries(exported).map(([name, value]): [string, unknown] => [
      name,
      secretNames.includes(name) ? {} : value,
    ]);
    await producerExports(Object.fromEntries(elided));
    const errors = await failuresOf(databaseConnectionFromStack(producer));
    connectionProperties.forEach((property, index) => {
      expect([property, errors[index]]).toEqual([
        property,
        publicProperties.includes(property)
          ? undefined
          : (expect.objectContaining({ code: "stack_output_undecryptable" }) as unknown),
      ]);
    });
    const [error, ...others] = new Set(errors.filter((each) => each !== undefined));
    expect(others).toEqual([]);
    expect((error as Error).message).toMatch(
      /^stack organization\/databases\/production: its output databaseConnection\w+ cannot be decrypted here\. .+passphrase/,
    );
  });
});

describe("a value that is none of a connection: unexpected_response, which never shows it", () => {
  it.each<[string, unknown]>([
    ["port", "1@planted.example"],
    ["port", -1],
    ["port", 1.5],
    ["host", "planted.example/path"],
    ["host", "planted.example?"],
    ["host", ["planted"]],
    ["uri", "postgresql://h\nPLANTED=1"],
    ["uri", { planted: true }],
    ["user", 5],
    ["password", ["planted"]],
    ["database", false],
    ["ssl", "planted"],
    ["ssl", 0],
    ["caFile", "planted\n"],
    ["caFile", "planted".repeat(1000)],
    ["engine", 7],
  ])("%s %j", async (property, value) => {
    await producerExports({ ...exported, ...named({ [property]: value }) });
    const connection = databaseConnectionFromStack(producer);
    const errors = await failuresOf(connection);
    const failed = connectionProperties.filter((_, index) => errors[index] !== undefined);
    expect(failed).toEqual([property]);
    const [error] = errors.filter((each) => each !== undefined);
    expect(error).toMatchObject({ code: "unexpected_response" });
    const [name = ""] = Object.keys(named({ [property]: 0 }));
    expect((error as Error).message).toMatch(
      new RegExp(`^stack ${producer}: its output ${name} is [^\\r\\n]+pulumi up[^\\r\\n]+$`),
    );
    expect((error as Error).message).not.toMatch(/planted/i);
    expect(await failuresOf({ env: connectionEnv(connection) })).toEqual([error]);
  });
});
