import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError, getDatabaseCluster } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster, engines, plantedPassword } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { described, minimal } from "../reads/apiCluster";
import { beginProgram, DigitalOceanProvider, setConfig } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { seen } from "../seenOutput";

const uuid = clusterUuid("pg");

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});

describe("getDatabaseCluster", () => {
  it.each(engines)("returns plain values and secret Outputs for %s", async (engine) => {
    const result = await getDatabaseCluster({ uuid: clusterUuid(engine), ...access });
    const expected = described(databaseCluster(engine));
    expect(Object.keys(result)).toEqual(clusterProperties);
    for (const property of clusterProperties) {
      const value: unknown = result[property];
      if (clusterFields[property].secret) {
        expect(pulumi.Output.isInstance(value)).toBe(true);
        expect(await seen(value as pulumi.Output<unknown>)).toEqual({
          secret: true,
          known: true,
          value: expected[property],
        });
      } else {
        expect(value).toEqual(expected[property]);
      }
    }
  });

  it("returns values to branch on, and the API's own uri", async () => {
    const cluster = await getDatabaseCluster({ uuid, ...access });
    expect(cluster.engine === "pg" ? cluster.region : "none").toBe("nyc3");
    expect((await seen(cluster.uri)).value).toBe((databaseCluster("pg")["connection"] as Connection).uri);
    expect((await seen(cluster.password)).value).toBe(plantedPassword("pg"));
  });

  it("returns plain data that a program can export", async () => {
    const cluster = await getDatabaseCluster({ uuid, ...access });
    expect(Object.getPrototypeOf(cluster)).toBe(Object.prototype);
    const exported = await seen(pulumi.output(cluster) as pulumi.Output<unknown>);
    expect(exported).toMatchObject({ secret: true, known: true });
  });

  it("returns a result that shows no secret as JSON or when printed", async () => {
    const cluster = await getDatabaseCluster({ uuid, ...access });
    const { uri, password } = cluster;
    for (const text of [JSON.stringify(cluster), JSON.stringify({ uri }), inspect({ uri, password })]) {
      expect(text).not.toContain("AVNS_");
    }
  });

  it("accepts a UUID in capitals", async () => {
    expect((await getDatabaseCluster({ uuid: uuid.toUpperCase(), ...access })).id).toBe(uuid);
    expect(emulator.requests[0]?.path).toBe(`/v2/databases/${uuid}`);
  });
});

describe("getDatabaseCluster with requireCredentials: false", () => {
  it("returns undefined for missing values, and every key", async () => {
    emulator.misbehave({ status: 200, body: { database: minimal } });
    const cluster = await getDatabaseCluster({ uuid, requireCredentials: false, ...access });
    expect(Object.keys(cluster)).toEqual(clusterProperties);
    expect(cluster).toMatchObject({ id: uuid, name: "backend", numNodes: 1, status: undefined });
    for (const property of ["uri", "connection", "users", "port", "privateHost"] as const) {
      expect(await seen<unknown>(cluster[property])).toEqual({ secret: true, known: true, value: undefined });
    }
  });
});

describe("getDatabaseCluster", () => {
  it("fails with credentials_withheld if the token lacks the scope", async () => {
    emulator.allow("dop_v1_reader", ["database:read"]);
    const call = getDatabaseCluster({ uuid, apiEndpoint: emulator.url, token: "dop_v1_reader" });
    const error = await rejectionOf(call);
    expect(error).toMatchObject({
      code: "credentials_withheld",
      clusterUuid: uuid,
      status: 200,
      attempts: 1,
    });
    expect(error.message).toContain("the token from the argument token lacks the scope");
  });

  it("counts a failed try among the attempts of a credentials_withheld error", async () => {
    setConfig({ "digitalocean:httpRetryWaitMin": "0.001" });
    emulator.misbehaveNext({ status: 500, body: {} });
    emulator.allow("dop_v1_reader", ["database:read"]);
    const call = getDatabaseCluster({ uuid, apiEndpoint: emulator.url, token: "dop_v1_reader" });
    const error = await rejectionOf(call);
    setConfig({});
    expect(error).toMatchObject({ code: "credentials_withheld", attempts: 2 });
    expect(emulator.requests).toHaveLength(2);
  });

  it("fails with not_found if the cluster does not exist", async () => {
    const absent = "5a1e0000-0000-4000-8000-0000000000ff";
    const error = await rejectionOf(getDatabaseCluster({ uuid: absent, ...access }));
    expect(error).toMatchObject({ code: "not_found", clusterUuid: absent, status: 404, id: "not_found" });
    expect(error.requestId).toBe("5a1e0000-0000-4000-8000-00000000e001");
  });

  it("fails with missing_token and sends nothing without a token", async () => {
    const error = await rejectionOf(getDatabaseCluster({ uuid, apiEndpoint: emulator.url }));
    expect(error).toMatchObject({ code: "missing_token", attempts: 0 });
    expect(error.message).toContain(`database cluster ${uuid}: `);
    expect(emulator.requests).toEqual([]);
  });

  it("fails with invalid_argument and sends nothing if the UUID is malformed", async () => {
    const error = await rejectionOf(getDatabaseCluster({ uuid: "backend", ...access }));
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(emulator.requests).toEqual([]);
  });

  it("fails with invalid_argument and sends nothing if it is given a provider", async () => {
    const provider = new DigitalOceanProvider("of-promise", { token: Emulator.token });
    const error = await rejectionOf(getDatabaseCluster({ uuid, ...access }, { provider }));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain("use getDatabaseClusterOutput");
    expect(emulator.requests).toEqual([]);
  });

  it("fails with an error that Pulumi shows as one line", async () => {
    const error = await rejectionOf(getDatabaseCluster({ uuid: "backend", ...access }));
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error.stack).toBe(error.message);
    expect(Object.keys(error)).not.toContain("__pulumiRunError");
  });

  it.each([undefined, null, 5, "uuid"])(
    "fails with invalid_argument if the arguments are %j",
    async (args) => {
      expect(await rejectionOf(getDatabaseCluster(args as never))).toMatchObject({
        code: "invalid_argument",
        message: "args: an object that says what to look up is needed, such as { uuid }. [invalid_argument]",
      });
    },
  );

  it("suggests `name` if the uuid is a name", async () => {
    const error = await rejectionOf(getDatabaseCluster({ uuid: "backend" }));
    expect(error.message).toMatch(
      /^uuid: expected a UUID .+, got "backend"; to look up by name, give `name`/,
    );
  });

  it("fails with invalid_argument if configNamespace is a number", async () => {
    const error = await rejectionOf(getDatabaseCluster({ uuid, configNamespace: 5 as never, token: "t" }));
    expect(error).toMatchObject({ code: "invalid_argument" });
  });
});

// The SDK adds a text to the message for each resource that waits for a failed Output.
it("DigitalOceanApiError keeps its message if the SDK assigns a longer one", () => {
  const error = new DigitalOceanApiError("timeout", "one line");
  error.message = `error serializing property "url": ${error.message}`;
  expect(error.message).toBe("one line [timeout]");
  expect(String(error)).toBe("DigitalOceanApiError: one line [timeout]");
});
