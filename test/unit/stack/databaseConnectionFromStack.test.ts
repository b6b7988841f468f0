import * as pulumi from "@pulumi/pulumi";
import { connectionEnv, connectionFor, databaseConnectionFromStack, stackOutputs } from "../../../src/index";
import { connectionEnvironment } from "../../../src/connection/environment";
import { failOnUnhandledRejections } from "../lateRejections";
import { beginProgram } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { failuresOf, seen, seenAll } from "../seenOutput";
import { beginWithProducer, namedOutputs, producer } from "./producer";
import { chosenProperties, connectionProperties, known, publicProperties } from "./seenConnection";

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

const named = (properties: object, prefix = "databaseConnection"): Record<string, unknown> =>
  namedOutputs(properties, prefix);

const exported = named({ ...values, engine: "pg" });

/** The names of the outputs with the secret properties. */
const secretNames = (prefix = "databaseConnection"): string[] =>
  Object.keys(named(Object.fromEntries(chosenProperties.map((name) => [name, 0])), prefix));

/** Begins a program whose producer has these outputs, and returns the StackReferences that it registers. */
const producerExports = (
  outputs: Record<string, unknown>,
  secretOutputNames = secretNames(),
): Promise<pulumi.runtime.MockResourceArgs[]> => beginWithProducer(outputs, secretOutputNames);

failOnUnhandledRejections();

describe("databaseConnectionFromStack", () => {
  it("returns every property with its value and secrecy", async () => {
    await producerExports(exported);
    const connection = databaseConnectionFromStack(producer);
    expect(Object.keys(connection)).toEqual(connectionProperties);
    expect(await seenAll({ ...connection })).toEqual(known("pg", values));
  });

  it("reads the outputs that stackOutputs makes of a connection", async () => {
    await beginProgram();
    const source = { engine: "pg", host: "h.example.com", port: 25060, user: "app", password: "p@ss" };
    const options = { database: "orders", caFile: "/etc/ca.pem" };
    const outputs = await seenAll(stackOutputs(connectionFor(source, options)));
    const plain = Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
    expect(plain).toEqual(exported);
    expect(Object.keys(outputs).filter((name) => outputs[name]?.secret === true)).toEqual(secretNames());
  });

  it("returns a connection for connectionEnv and stackOutputs", async () => {
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

  it("returns undefined for outputs that are null or missing", async () => {
    const { caFile: _, ...others } = values;
    await producerExports(named({ ...others, database: null, engine: "pg" }));
    expect(await seenAll({ ...databaseConnectionFromStack(producer) })).toEqual(
      known("pg", { ...values, database: undefined, caFile: undefined }),
    );
  });

  it("returns secrets even if the producer exports them as plain values", async () => {
    await producerExports(exported, []);
    expect(await seenAll({ ...databaseConnectionFromStack(producer) })).toEqual(known("pg", values));
  });

  it("returns a public property as a secret if the producer exports it as a secret", async () => {
    await producerExports(exported, [...secretNames(), "databaseConnectionCaFile"]);
    const { caFile, engine } = databaseConnectionFromStack(producer);
    expect(await seen(caFile)).toEqual({ known: true, secret: true, value: "/etc/ca.pem" });
    expect(await seen(engine)).toEqual({ known: true, secret: false, value: "pg" });
  });

  it.each(["orders", ""])("reads the outputs with the prefix %j", async (prefix) => {
    await producerExports(named({ ...values, engine: "pg" }, prefix), secretNames(prefix));
    expect(await seenAll({ ...databaseConnectionFromStack(producer, { prefix }) })).toEqual(
      known("pg", values),
    );
  });

  it("returns undefined for properties that the producer does not export", async () => {
    await producerExports(named({ host: "h.example.com", ssl: true, engine: "pg" }));
    const all = await seenAll({ ...databaseConnectionFromStack(producer) });
    expect(all).toEqual(known("pg", { host: "h.example.com", ssl: true }));
  });

  it("registers one StackReference for each prefix if it is given a name", async () => {
    const references = await producerExports({
      ...exported,
      ...named({ ...values, engine: "pg" }, "orders"),
    });
    await seenAll({ ...databaseConnectionFromStack(producer) });
    await seenAll({ ...databaseConnectionFromStack(producer, { prefix: "orders" }) });
    expect(references.map(({ name, type, id }) => [name, type, id])).toEqual([
      [`${producer}/databaseConnection`, "pulumi:pulumi:StackReference", producer],
      [`${producer}/orders`, "pulumi:pulumi:StackReference", producer],
    ]);
  });

  it("uses the program's own StackReference", async () => {
    const references = await producerExports(exported);
    const reference = new pulumi.StackReference("mine", { name: producer });
    expect(await seenAll({ ...databaseConnectionFromStack(reference) })).toEqual(known("pg", values));
    expect(references.map(({ name }) => name)).toEqual(["mine"]);
  });

  it.each([
    ["undefined", undefined],
    ["null", null],
    ["a number", 5],
    ["an object", {}],
    ["an Output", pulumi.output(producer)],
  ])("fails with invalid_argument if the stack is %s", (_, stack) => {
    const error = thrownBy(() => databaseConnectionFromStack(stack as string));
    expect(error.code).toBe("invalid_argument");
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["no outputs", {}, "databaseConnectionEngine"],
    ["other outputs", { engine: "pg", ssl: true }, "databaseConnectionEngine"],
    [
      "a connection with another prefix",
      named({ ...values, engine: "pg" }, "orders"),
      "databaseConnectionEngine",
    ],
    ["null as the engine", { ...exported, databaseConnectionEngine: null }, "databaseConnectionEngine"],
    ["a cluster with this prefix", named({ engine: "pg", uri: "postgresql://h" }), "databaseConnectionSsl"],
  ])("fails with one stack_output_missing error if the stack has %s", async (_, outputs, marker) => {
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

  it("fails with stack_output_undecryptable for the secret properties if secrets cannot be decrypted", async () => {
    const elided = Object.entries(exported).map(([name, value]): [string, unknown] => [
      name,
      secretNames().includes(name) ? {} : value,
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

  const malformed: readonly (readonly [string, unknown])[] = [
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
    ["caFile", "planted".repeat(600)],
    ["engine", 7],
  ];

  it.each(
    malformed.map(([property, value]) => [property, JSON.stringify(value).slice(0, 40), value] as const),
  )("fails with unexpected_response and does not show the value if %s is %s", async (property, _, value) => {
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
