import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError, getDatabaseClusterOutput } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster, engines } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { described, minimal } from "../reads/apiCluster";
import { beginProgram } from "../pulumiProgram";
import { failuresOf, seenAll } from "../seenOutput";

const uuid = clusterUuid("pg");

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});

/** What the Outputs are to be: everything known, and secret what the table says or all of it. */
function expected(api: Record<string, unknown>, allSecret = false): Record<string, unknown> {
  const cluster = { ...described(api), id: uuid };
  return Object.fromEntries(
    clusterProperties.map((property) => [
      property,
      { known: true, secret: allSecret || clusterFields[property].secret, value: cluster[property] },
    ]),
  );
}

describe("each property is an Output of its own", () => {
  it.each(engines)("%s: public readable, secret secret", async (engine) => {
    const outputs = getDatabaseClusterOutput({ uuid: clusterUuid(engine), ...access });
    expect(Object.keys(outputs)).toEqual(clusterProperties);
    const all = await seenAll({ ...outputs });
    expect(all).toEqual({
      ...expected(databaseCluster(engine)),
      id: { known: true, secret: false, value: clusterUuid(engine) },
    });
  });

  it("one lookup is one request", async () => {
    await seenAll({ ...getDatabaseClusterOutput({ uuid, ...access }) });
    expect(emulator.requests).toHaveLength(1);
  });

  it("is plain data: a program may export it as it is", () => {
    const outputs = getDatabaseClusterOutput({ uuid, ...access });
    expect(Object.getPrototypeOf(outputs)).toBe(Object.prototype);
    return seenAll({ ...outputs });
  });

  it("what is absent is undefined, and no key is missing", async () => {
    emulator.misbehave({ status: 200, body: { database: minimal } });
    const outputs = getDatabaseClusterOutput({ uuid, requireCredentials: false, ...access });
    expect(await seenAll({ ...outputs })).toEqual(expected(minimal));
  });
});

describe("the secrecy of the arguments", () => {
  it("a secret token makes no public property secret", async () => {
    const outputs = getDatabaseClusterOutput({ uuid, ...access, token: pulumi.secret(Emulator.token) });
    expect(await seenAll({ ...outputs })).toEqual(expected(databaseCluster("pg")));
  });

  it("a secret UUID makes all of them secret", async () => {
    const outputs = getDatabaseClusterOutput({ uuid: pulumi.secret(uuid), ...access });
    expect(await seenAll({ ...outputs })).toEqual(expected(databaseCluster("pg"), true));
  });
});

describe("arguments that are Inputs", () => {
  it("Outputs and Promises", async () => {
    const outputs = getDatabaseClusterOutput({
      uuid: pulumi.output(Promise.resolve(uuid)),
      token: Promise.resolve(Emulator.token),
      apiEndpoint: pulumi.output(emulator.url),
      configNamespace: pulumi.output(undefined),
      requireCredentials: Promise.resolve(true),
    });
    expect(await seenAll({ ...outputs })).toEqual(expected(databaseCluster("pg")));
  });

  it("an Output of false for requireCredentials", async () => {
    emulator.misbehave({ status: 200, body: { database: minimal } });
    const requireCredentials = pulumi.output(false);
    const outputs = getDatabaseClusterOutput({ uuid, requireCredentials, ...access });
    expect((await seenAll({ ...outputs }))["name"]).toMatchObject({ value: "backend" });
  });
});

describe("a lookup that fails", () => {
  it("fails every property with the one error, after one lookup", async () => {
    emulator.misbehave({ status: 404, body: {} });
    const errors = await failuresOf(getDatabaseClusterOutput({ uuid, ...access }));
    expect(errors).toHaveLength(clusterProperties.length);
    expect(new Set(errors).size).toBe(1);
    expect(DigitalOceanApiError.isInstance(errors[0])).toBe(true);
    expect(errors[0]).toMatchObject({ code: "not_found", clusterUuid: uuid, attempts: 1 });
    expect(emulator.requests).toHaveLength(1);
  });

  it.each<[string, pulumi.Input<string>]>([
    ["a UUID that is none", "backend"],
    ["a UUID that is not there", pulumi.output(undefined) as unknown as pulumi.Output<string>],
  ])("%s: invalid_argument, and nothing is sent", async (_, wrong) => {
    const errors = await failuresOf(getDatabaseClusterOutput({ uuid: wrong, ...access }));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(emulator.requests).toEqual([]);
  });
});
