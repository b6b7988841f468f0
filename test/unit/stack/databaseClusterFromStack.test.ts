import * as pulumi from "@pulumi/pulumi";
import { databaseClusterFromStack, DigitalOceanApiError } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { stackOutputName } from "../../../src/pulumi/stack/stackOutputs";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { described, minimal } from "../reads/apiCluster";
import { thrownBy } from "../rejection";
import { failuresOf, seenAll } from "../seenOutput";
import { beginWithProducer, producer } from "./producer";

const cluster = described(databaseCluster("pg"));
const exportedProperties = clusterProperties.filter((property) => clusterFields[property].exported);

/** The outputs that a producer exports for a cluster. The engine leaves out members without a value. */
function exported(from = cluster, prefix = "databaseCluster"): Record<string, unknown> {
  const entries = exportedProperties.map((property) => [
    stackOutputName(prefix, property),
    from[property] === undefined ? null : (JSON.parse(JSON.stringify(from[property])) as unknown),
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function secretNames(prefix = "databaseCluster"): string[] {
  return exportedProperties
    .filter((property) => clusterFields[property].secret)
    .map((property) => stackOutputName(prefix, property));
}

/** Begins a program whose producer has these outputs, and returns the StackReferences that it registers. */
const producerExports = (
  outputs: Record<string, unknown>,
  secretOutputNames = secretNames(),
): Promise<pulumi.runtime.MockResourceArgs[]> => beginWithProducer(outputs, secretOutputNames);

/** The expected Outputs for a cluster. */
function expected(from = cluster): unknown {
  return Object.fromEntries(
    clusterProperties.map((property) => [
      property,
      {
        known: true,
        secret: clusterFields[property].secret,
        // Stack outputs have no `undefined`: such a member is missing in a connection.
        value: clusterFields[property].exported ? from[property] : undefined,
      },
    ]),
  );
}

describe("databaseClusterFromStack", () => {
  it("returns every property with its value and secrecy", async () => {
    await producerExports(exported());
    const outputs = databaseClusterFromStack(producer);
    expect(Object.keys(outputs)).toEqual(clusterProperties);
    expect(await seenAll({ ...outputs })).toEqual(expected());
  });

  it("returns undefined for outputs that are null", async () => {
    const least = described({ ...minimal, id: cluster.id });
    await producerExports(exported(least));
    expect(await seenAll({ ...databaseClusterFromStack(producer) })).toEqual(expected(least));
  });

  it("returns secrets even if the producer exports them as plain values", async () => {
    await producerExports(exported(), []);
    expect(await seenAll({ ...databaseClusterFromStack(producer) })).toEqual(expected());
  });

  it.each(["orders", ""])("reads the outputs with the prefix %j", async (prefix) => {
    await producerExports(exported(cluster, prefix), secretNames(prefix));
    expect(await seenAll({ ...databaseClusterFromStack(producer, { prefix }) })).toEqual(expected());
  });

  it("returns undefined for every other property if the producer exports only the engine", async () => {
    await producerExports({ databaseClusterEngine: "pg" });
    const all = await seenAll({ ...databaseClusterFromStack(producer) });
    expect(all["engine"]).toEqual({ known: true, secret: false, value: "pg" });
    expect(all["uri"]).toEqual({ known: true, secret: true, value: undefined });
    expect(all["region"]).toEqual({ known: true, secret: false, value: undefined });
  });

  it.each([undefined, 5, {}])("throws invalid_argument if the stack is %j", (stack) => {
    const error = thrownBy(() => databaseClusterFromStack(stack as never));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("stack: it must be");
  });

  it("registers StackReferences whose names differ from each other and from the program's own", async () => {
    const references = await producerExports({
      ...exported(),
      ...exported(cluster, "orders"),
      ...exported(cluster, ""),
    });
    new pulumi.StackReference(producer);
    await seenAll({ ...databaseClusterFromStack(producer) });
    await seenAll({ ...databaseClusterFromStack(producer, { prefix: "orders" }) });
    await seenAll({ ...databaseClusterFromStack(producer, { prefix: "" }) });
    expect(new Set(references.map(({ name }) => name)).size).toBe(4);
    expect(references.map(({ name }) => name)).toEqual(
      expect.arrayContaining([`${producer}/databaseCluster`, `${producer}/orders`]),
    );
    expect(references.map(({ type, id }) => [type, id])).toEqual(
      references.map(() => ["pulumi:pulumi:StackReference", producer]),
    );
  });

  it("uses the program's own StackReference", async () => {
    const references = await producerExports(exported());
    const reference = new pulumi.StackReference("mine", { name: producer });
    expect(await seenAll({ ...databaseClusterFromStack(reference) })).toEqual(expected());
    expect(references.map(({ name }) => name)).toEqual(["mine"]);
  });
});

/** The error with which every property fails. */
async function failure(outputs: object): Promise<DigitalOceanApiError> {
  const errors = await failuresOf(outputs);
  expect(errors).toHaveLength(clusterProperties.length);
  expect(new Set(errors).size).toBe(1);
  const [error] = errors;
  if (!DigitalOceanApiError.isInstance(error)) {
    throw new Error("it was expected to fail", { cause: error });
  }
  expect(error.message).not.toMatch(/[\r\n]/);
  expect(error.message).toContain(`stack ${producer}`);
  expect(error.attempts).toBe(0);
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  return error;
}

describe("databaseClusterFromStack", () => {
  it.each<[string, Record<string, unknown>]>([
    ["no outputs", {}],
    ["other outputs", { engine: "pg", url: "https://example.com" }],
    ["a cluster with another prefix", exported(cluster, "orders")],
    ["null as the engine", { ...exported(), databaseClusterEngine: null }],
  ])("fails with one stack_output_missing error if the stack has %s", async (_, outputs) => {
    await producerExports(outputs);
    const error = await failure(databaseClusterFromStack(producer));
    expect(error.code).toBe("stack_output_missing");
    expect(error.message).toContain("it has no output databaseClusterEngine");
  });

  const elided = Object.fromEntries(
    Object.entries(exported()).map(([name, value]) => [name, secretNames().includes(name) ? {} : value]),
  );

  it("fails with stack_output_undecryptable for the secret properties if secrets cannot be decrypted", async () => {
    await producerExports(elided);
    const outputs = databaseClusterFromStack(producer);
    const errors = await failuresOf(outputs);
    clusterProperties.forEach((property, index) => {
      const { secret, exported: isExported } = clusterFields[property];
      expect(errors[index]).toEqual(
        secret && isExported ? expect.objectContaining({ code: "stack_output_undecryptable" }) : undefined,
      );
    });
    const [error, ...others] = new Set(errors.filter((each) => each !== undefined));
    expect(others).toEqual([]);
    expect((error as Error).message).toMatch(
      new RegExp(
        `^stack ${producer}: its output databaseCluster\\w+ cannot be decrypted here\\. .+passphrase`,
      ),
    );
  });
});
