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
/** A host with settings in the config, and one for each variable that may have the token. */
let host: ProviderHost;
const environmentTokens = ["DIGITALOCEAN_TOKEN", "DIGITALOCEAN_ACCESS_TOKEN"];
const hostsWithToken = new Map<string, ProviderHost>();
beforeAll(async () => {
  emulator.allow(ofEurope);
  const config = {
    "digitalocean:token": Emulator.token,
    "digitalocean:apiEndpoint": emulator.url,
    "europe:token": ofEurope,
    "europe:apiEndpoint": emulator.url,
  };
  const startWithToken = async (variable: string): Promise<void> => {
    const environment = { [variable]: ofEurope, DIGITALOCEAN_API_URL: emulator.url };
    hostsWithToken.set(variable, await ProviderHost.start({ config: {}, environment }));
  };
  [host] = await Promise.all([ProviderHost.start({ config }), ...environmentTokens.map(startWithToken)]);
});
afterEach(async () => {
  expect(await host.takePrinted(0)).toEqual([]);
});
afterAll(async () => {
  await Promise.all([host, ...hostsWithToken.values()].map((started) => started.stop()));
});

/** The names of the values that are secret. */
function secretsOf(properties: Properties): string[] {
  return Object.keys(properties).filter((name) => isMarked(properties[name]));
}

/** The tokens that the emulator was asked with. */
function tokens(of: Emulator = emulator): (string | undefined)[] {
  return of.requests.map(({ headers }) => headers.authorization?.replace("Bearer ", ""));
}

describe("a read of the resource", () => {
  it.each(engines)(
    "has every property of a %s cluster, or null, and marks the secret ones",
    async (engine) => {
      const { id, properties } = await host.read(clusterUuid(engine));
      expect(id).toBe(clusterUuid(engine));
      expect(unmarked(properties)).toEqual({
        ...storedProperties(databaseCluster(engine)),
        __provider: pinnedProvider,
      });
      const present = storedSecretProperties.filter((property) => properties[property] !== null);
      expect(secretsOf(properties).sort()).toEqual([...present].sort());
    },
  );

  it("has the values of the API", async () => {
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
  ])("has null for a property that is %s in the answer", async (_, database) => {
    emulator.misbehave({ status: 200, body: { database } });
    const { properties } = await host.read(uuid, { requireCredentials: false });
    const there = { name: "backend", engine: "pg", numNodes: 1, size: "db-s-1vcpu-1gb", region: "nyc3" };
    const absent = Object.fromEntries(storedNames.map((name) => [name, null]));
    const inputs = { requireCredentials: false, __provider: pinnedProvider };
    expect(unmarked(properties)).toEqual({ ...absent, ...there, ...inputs });
    expect(secretsOf(properties)).toEqual([]);
  });

  it("does not have members of the answer that it does not know", async () => {
    const database = databaseCluster("pg", { unheard_of: { password: plantedPassword("new") } });
    emulator.misbehave({ status: 200, body: { database } });
    const { properties } = await host.read(uuid);
    expect(unmarked(properties)).toEqual({
      ...storedProperties({ ...database }),
      __provider: pinnedProvider,
    });
  });

  it("has the inputs that were given", async () => {
    const given = { requireCredentials: true, configNamespace: "europe", apiEndpoint: emulator.url };
    const { inputs, properties } = await host.read(uuid, given);
    expect(inputs).toEqual({ ...given, __provider: pinnedProvider });
    // A refresh has nothing else.
    expect(properties).toMatchObject(given);
  });

  it("has no inputs if none were given", async () => {
    const { inputs } = await host.read(uuid);
    expect(inputs).toEqual({ __provider: pinnedProvider });
  });

  it("ignores other inputs, such as a stored token", async () => {
    const { inputs, properties } = await host.read(uuid, { token: "dop_v1_stored", uuid: "x", extra: [1] });
    expect(tokens()).toEqual([Emulator.token]);
    expect(inputs).toEqual({ __provider: pinnedProvider });
    expect(unmarked(properties)).toEqual({
      ...storedProperties(databaseCluster("pg")),
      __provider: pinnedProvider,
    });
  });
});

describe("a read of the resource takes", () => {
  it("the token from the config, and sends one GET", async () => {
    await host.read(uuid);
    expect(emulator.requests).toMatchObject([{ method: "GET", path: `/v2/databases/${uuid}` }]);
    expect(tokens()).toEqual([Emulator.token]);
  });

  it("another token from the config if it has a configNamespace", async () => {
    await host.read(uuid, { configNamespace: "europe" });
    expect(tokens()).toEqual([ofEurope]);
  });

  it("apiEndpoint from its inputs before that of the config", async () => {
    const other = await Emulator.start({ clusters: [databaseCluster("pg", { name: "elsewhere" })] });
    const { properties } = await host.read(uuid, { apiEndpoint: other.url });
    await other.stop();
    expect(properties["name"]).toBe("elsewhere");
    expect([tokens(other), tokens()]).toEqual([[Emulator.token], []]);
  });

  it.each(environmentTokens)("the token from %s if the config has none", async (variable) => {
    const { properties } = await (hostsWithToken.get(variable) as ProviderHost).read(uuid);
    expect(properties["name"]).toBe("planted-pg");
    expect(tokens()).toEqual([ofEurope]);
  });

  it.each(environmentTokens)("no token from %s for another namespace", async (variable) => {
    const withVariable = hostsWithToken.get(variable) as ProviderHost;
    const read = withVariable.read(uuid, { configNamespace: "asia", apiEndpoint: emulator.url });
    const message = await failureOf(withVariable, read);
    expect(message).toContain("no DigitalOcean token for the namespace asia");
    expect(message).not.toContain("DIGITALOCEAN_");
    expect(emulator.requests).toEqual([]);
  });
});
