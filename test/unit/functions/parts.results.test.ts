import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { databaseCluster, engines } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { beginProgram, setConfig } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { seen, seenAll } from "../seenOutput";
import {
  answering,
  partFunctions,
  plantedMetricsCredentials,
  plantedParts,
  plantedPool,
  plantedReplica,
  plantedUser,
} from "./partFunctions";
import type { PartFunction } from "./partFunctions";

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
let access: { token: string; apiEndpoint: string };
/** The token cannot read credentials. */
let reader: { token: string; apiEndpoint: string };
beforeAll(async () => {
  emulator.allow("dop_v1_reader", ["database:read"]);
  reader = { token: "dop_v1_reader", apiEndpoint: emulator.url };
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

const scope = "the token from the argument token lacks the scope database:view_credentials";

/** The values of a lookup that does not require credentials. */
async function valuesOf(part: PartFunction): Promise<Record<string, unknown>> {
  const all = await seenAll(part.outputs({ ...part.args, ...reader, requireCredentials: false }));
  return Object.fromEntries(Object.entries(all).map(([property, { value }]) => [property, value]));
}

describe.each<[string, PartFunction, string, string[]]>([
  ["getDatabaseUser", plantedUser("pg"), "password", ["password"]],
  ["getDatabaseConnectionPool", plantedPool, "uri and password", ["uri", "password", "privateUri"]],
  [
    "getDatabaseReplica",
    plantedReplica("pg"),
    "uri, user and password",
    ["uri", "user", "password", "privateUri", "tags"],
  ],
])("%s with a token without database:view_credentials", (_, part, missing, absent) => {
  it("fails with credentials_withheld and names the scope and the option to set", async () => {
    const error = await rejectionOf(part.promised({ ...part.args, ...reader }));
    expect(error).toMatchObject({
      ...{ code: "credentials_withheld", status: 200, clusterUuid: part.args["clusterUuid"] },
      attempts: part.paths.length,
    });
    expect(error.message).toContain(`DigitalOcean withheld its ${missing}: `);
    expect(error.message).toContain(scope);
    expect(error.message).toContain("With `requireCredentials: false` the lookup succeeds without them.");
    expect(leaksIn(error, [reader.token])).toEqual([]);
  });

  it("returns everything else with requireCredentials: false", async () => {
    const values = await valuesOf(part);
    expect(Object.keys(values)).toEqual(Object.keys(part.fields));
    for (const [property, value] of Object.entries(values)) {
      if (absent.includes(property)) {
        expect([property, value]).toEqual([property, undefined]);
      } else if (!property.toLowerCase().includes("connection") && property !== "privateNetworkUuid") {
        expect([property, value]).toEqual([property, part.expected[property]]);
      }
    }
  });

  it("returns no URI in any property with requireCredentials: false", async () => {
    const text = JSON.stringify(await valuesOf(part));
    expect(text).not.toContain("://");
    expect(text).not.toContain("AVNS_");
  });
});

describe("the error for withheld credentials", () => {
  const withoutPassword = { status: 200, body: { user: { name: "app", role: "normal" } } };

  it("names the scope and MongoDB as possible reasons for a user, whose answer does not have the engine", async () => {
    const part = plantedUser("mongodb");
    emulator.misbehave(answering(part, withoutPassword));
    const error = await rejectionOf(part.promised({ ...part.args, ...reader }));
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toMatch(/: either the token .*; or the engine is MongoDB, whose passwords /);
    expect(emulator.requests).toHaveLength(1);
  });

  it("names the missing user of a pool as a possible reason, and the options of connectionFor", async () => {
    const connection = { host: "h.example.com", port: 25061, database: "planted-pool", ssl: true };
    const pool = connectionPool({ user: "", connection });
    emulator.misbehave(answering(plantedPool, { status: 200, body: { pool } }));
    const error = await rejectionOf(plantedPool.promised({ ...plantedPool.args, ...reader }));
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain(
      "withheld its uri and password: either the pool has no user of its own; pass `user` and `password` to connectionFor or a DatabaseConnection; or ",
    );
    expect(await valuesOf(plantedPool)).toMatchObject({
      ...{ user: undefined, password: undefined, uri: undefined },
      ...{ host: "h.example.com", port: 25061, database: "planted-pool", connection },
    });
  });

  it("is not raised for a pool without a user if its connection has one", async () => {
    const pool = connectionPool({ user: undefined });
    emulator.misbehave(answering(plantedPool, { status: 200, body: { pool } }));
    const values = await valuesOf(plantedPool);
    expect(values).toMatchObject({ user: undefined, password: plantedPool.expected["password"] });
    expect(values["connection"]).toMatchObject({ user: "app" });
  });

  it("is raised if the metrics credentials are empty", async () => {
    const body = { credentials: { basic_auth_username: "", basic_auth_password: null } };
    emulator.misbehave({ status: 200, body });
    const error = await rejectionOf(plantedMetricsCredentials.promised(reader));
    expect(error).toMatchObject({ code: "credentials_withheld", clusterUuid: undefined });
    expect(error.message).toContain("withheld its username and password");
  });

  it("names MongoDB as a possible reason for a replica", async () => {
    const part = plantedReplica("pg");
    const connection = {
      host: "h.example.com",
      port: 27017,
      user: "doadmin",
      uri: "mongodb+srv://doadmin@h",
    };
    const replica = databaseReplica("pg", { connection, private_connection: null });
    emulator.misbehave((request, response) => {
      const database = databaseCluster("mongodb", { id: part.args["clusterUuid"] });
      response.end(JSON.stringify(request.url === part.paths[0] ? { replica } : { database }));
    });
    const error = await rejectionOf(part.promised({ ...part.args, ...reader }));
    expect(error.message).toContain("withheld its uri and password: either ");
    expect(error.message).toContain("shows MongoDB passwords only when they are made");
  });
});
