import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { databaseCluster, engines } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { beginProgram, setConfig } from "../pulumiProgram";
import { seen, seenAll } from "../seenOutput";
import { answering, partFunctions, plantedParts } from "./partFunctions";
import type { PartFunction } from "./partFunctions";

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});

/** The expected Outputs: all known, and secret as in the table of fields. */
function outputsExpected({ fields, expected }: PartFunction, allSecret = false): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([property, { secret }]) => [
      property,
      { known: true, secret: allSecret || secret, value: expected[property] },
    ]),
  );
}

/** Asserts that the Promise form has the expected plain values, and secret Outputs for secret properties. */
async function expectResult(part: PartFunction, result: Record<string, unknown>): Promise<void> {
  expect(Object.keys(result)).toEqual(Object.keys(part.fields));
  for (const [property, { secret }] of Object.entries(part.fields)) {
    const value = result[property];
    const expected = part.expected[property];
    expect(pulumi.Output.isInstance(value)).toBe(secret);
    expect(secret ? await seen(value as pulumi.Output<unknown>) : value).toEqual(
      secret ? { known: true, secret: true, value: expected } : expected,
    );
  }
}

/** All values of the Outputs, as text. */
async function textOf(part: PartFunction): Promise<string> {
  const all = await seenAll(part.outputs({ ...part.args, ...access }));
  return JSON.stringify(Object.values(all).map(({ value }) => value));
}

describe.each(plantedParts)("%s", (_, part) => {
  it("returns plain values for public properties and secret Outputs for secret ones", async () => {
    await expectResult(part, await part.promised({ ...part.args, ...access }));
    expect(emulator.requests.map(({ path }) => path).sort()).toEqual([...part.paths].sort());
  });

  it("returns every property with its secrecy in the Output form, after one lookup", async () => {
    const outputs = part.outputs({ ...part.args, ...access });
    expect(Object.keys(outputs)).toEqual(Object.keys(part.fields));
    expect(await seenAll(outputs)).toEqual(outputsExpected(part));
    expect(emulator.requests).toHaveLength(part.paths.length);
  });

  it("returns everything that the API sent, without null or empty texts", async () => {
    const missing = Object.keys(part.expected).filter((property) => !(property in part.fields));
    expect(missing).toEqual([]);
    expect(await textOf(part)).not.toMatch(/:null|:""/);
  });

  it("leaves out unknown members of an answer", async () => {
    const connection = { ...(part.api["connection"] as object), future_secret: "planted" };
    const settings = { ...(part.api["settings"] as object), future_secret: "planted" };
    const extended = {
      ...part.api,
      ...("connection" in part.api ? { connection } : {}),
      ...("settings" in part.api ? { settings } : {}),
      future_secret: "planted",
    };
    const body = { [part.envelope]: extended, future_secret: "planted" };
    emulator.misbehave(answering(part, { status: 200, body }));
    const text = await textOf(part);
    expect(text).not.toContain("future");
    expect(text).not.toContain('"planted"');
  });
});

describe.each(partFunctions)("$name", (part) => {
  it("accepts a UUID in capitals and returns the API's", async () => {
    const uuid = part.args["clusterUuid"] as string | undefined;
    const args = uuid === undefined ? part.args : { ...part.args, clusterUuid: uuid.toUpperCase() };
    await expectResult(part, await part.promised({ ...args, ...access }));
  });

  it("returns plain data that shows no secret as JSON or when printed", async () => {
    const result = await part.promised({ ...part.args, ...access });
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    // A printed Output shows its resources, not its value.
    for (const text of [JSON.stringify(result), inspect(result, { depth: 2 })]) {
      expect(text).not.toContain("AVNS_");
    }
  });

  it("accepts Outputs and Promises, and a secret token makes no public property secret", async () => {
    const inputs = Object.fromEntries(
      Object.entries(part.args).map(([name, value]) => [name, pulumi.output(Promise.resolve(value))]),
    );
    const outputs = part.outputs({ ...inputs, ...access, token: pulumi.secret(Emulator.token) });
    expect(await seenAll(outputs)).toEqual(outputsExpected(part));
  });

  it("returns only secrets if an argument is a secret", async () => {
    const secretly = Object.fromEntries(
      Object.entries({ ...part.args, apiEndpoint: emulator.url }).map(([name, value]) => [
        name,
        pulumi.secret(value),
      ]),
    );
    const outputs = part.outputs({ ...secretly, token: Emulator.token });
    expect(await seenAll(outputs)).toEqual(outputsExpected(part, true));
  });
});

it("getDatabaseMetricsCredentials needs no arguments if the config has token and endpoint", async () => {
  const part = partFunctions.find(({ name }) => name === "getDatabaseMetricsCredentials");
  setConfig({ "digitalocean:token": Emulator.token, "digitalocean:apiEndpoint": emulator.url }, [
    "digitalocean:token",
  ]);
  const result = (await (part?.promised as unknown as () => Promise<Record<string, unknown>>)()) as {
    password: pulumi.Output<string>;
  };
  setConfig({});
  expect((await seen(result.password)).value).toBe("AVNS_metrics planted");
});
