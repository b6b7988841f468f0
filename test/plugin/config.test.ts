import { defaultLimits } from "../../src/api/settings";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { marked } from "../host/properties";
import type { Properties } from "../host/properties";
import { leaksIn } from "../unit/leaks";
import { unknown } from "./messages";
import { failureOf, PluginProcess } from "./pluginProcess";
import { usePlugin } from "./usePlugin";

const uuid = clusterUuid("pg");
const emulator = useEmulator();
const plugin = usePlugin(() => ({}));

/** The failure of a lookup with this config, which must send nothing. */
async function failureWith(config: Properties): Promise<string> {
  await plugin().configure({ token: Emulator.token, apiEndpoint: emulator.url, ...config });
  const failure = await failureOf(plugin().create("DatabaseCluster", { uuid }));
  expect(emulator.requests).toEqual([]);
  expect(leaksIn(failure, [Emulator.token])).toEqual([]);
  return failure;
}

describe("the provider's config", () => {
  it("has numbers as texts, as the engine sends them, or as numbers", async () => {
    for (const count of ["2", 2]) {
      emulator.behave();
      emulator.misbehave({ status: 503, body: { id: "service_unavailable" } });
      await plugin().configure({
        ...{ token: Emulator.token, apiEndpoint: emulator.url, httpRetryWaitMin: "0.01" },
        ...{ httpRetryMax: count, deadlineSeconds: String(count), version: "0.1.0" },
      });
      const failure = await failureOf(plugin().create("DatabaseCluster", { uuid }));
      expect(failure).toContain("in 3 tries");
      expect(emulator.requests).toHaveLength(3);
      await plugin().engine.take(count === 2 ? 0 : 1);
    }
  });

  it.each(Object.keys(defaultLimits))("refuses a word as %s", async (limit) => {
    expect(await failureWith({ [limit]: "often" })).toMatch(
      new RegExp(`^digitalocean-databases:${limit}: expected a (whole )?number .*\\[invalid_argument\\]$`),
    );
  });

  it.each<[string, Properties]>([
    ["true", { httpRetryMax: true }],
    ["a list", { httpRetryMax: [1] }],
    ["an object", { deadlineSeconds: { seconds: 1 } }],
    ["a negative number", { deadlineSeconds: -1 }],
  ])("refuses %s in place of a number", async (_, config) => {
    expect(await failureWith(config)).toMatch(/^digitalocean-databases:\w+: expected a (whole )?number /);
  });

  it("refuses an endpoint without https, without showing the token", async () => {
    expect(await failureWith({ apiEndpoint: "http://api.example.com" })).toMatch(/^apiEndpoint: .*https/);
  });

  it("refuses a malformed token without showing it", async () => {
    const failure = await failureWith({ token: "dop_v1_malformed token" });
    expect(failure).toMatch(/^token: the provider's config \(digitalocean-databases:token\) is malformed/);
    expect(failure).not.toContain("dop_v1_");
  });

  it("says how to set a token if the token is missing or empty", async () => {
    for (const token of [undefined, "", " "]) {
      expect(await failureWith({ token })).toBe(
        `database cluster ${uuid}: no DigitalOcean token. Set one with \`pulumi config set --secret ` +
          "digitalocean-databases:token` or in the environment variable DIGITALOCEAN_TOKEN that `pulumi` is started " +
          "with. An explicit provider takes it as `token`. [missing_token]",
      );
    }
  });

  it("of the last Configure counts", async () => {
    await plugin().configure({ apiEndpoint: emulator.url });
    await failureOf(plugin().create("DatabaseCluster", { uuid }));
    await plugin().configure({ apiEndpoint: `${emulator.url}/`, token: Emulator.token });
    expect((await plugin().create("DatabaseCluster", { uuid })).id).toBe(uuid);
  });
});

describe("CheckConfig", () => {
  it.each([
    ["tokn", "token"],
    ["apiEndPoint", "apiEndpoint"],
    ["httpRetries", "httpRetryMax"],
    ["deadline", "deadlineSeconds"],
  ])("refuses the unknown name %s, and suggests %s", async (name, suggested) => {
    const secret = "dop_v1_planted";
    const { inputs, failures } = await plugin().checkConfig({ [name]: secret });
    expect(inputs).toEqual({});
    expect(failures).toEqual([
      `the config of digitalocean-databases: there is no option ${name}; did you mean ${suggested}? There are token, ` +
        `apiEndpoint, ${Object.keys(defaultLimits).join(", ")}. [invalid_argument]`,
    ]);
  });

  it("accepts every name of the config, and what the engine adds", async () => {
    const names = [
      "apiEndpoint",
      ...Object.keys(defaultLimits),
      "version",
      "pluginDownloadURL",
      "__internal",
    ];
    const news = Object.fromEntries(names.map((name) => [name, "1"]));
    expect(await plugin().checkConfig(news)).toEqual({ inputs: news, failures: [] });
  });
});

describe("Check", () => {
  it.each([
    ["DatabaseCluster", { uuid, waitForOnlin: true }, "waitForOnlin", "waitForOnline"],
    ["DatabaseCluster", { uuid, token: "dop_v1_planted" }, "token", "uuid"],
    ["DatabaseConnection", { uuid, Pool: "p" }, "Pool", "pool"],
    ["DatabaseConnection", { clusterUuid: uuid }, "clusterUuid", "user"],
  ] as const)(
    "of a %s with %j refuses the argument %s, and suggests %s",
    async (resource, news, name, nearest) => {
      const { failures } = await plugin().check(resource, news);
      expect(failures).toHaveLength(1);
      expect(failures[0]).toMatch(/^[^\p{Cc}]+ \[invalid_argument\]$/u);
      expect(failures[0]).toContain(`${resource}: there is no argument ${name}; did you mean ${nearest}?`);
      expect(failures[0]).not.toContain("dop_v1_");
    },
  );

  it("sends nothing, whatever the inputs are", async () => {
    await plugin().check("DatabaseCluster", { uuid: unknown });
    await plugin().check("DatabaseConnection", { uuid, pool: "p" });
    expect(emulator.requests).toEqual([]);
  });
});

describe("DiffConfig", () => {
  const config = { token: marked("dop_v1_one"), httpRetryMax: "3" };
  const some = (names: string[]): object => ({ changes: "some", changed: names, replacing: [] });

  it.each<[string, Properties]>([
    ["it is the same", config],
    ["a secret is plain", { ...config, token: "dop_v1_one" }],
    ["a missing value is null", { ...config, apiEndpoint: null }],
    ["only the plugin's version differs", { ...config, version: "9.9.9" }],
  ])("sees no change if %s", async (_, news) => {
    expect(await plugin().diffConfig(config, news)).toMatchObject({ changes: "none", changed: [] });
  });

  it.each<[string, Properties, string[]]>([
    ["the token is another", { ...config, token: marked("dop_v1_two") }, ["token"]],
    ["a value is gone", { token: config.token }, ["httpRetryMax"]],
    ["a value is new", { ...config, apiEndpoint: "https://example.com" }, ["apiEndpoint"]],
    ["a value is unknown", { ...config, token: marked(unknown) }, ["token"]],
  ])("names what has changed, and asks for no other provider, if %s", async (_, news, names) => {
    expect(await plugin().diffConfig(config, news)).toMatchObject(some(names));
  });
});

describe("the environment of the plugin", () => {
  /** The token and the end of the message of a lookup in this environment. */
  async function lookUp(
    environment: Record<string, string>,
    config: Properties,
  ): Promise<string | undefined> {
    const another = await PluginProcess.start({ environment, config });
    try {
      emulator.requests.length = 0;
      await another.create("DatabaseCluster", { uuid });
      return emulator.requests[0]?.headers.authorization;
    } finally {
      await another.stop();
    }
  }
  const tokens = { config: "dop_v1_config", first: "dop_v1_first", second: "dop_v1_second" };
  const both = { DIGITALOCEAN_TOKEN: tokens.first, DIGITALOCEAN_ACCESS_TOKEN: tokens.second };
  beforeAll(() => {
    Object.values(tokens).forEach((token) => {
      emulator.allow(token);
    });
  });

  it("has the token in DIGITALOCEAN_TOKEN or DIGITALOCEAN_ACCESS_TOKEN if the config has none", async () => {
    const { DIGITALOCEAN_ACCESS_TOKEN } = both;
    const config = { apiEndpoint: emulator.url };
    expect(await lookUp(both, { ...config, token: tokens.config })).toBe(`Bearer ${tokens.config}`);
    expect(await lookUp(both, config)).toBe(`Bearer ${tokens.first}`);
    expect(await lookUp({ DIGITALOCEAN_ACCESS_TOKEN }, config)).toBe(`Bearer ${tokens.second}`);
  });

  it("has the endpoint in DIGITALOCEAN_API_URL if the config has none", async () => {
    const { token } = Emulator;
    const bearer = `Bearer ${token}`;
    expect(await lookUp({ DIGITALOCEAN_API_URL: emulator.url }, { token })).toBe(bearer);
    const elsewhere = { DIGITALOCEAN_API_URL: "http://127.0.0.1:1" };
    expect(await lookUp(elsewhere, { token, apiEndpoint: emulator.url })).toBe(bearer);
  });

  it("has limits for which the config has none, and messages name the variable", async () => {
    const environment = { DIGITALOCEAN_HTTP_RETRY_MAX: "often" };
    const config = { token: Emulator.token, apiEndpoint: emulator.url };
    await expect(lookUp(environment, config)).rejects.toMatchObject({
      details: "DIGITALOCEAN_HTTP_RETRY_MAX: expected a whole number from 0 to 100000. [invalid_argument]",
    });
    expect(await lookUp(environment, { ...config, httpRetryMax: "0" })).toBe(`Bearer ${Emulator.token}`);
  });
});
