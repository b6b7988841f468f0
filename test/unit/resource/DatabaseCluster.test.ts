import * as pulumi from "@pulumi/pulumi";
import { connectionEnv, connectionFor, DatabaseCluster, stackOutputs } from "../../../src/index";
import type { DatabaseClusterArgs } from "../../../src/index";
import { shortcutSources, isShortcut } from "../../../src/connection/connection";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import type { ClusterProperty } from "../../../src/reads/secrecy";
import {
  clusterUuid,
  connectionUri,
  databaseCluster,
  engines,
  plantedPassword,
} from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { Thing, unknownOutput } from "../pulumiProgram";
import { seen, seenAll } from "../seenOutput";
import { beginUnitTest, seenCluster } from "./mockedEngine";
import type { Asked } from "./mockedEngine";
import { pinnedProvider } from "./pinnedProvider";
import { storedProperties } from "./storedProperties";

const uuid = clusterUuid("pg");

let asked: Asked[];
beforeEach(async () => {
  asked = await beginUnitTest();
});

let names = 0;
/** A name that no other resource has. */
function name(): string {
  return `cluster-${String((names += 1))}`;
}

/** The value of a property in a stored state, where a shortcut is part of a connection. */
function storedIn(stored: Record<string, unknown>, property: ClusterProperty): unknown {
  if (!isShortcut(property)) {
    return stored[property] ?? undefined;
  }
  const [connection, part] = shortcutSources[property];
  return (stored[connection] as Record<string, unknown> | undefined)?.[part];
}

/** The expected Outputs of a cluster with this state: `undefined` for missing values, secret as in the table of fields. */
function expected(stored: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    clusterProperties.map((property) => [
      property,
      {
        known: true,
        secret: clusterFields[property].secret,
        value: property === "id" ? uuid : storedIn(stored, property),
      },
    ]),
  );
}

describe("DatabaseCluster", () => {
  it.each(engines)(
    "has every property of %s with its own secrecy, although mocks mark no secrets",
    async (engine) => {
      const stored = storedProperties(databaseCluster(engine));
      await beginUnitTest({ state: stored });
      expect(await seenCluster(new DatabaseCluster(name(), { uuid }))).toEqual(expected(stored));
    },
  );

  it.each<[string, Record<string, unknown>]>([
    ["only null", Object.fromEntries(clusterProperties.map((property) => [property, null]))],
    ["no values", {}],
  ])("has undefined properties if the state has %s", async (_, state) => {
    await beginUnitTest({ state });
    expect(await seenCluster(new DatabaseCluster(name(), { uuid }))).toEqual(expected({}));
  });

  it("prefers a flat property in the answer of mocks to the connection, and takes others from the connection", async () => {
    await beginUnitTest({ state: { uri: "mocked", connection: { uri: "another", host: "host" } } });
    const cluster = new DatabaseCluster(name(), { uuid });
    const { uri, host, port } = await seenCluster(cluster);
    expect([uri?.value, host?.value, port?.value]).toEqual(["mocked", "host", undefined]);
    expect([uri?.secret, host?.secret]).toEqual([true, true]);
  });

  it("has its properties in a subclass too", async () => {
    class Orders extends DatabaseCluster {
      public readonly purpose = "orders";
    }
    const orders = new Orders(name(), { uuid });
    expect((await seen(orders.region)).value).toBe("nyc3");
    expect(orders.purpose).toBe("orders");
  });
});

describe("DatabaseCluster", () => {
  it("asks the engine to read it by the UUID, with only the provider as input", async () => {
    const cluster = new DatabaseCluster("orders", { uuid });
    expect((await seen(cluster.urn)).value).toBe(
      "urn:pulumi:stack::project::pulumi-nodejs:dynamic/digitalocean:DatabaseCluster::orders",
    );
    expect(asked).toEqual([
      {
        type: "pulumi-nodejs:dynamic/digitalocean:DatabaseCluster",
        name: "orders",
        id: uuid,
        inputs: { __provider: pinnedProvider },
        provider: "",
        custom: true,
      },
    ]);
  });

  it("gives the engine the inputs that a refresh needs", async () => {
    const inputs = {
      requireCredentials: false,
      configNamespace: "europe",
      apiEndpoint: "http://127.0.0.1:1",
    };
    await seenCluster(new DatabaseCluster(name(), { uuid, ...inputs }));
    expect(asked[0]?.inputs).toEqual({ ...inputs, __provider: pinnedProvider });
  });

  it("asks the engine with the UUID in lower case", async () => {
    await seenCluster(new DatabaseCluster(name(), { uuid: uuid.toUpperCase() }));
    expect(asked[0]?.id).toBe(uuid);
  });

  it.each<[string, () => pulumi.Input<string>]>([
    ["an Output", () => pulumi.output(uuid)],
    ["a secret Output", () => pulumi.secret(uuid)],
    ["a Promise", () => Promise.resolve(uuid)],
  ])("waits for a UUID that is %s", async (_, input) => {
    const cluster = new DatabaseCluster(name(), { uuid: input() });
    expect(await seenCluster(cluster)).toEqual(expected(storedProperties(databaseCluster("pg"))));
    expect(asked.map(({ id }) => id)).toEqual([uuid]);
  });

  it("tells the engine the additional secret outputs and the dependencies", async () => {
    const monitor = pulumi.runtime.getMonitor() as unknown as {
      readResource(request: Request, callback: unknown): unknown;
    };
    interface Request {
      getAdditionalsecretoutputsList(): string[];
      getDependenciesList(): string[];
    }
    const requests = jest.spyOn(monitor, "readResource");
    const dependsOn = new Thing(name());
    const opts = { dependsOn, additionalSecretOutputs: ["region"] };
    await seenCluster(new DatabaseCluster(name(), { uuid }, opts));
    const [request] = requests.mock.calls[0] ?? [];
    expect(request?.getAdditionalsecretoutputsList()).toEqual(["region"]);
    expect(request?.getDependenciesList()).toEqual([(await seen(dependsOn.urn)).value]);
  });
});

describe("DatabaseCluster in a preview", () => {
  beforeEach(async () => {
    asked = await beginUnitTest({ preview: true });
  });

  it("is read and known if its UUID is known", async () => {
    const all = await seenCluster(
      new DatabaseCluster("known", { uuid, apiEndpoint: pulumi.output("https://x") }),
    );
    // The mocks of SDK 3.276 do not say the id of what is read, so that it is unknown in a preview.
    for (const property of clusterProperties.filter((each) => each !== "id")) {
      expect(all[property]).toMatchObject({ known: true, secret: clusterFields[property].secret });
    }
    expect(asked.at(-1)).toMatchObject({ id: uuid, inputs: { apiEndpoint: "https://x" } });
  });

  const inputs = ["uuid", "apiEndpoint", "configNamespace", "requireCredentials"] as const;

  // The host would take the text for an unknown value as a UUID or an address.
  it.each(inputs)(
    "asks the engine with an unknown id, so that the host is not asked, if %s is unknown",
    async (input) => {
      await seenCluster(new DatabaseCluster(`asked-${input}`, withUnknown(input)));
      expect(asked.at(-1)).toMatchObject({ name: `asked-${input}`, id: pulumi.runtime.unknownValue });
    },
  );

  it.each(inputs)("has unknown properties with their secrecy if %s is unknown", async (input) => {
    const all = await seenCluster(new DatabaseCluster(`seen-${input}`, withUnknown(input)));
    for (const property of clusterProperties.filter((name) => name !== "id")) {
      expect([property, all[property]]).toEqual([
        property,
        { known: false, secret: clusterFields[property].secret, value: undefined },
      ]);
    }
  });

  // Otherwise a program would use the text for an unknown value, which has the form of a UUID.
  it.each(inputs)("has an unknown id if %s is unknown", async (input) => {
    const { id } = await seenCluster(new DatabaseCluster(`id-${input}`, withUnknown(input)));
    expect(id).toEqual({ known: false, secret: false, value: undefined });
  });
});

function withUnknown(input: keyof DatabaseClusterArgs): DatabaseClusterArgs {
  return { uuid, [input]: unknownOutput() };
}

describe("DatabaseCluster.get", () => {
  it("returns the same as the constructor", async () => {
    const cluster = DatabaseCluster.get("orders", uuid);
    expect(cluster).toBeInstanceOf(DatabaseCluster);
    expect(await seenCluster(cluster)).toEqual(expected(storedProperties(databaseCluster("pg"))));
    expect(asked).toMatchObject([{ name: "orders", id: uuid }]);
  });

  it("accepts an Output and options", async () => {
    const parent = new pulumi.ComponentResource("test:index:Parent", name());
    const cluster = DatabaseCluster.get(name(), pulumi.output(uuid), { parent });
    expect((await seen(cluster.urn)).value).toContain("::test:index:Parent$pulumi-nodejs:dynamic/");
    expect(asked.at(-1)?.id).toBe(uuid);
  });
});

describe("DatabaseCluster.isInstance", () => {
  it("is true for a cluster of any copy of the package", async () => {
    const cluster = new DatabaseCluster(name(), { uuid });
    expect(DatabaseCluster.isInstance(cluster)).toBe(true);
    expect(DatabaseCluster.isInstance({ __pulumiType: DatabaseCluster.__pulumiType })).toBe(true);
    await seenCluster(cluster);
  });

  it.each<[string, () => unknown]>([
    ["undefined", () => undefined],
    ["null", () => null],
    ["a string", () => DatabaseCluster.__pulumiType],
    ["any object", () => ({ engine: "pg" })],
    ["the class", () => DatabaseCluster],
    ["another resource", () => new Thing(name())],
    ["an Output", () => pulumi.output({ __pulumiType: DatabaseCluster.__pulumiType })],
  ])("is false for %s", (_, value) => {
    expect(DatabaseCluster.isInstance(value())).toBe(false);
  });
});

describe("a DatabaseCluster", () => {
  it("is accepted by stackOutputs, which returns every exported property with its secrecy", async () => {
    const cluster = new DatabaseCluster(name(), { uuid });
    const outputs = await seenAll(stackOutputs(cluster, { prefix: "orders" }));
    expect(outputs["ordersUri"]).toEqual({
      known: true,
      secret: true,
      value: (databaseCluster("pg")["connection"] as Connection).uri,
    });
    expect(outputs["ordersRegion"]).toEqual({ known: true, secret: false, value: "nyc3" });
    expect(outputs["ordersUiConnection"]).toEqual({ known: true, secret: true, value: null });
    expect(outputs["ordersId"]?.value).toBe(uuid);
    expect(Object.keys(outputs)).toHaveLength(
      clusterProperties.filter((property) => clusterFields[property].exported).length,
    );
  });

  it("is accepted by connectionFor and connectionEnv, with a node and another user", async () => {
    const cluster = new DatabaseCluster(name(), { uuid });
    const { uri: _, ...standby } = databaseCluster("pg")["standby_private_connection"] as Connection;
    const connection = connectionFor(cluster, { network: "private", node: "standby", user: "app" });
    const password = plantedPassword("pg-app");
    const parts = { ...standby, user: "app", password };
    expect(await seen(connection.uri)).toEqual({
      known: true,
      secret: true,
      value: connectionUri("pg", parts),
    });
    expect(await seen(connection.engine)).toEqual({ known: true, secret: false, value: "pg" });
    const environment = await seen(connectionEnv(connection));
    expect(environment).toMatchObject({
      secret: true,
      value: { PGHOST: standby.host, PGPASSWORD: password },
    });
  });
});
