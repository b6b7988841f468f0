import { clusterFields, connectionFields } from "../../src/reads/secrecy";
import { engines } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { isMarked, marked } from "../host/properties";
import type { Properties } from "../host/properties";
import { Hunt } from "../leaks/hunt";
import { plantApi, plantToken } from "../leaks/plantedApi";
import { allNames, resourceNames, secretNames } from "./fields";
import { markedNames, unknown } from "./messages";
import type { Stored } from "./messages";
import type { PluginProcess, ResourceName } from "./pluginProcess";
import { configFor, usePlugin } from "./usePlugin";

const hunt = new Hunt();
const state = plantApi(hunt);
const token = plantToken(hunt, "token");
const emulator = useEmulator(state);
beforeAll(() => {
  emulator.allow(token);
});
const plugin = usePlugin(() => ({ config: configFor(emulator, { token }) }));

const uuids = Object.fromEntries(state.clusters.map(({ engine, id }) => [engine, id]));
const uuid = uuids["pg"] ?? "";
const nothing: Stored = { id: uuid, inputs: { uuid }, properties: {} };

/** The messages with which the engine gets the properties of a resource. */
const ways: Record<string, (on: PluginProcess, resource: ResourceName, id: string) => Promise<Stored>> = {
  "a Create": (on, resource, id) => on.create(resource, { uuid: id }),
  "a Create in a preview": (on, resource, id) => on.create(resource, { uuid: id }, { isPreview: true }),
  "an Update": (on, resource, id) => on.update(resource, { ...nothing, id }, { uuid: id }),
  "the Read of a get": (on, resource, id) => on.read(resource, id),
  "the Read of a refresh": (on, resource, id) =>
    on.read(resource, id, { id, inputs: { uuid: id }, properties: { engine: "pg" } }),
};

/** The properties without the values that are marked as secrets. */
function open(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => !isMarked(value)));
}

const cases = resourceNames.flatMap((resource) => Object.keys(ways).map((way) => [way, resource] as const));

describe.each(cases)("the answer to %s of a %s", (way, resource) => {
  const ask = (engine: string): Promise<Stored> | undefined =>
    ways[way]?.(plugin(), resource, uuids[engine] ?? "");

  it.each(engines)(
    "has every property, a missing one as null, and marks those as secrets that are secret, for %s",
    async (engine) => {
      const { properties = {} } = (await ask(engine)) ?? {};
      expect(Object.keys(properties).sort()).toEqual(allNames(resource));
      expect(markedNames(properties)).toEqual(
        secretNames(resource).filter((name) => properties[name] !== null),
      );
      expect(hunt.inValue(open(properties))).toEqual([]);
      expect(hunt.inValue(properties)).not.toEqual([]);
    },
  );
});

it.each(resourceNames)(
  "every secret property of a %s has a value for one of the engines",
  async (resource) => {
    const all = await Promise.all(
      engines.map((engine) => plugin().create(resource, { uuid: uuids[engine] })),
    );
    const names = all.flatMap(({ properties }) => markedNames(properties));
    expect([...new Set(names)].sort()).toEqual(secretNames(resource));
  },
);

it.each([{ pool: "planted-pool" }, { replica: "planted-replica" }, { user: "app" }, { network: "private" }])(
  "the connection with %j is secret, except its engine",
  async (inputs) => {
    const { properties } = await plugin().create("DatabaseConnection", { uuid, ...inputs });
    expect(markedNames(properties)).toEqual(
      Object.keys(connectionFields).filter(isSecret).concat("environment").sort(),
    );
    expect(hunt.inValue(open(properties))).toEqual([]);
  },
);

function isSecret(name: string): boolean {
  return connectionFields[name as keyof typeof connectionFields].secret;
}

describe("the inputs that a Check answers", () => {
  it.each(resourceNames)("keep the secrets of a %s, nested ones too", async (resource) => {
    const inputs =
      resource === "DatabaseCluster"
        ? { uuid: marked(uuid), waitForOnline: { timeoutSeconds: marked(5) } }
        : { uuid, network: marked("private"), user: marked("app"), caFile: null };
    expect(await plugin().check(resource, inputs)).toEqual({ inputs, failures: [] });
  });

  it.each<[string, unknown]>([
    ["plain", hunt.plant("password")],
    ["a secret already", marked(hunt.plant("secret password"))],
    ["unknown", unknown],
    ["an unknown secret", marked(unknown)],
  ])("have the password as a secret if it is %s", async (_, password) => {
    const { inputs } = await plugin().check("DatabaseConnection", { uuid, password });
    expect(inputs).toEqual({ uuid, password: isMarked(password) ? password : marked(password) });
  });

  it("have no password if the program gives none", async () => {
    for (const inputs of [{ uuid }, { uuid, password: null }]) {
      expect((await plugin().check("DatabaseConnection", inputs)).inputs).toEqual(inputs);
    }
  });

  it.each<[string, unknown]>([
    ["plain", token],
    ["a secret already", marked(token)],
  ])("of the config have the token as a secret if it is %s", async (_, given) => {
    const { inputs } = await plugin().checkConfig({ token: given, httpRetryMax: "3", version: "0.1.0" });
    expect(inputs).toEqual({ token: marked(token), httpRetryMax: "3", version: "0.1.0" });
  });
});

describe("the answer of a function", () => {
  const publicOfCluster = Object.entries(clusterFields)
    .filter(([, { secret }]) => !secret)
    .map(([name]) => name)
    .sort();

  it.each(engines)("has the public properties of a cluster and no secret, for %s", async (engine) => {
    const found = await plugin().invoke("getDatabaseCluster", { uuid: uuids[engine] });
    expect(Object.keys(found).sort()).toEqual(publicOfCluster);
    expect(found).toMatchObject({ id: uuids[engine], engine });
    expect(markedNames(found)).toEqual([]);
    expect(hunt.inValue(found)).toEqual([]);
  });

  it("has no secret either if the arguments are secrets or the cluster is looked up by name", async () => {
    const byUuid = await plugin().invoke("getDatabaseCluster", { uuid: marked(uuid) });
    const byName = await plugin().invoke("getDatabaseCluster", { name: marked(byUuid["name"]), uuid: null });
    expect(byName).toEqual(byUuid);
    expect(markedNames(byName)).toEqual([]);
    expect(hunt.inValue(byName)).toEqual([]);
  });

  it("has the certificate in plain", async () => {
    const found = await plugin().invoke("getDatabaseCa", { clusterUuid: uuid });
    expect(found).toEqual({ clusterUuid: uuid, certificate: state.caCertificate });
  });

  it("has a missing property as null, not as a missing key", async () => {
    emulator.state.clusters = [
      { id: uuid, name: "bare", engine: "pg", num_nodes: 1, size: "s", region: "nyc3" },
    ];
    const found = await plugin().invoke("getDatabaseCluster", { uuid });
    emulator.state.clusters = state.clusters;
    expect(Object.keys(found).sort()).toEqual(publicOfCluster);
    expect(found).toMatchObject({ tags: null, status: null, maintenanceWindow: null });
  });
});
