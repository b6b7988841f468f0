import { clusterUuid, databaseCluster, engines, plantedPassword } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { minimal } from "../unit/reads/apiCluster";
import { pinnedProvider } from "../unit/resource/pinnedProvider";
import { storedNames, storedProperties, storedSecretProperties } from "../unit/resource/storedProperties";
import { failureOf } from "./failure";
import { isMarked, unmarked } from "./properties";
import type { Properties } from "./properties";
import { ProviderHost } from "./providerHost";

const uuid = clusterUuid("pg");
const ofEurope = "dop_v1_of-europe";

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
let host: ProviderHost;
beforeAll(async () => {
  emulator.allow(ofEurope);
  const config = {
    "digitalocean:token": Emulator.token,
    "digitalocean:apiEndpoint": emulator.url,
    "europe:token": ofEurope,
    "europe:apiEndpoint": emulator.url,
  };
  host = await ProviderHost.start({ config });
});
afterEach(async () => {
  expect(await host.takePrinted(0)).toEqual([]);
});
afterAll(async () => {
  await host.stop();
});

/** The names of the values that are secret. */
function secretsOf(properties: Properties): string[] {
  return Object.keys(properties).filter((name) => isMarked(properties[name]));
}

/** The tokens that the emulator was asked with. */
function tokens(of: Emulator = emulator): (string | undefined)[] {
  return of.requests.map(({ headers }) => headers.authorization?.replace("Bearer ", ""));
}

describe("the properties", () => {
  it.each(engines)("%s: each is there, secret as the table says, or null", async (engine) => {
    const { id, properties } = await host.read(clusterUuid(engine));
    expect(id).toBe(clusterUuid(engine));
    expect(unmarked(properties)).toEqual({
      ...storedProperties(databaseCluster(engine)),
      __provider: pinnedProvider,
    });
    const present = storedSecretProperties.filter((property) => properties[property] !== null);
    expect(secretsOf(properties).sort()).toEqual([...present].sort());
  });

  it("are the API's own values", async () => {
    const api = databaseCluster("kafka");
    const properties = unmarked((await host.read(clusterUuid("kafka"))).properties);
    const connection = api["connection"] as Connection;
    expect(properties).toMatchObject({
      name: "planted-kafka",
      engine: "kafka",
      numNodes: 3,
      tags: ["production", "team:payments"],
      connection: {
        uri: connection.uri,
        host: connection.host,
        port: 25073,
        user: "doadmin",
        password: plantedPassword("kafka"),
      },
      privateConnection: { host: (api["private_connection"] as Connection).host },
      schemaRegistryConnection: api["schema_registry_connection"],
      uiConnection: null,
    });
    expect(JSON.stringify(properties["users"])).toContain("planted PRIVATE KEY of app");
  });

  it.each<[string, Properties]>([
    ["absent", minimal],
    [
      "null",
      {
        ...Object.fromEntries(Object.keys(databaseCluster("kafka")).map((name) => [name, null])),
        ...minimal,
      },
    ],
  ])("a property that is %s is null", async (_, database) => {
    emulator.misbehave({ status: 200, body: { database } });
    const { properties } = await host.read(uuid, { requireCredentials: false });
    const there = { name: "backend", engine: "pg", numNodes: 1, size: "db-s-1vcpu-1gb", region: "nyc3" };
    const absent = Object.fromEntries(storedNames.map((name) => [name, null]));
    const inputs = { requireCredentials: false, __provider: pinnedProvider };
    expect(unmarked(properties)).toEqual({ ...absent, ...there, ...inputs });
    expect(secretsOf(properties)).toEqual([]);
  });

  it("what the table does not know is not passed on", async () => {
    const database = databaseCluster("pg", { unheard_of: { password: plantedPassword("new") } });
    emulator.misbehave({ status: 200, body: { database } });
    const { properties } = await host.read(uuid);
    expect(unmarked(properties)).toEqual({
      ...storedProperties({ ...database }),
      __provider: pinnedProvider,
    });
  });
});

describe("the inputs", () => {
  it("come back as they were given", async () => {
    const given = { requireCredentials: true, configNamespace: "europe", apiEndpoint: emulator.url };
    const { inputs, properties } = await host.read(uuid, given);
    expect(inputs).toEqual({ ...given, __provider: pinnedProvider });
    // A refresh has nothing else.
    expect(properties).toMatchObject(given);
  });

  it("come back as none where none were given", async () => {
    const { inputs } = await host.read(uuid);
    expect(inputs).toEqual({ __provider: pinnedProvider });
  });

  it("are three, and any other is ignored: a token that was stored is not sent", async () => {
    const { inputs, properties } = await host.read(uuid, { token: "dop_v1_stored", uuid: "x", extra: [1] });
    expect(tokens()).toEqual([Emulator.token]);
    expect(inputs).toEqual({ __provider: pinnedProvider });
    expect(unmarked(properties)).toEqual({
      ...storedProperties(databaseCluster("pg")),
      __provider: pinnedProvider,
    });
  });
});

describe("where the settings come from", () => {
  it("the config, and one read is one GET", async () => {
    await host.read(uuid);
    expect(emulator.requests).toMatchObject([{ method: "GET", path: `/v2/databases/${uuid}` }]);
    expect(tokens()).toEqual([Emulator.token]);
  });

  it("configNamespace: another token", async () => {
    await host.read(uuid, { configNamespace: "europe" });
    expect(tokens()).toEqual([ofEurope]);
  });

  it("apiEndpoint: before the config's", async () => {
    const other = await Emulator.start({ clusters: [databaseCluster("pg", { name: "elsewhere" })] });
    const { properties } = await host.read(uuid, { apiEndpoint: other.url });
    await other.stop();
    expect(properties["name"]).toBe("elsewhere");
    expect([tokens(other), tokens()]).toEqual([[Emulator.token], []]);
  });

  it("the environment's token is not another account's", async () => {
    const environment = { DIGITALOCEAN_TOKEN: Emulator.token, DIGITALOCEAN_ACCESS_TOKEN: Emulator.token };
    const config = { "digitalocean:token": Emulator.token, "digitalocean:apiEndpoint": emulator.url };
    const withVariables = await ProviderHost.start({ config, environment });
    const read = withVariables.read(uuid, { configNamespace: "asia", apiEndpoint: emulator.url });
    const message = await failureOf(withVariables, read);
    await withVariables.stop();
    expect(message).toContain("no DigitalOcean token for the namespace asia");
    expect(message).not.toContain("DIGITALOCEAN_");
    expect(emulator.requests).toEqual([]);
  });

  it.each(["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"])("the environment: %s", async (variable) => {
    const environment = { [variable]: ofEurope, DIGITALOCEAN_API_URL: emulator.url };
    const withoutConfig = await ProviderHost.start({ config: {}, environment });
    const { properties } = await withoutConfig.read(uuid);
    await withoutConfig.stop();
    expect(properties["name"]).toBe("planted-pg");
    expect(tokens()).toEqual([ofEurope]);
  });
});
