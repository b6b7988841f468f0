import * as pulumi from "@pulumi/pulumi";
import { databaseClusterFromStack, DigitalOceanApiError } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { stackOutputName } from "../../../src/pulumi/stack/stackOutputs";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { described, minimal } from "../reads/apiCluster";
import { beginProgram } from "../pulumiProgram";
import { failuresOf, seenAll } from "../seenOutput";

const producer = "organization/databases/production";
const cluster = described(databaseCluster("pg"));
const exportedProperties = clusterProperties.filter((property) => clusterFields[property].exported);

/** What a producer exports of a cluster with `stackOutputs`; the engine leaves out members without a value. */
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

/** The StackReferences that were made. */
let references: pulumi.runtime.MockResourceArgs[];

/** Lets the producer have these outputs. */
async function producerExports(
  outputs: Record<string, unknown>,
  secretOutputNames = secretNames(),
): Promise<void> {
  references = [];
  await beginProgram({
    newResource: (args) => {
      references.push(args);
      return { id: args.id, state: { ...(args.inputs as object), outputs, secretOutputNames } };
    },
  });
}

function expected(from = cluster): unknown {
  return Object.fromEntries(
    clusterProperties.map((property) => [
      property,
      {
        known: true,
        secret: clusterFields[property].secret,
        // A Struct has no `undefined`: in a connection of another stack such a member is not there.
        value: clusterFields[property].exported ? from[property] : undefined,
      },
    ]),
  );
}

describe("the cluster that another stack exports", () => {
  it("every property, with its secrecy, no key missing", async () => {
    await producerExports(exported());
    const outputs = databaseClusterFromStack(producer);
    expect(Object.keys(outputs)).toEqual(clusterProperties);
    expect(await seenAll({ ...outputs })).toEqual(expected());
  });

  it("null is undefined again", async () => {
    const least = described({ ...minimal, id: cluster.id });
    await producerExports(exported(least));
    expect(await seenAll({ ...databaseClusterFromStack(producer) })).toEqual(expected(least));
  });

  it("secret is what the table says, even if the producer exports it plainly", async () => {
    await producerExports(exported(), []);
    expect(await seenAll({ ...databaseClusterFromStack(producer) })).toEqual(expected());
  });

  it.each(["orders", ""])("under the prefix %j", async (prefix) => {
    await producerExports(exported(cluster, prefix), secretNames(prefix));
    expect(await seenAll({ ...databaseClusterFromStack(producer, { prefix }) })).toEqual(expected());
  });

  it("the engine alone: the rest is undefined", async () => {
    await producerExports({ databaseClusterEngine: "pg" });
    const all = await seenAll({ ...databaseClusterFromStack(producer) });
    expect(all["engine"]).toEqual({ known: true, secret: false, value: "pg" });
    expect(all["uri"]).toEqual({ known: true, secret: true, value: undefined });
    expect(all["region"]).toEqual({ known: true, secret: false, value: undefined });
  });
});

describe("the StackReference", () => {
  it("is made for a name, and meets no other", async () => {
    await producerExports({ ...exported(), ...exported(cluster, "orders"), ...exported(cluster, "") });
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

  it("of the program is used as it is", async () => {
    await producerExports(exported());
    const reference = new pulumi.StackReference("mine", { name: producer });
    expect(await seenAll({ ...databaseClusterFromStack(reference) })).toEqual(expected());
    expect(references.map(({ name }) => name)).toEqual(["mine"]);
  });
});

/** The one error that every property fails with. */
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

describe("a stack that exports no cluster: stack_output_missing", () => {
  it.each<[string, Record<string, unknown>]>([
    ["nothing at all", {}],
    ["other things", { engine: "pg", url: "https://example.com" }],
    ["a cluster under another prefix", exported(cluster, "orders")],
    ["null for the engine", { ...exported(), databaseClusterEngine: null }],
  ])("%s", async (_, outputs) => {
    await producerExports(outputs);
    const error = await failure(databaseClusterFromStack(producer));
    expect(error.code).toBe("stack_output_missing");
    expect(error.message).toContain("it has no output databaseClusterEngine");
  });
});

describe("secrets that cannot be decrypted here: stack_output_undecryptable", () => {
  const elided = Object.fromEntries(
    Object.entries(exported()).map(([name, value]) => [name, secretNames().includes(name) ? {} : value]),
  );

  it("the secret properties fail, the public ones do not", async () => {
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
