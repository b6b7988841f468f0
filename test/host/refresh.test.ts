import { clusterUuid, databaseCluster, plantedPassword } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import type { Misbehaviour } from "../../testing/emulator/emulator";
import { errorReply } from "../../testing/emulator/routes";
import type { Scope } from "../../testing/emulator/scopes";
import { leaksIn } from "../unit/leaks";
import { failureOf } from "./failure";
import { marked, unmarked } from "./properties";
import type { Properties } from "./properties";
import { ProviderHost } from "./providerHost";
import type { ReadResult } from "./providerHost";

const uuid = clusterUuid("pg");
const ofEnvironment = "dop_v1_of-environment";
const hint =
  " A refresh has the config of the last update, an old token too: if the token has changed since, run " +
  "`pulumi up` without `--refresh`, or `pulumi refresh --run-program`.";

const emulator = useEmulator();
/** Its tokens are in the config, as those of most programs. */
let host: ProviderHost;
/** It has none in the config of the default namespace, but one in the environment. */
let hostWithVariable: ProviderHost;
beforeAll(async () => {
  const config = {
    "digitalocean:apiEndpoint": emulator.url,
    "digitalocean:httpRetryMax": "0",
    "digitalocean:token": Emulator.token,
    "europe:token": Emulator.token,
  };
  const withoutToken = { ...config, "digitalocean:token": " " };
  [host, hostWithVariable] = await Promise.all([
    ProviderHost.start({ config }),
    ProviderHost.start({ config: withoutToken, environment: { DIGITALOCEAN_TOKEN: ofEnvironment } }),
  ]);
});
beforeEach(() => {
  emulator.state.clusters = [databaseCluster("pg")];
  emulator.allow(Emulator.token);
  emulator.allow(ofEnvironment);
});
afterAll(async () => {
  await Promise.all([host.stop(), hostWithVariable.stop()]);
});

/** What an update has left in the state. */
async function updated(by: ProviderHost, inputs: Properties = {}): Promise<ReadResult> {
  const result = await by.read(uuid, inputs);
  expect(await by.takePrinted(0)).toEqual([]);
  emulator.requests.length = 0;
  return result;
}

/** The message of a refresh that fails. */
async function failure(by: ProviderHost, earlier: ReadResult): Promise<string> {
  const message = await failureOf(by, by.refresh(earlier));
  expect(leaksIn(message, [Emulator.token, ofEnvironment, plantedPassword("pg")])).toEqual([]);
  return message;
}

describe("a refresh of an existing cluster", () => {
  it("changes nothing, with one request, if the cluster is unchanged", async () => {
    const earlier = await updated(host);
    expect(await host.refresh(earlier)).toEqual(earlier);
    expect(emulator.requests).toMatchObject([{ method: "GET", path: `/v2/databases/${uuid}` }]);
  });

  it("updates properties that an earlier release stored beside the connections", async () => {
    const { properties } = await updated(host);
    const earlier = { uri: marked("earlier"), password: marked("earlier"), privateHost: marked(null) };
    const refreshed = await host.refresh({
      id: uuid,
      properties: { ...properties, ...earlier },
      inputs: undefined,
    });
    const connection = databaseCluster("pg")["connection"] as Connection;
    expect(refreshed.properties).toEqual({
      ...properties,
      uri: marked(connection.uri),
      password: marked(connection.password),
      privateHost: marked((databaseCluster("pg")["private_connection"] as Connection).host),
    });
  });

  it("has the new values, and the provider and inputs of the state, if the cluster has changed", async () => {
    const earlier = await updated(host, { requireCredentials: false, apiEndpoint: emulator.url });
    emulator.state.clusters = [
      databaseCluster("pg", { region: "fra1", standby_connection: null, tags: null }),
    ];
    const { id, properties, inputs } = await host.refresh(earlier);
    expect(id).toBe(uuid);
    expect(unmarked(properties)).toEqual({
      ...unmarked(earlier.properties),
      ...{ region: "fra1", standbyConnection: null, tags: null },
    });
    expect(inputs).toEqual(earlier.inputs);
    expect(properties["__provider"]).toContain("exports.handler");
  });

  it("drops credentials that are now withheld if requireCredentials is false in the state", async () => {
    const earlier = await updated(host, { requireCredentials: false });
    emulator.allow(Emulator.token, ["database:read"]);
    const properties = unmarked((await host.refresh(earlier)).properties);
    expect(properties).toMatchObject({ name: "planted-pg", connection: { port: 25060 } });
    expect(Object.keys(properties["connection"] as object)).not.toContain("password");
  });
});

describe("a cluster that does not exist any more", () => {
  it("has no id after a refresh, so that the engine drops it, and nothing is printed", async () => {
    const earlier = await updated(host);
    emulator.state.clusters = [];
    const { id, properties, inputs } = await host.refresh(earlier);
    expect(id).toBe("");
    expect(Object.keys(properties)).toEqual(["__provider"]);
    expect(inputs).toBeUndefined();
    expect(await host.takePrinted(0)).toEqual([]);
  });

  it("is an error for the next read of a program", async () => {
    emulator.state.clusters = [];
    const message = await failureOf(host, host.read(uuid));
    expect(message).toContain(
      `database cluster ${uuid}: not found: the token's team has no cluster with this UUID`,
    );
    expect(message).not.toContain(hint);
  });

  it.each<[string, Misbehaviour]>([
    ["404 with HTML", { status: 404, headers: { "content-type": "text/html" }, body: "<h1>Not found</h1>" }],
    ["404 without a body", { status: 404 }],
    ["404 with JSON of another form", { status: 404, body: { message: "no such route", code: 404 } }],
    ["404 with a sentence as its id", { status: 404, body: { id: "There is no such route.", message: "" } }],
    ["404 with a list", { status: 404, body: [{ id: "not_found" }] }],
  ])(
    "is not what a refresh concludes from %s, for which it blames another server",
    async (_, misbehaviour) => {
      const earlier = await updated(host);
      emulator.misbehave(misbehaviour);
      const message = await failure(host, earlier);
      expect(message).toContain(
        "not DigitalOcean's API (404). Check digitalocean:apiEndpoint and any proxy in",
      );
      expect(message).toContain("; if they are right, check the UUID against");
    },
  );

  it.each<[string, Misbehaviour]>([
    ["410", errorReply(410, "gone", "")],
    ["400", errorReply(400, "not_found", "")],
    ["500", errorReply(500, "not_found", "")],
    ["200 without a cluster", { status: 200, body: {} }],
    ["204", { status: 204 }],
    ["a redirect", { status: 302, headers: { location: "/gone" } }],
    ["a closed connection", (request) => request.socket.destroy()],
  ])("is not what a refresh concludes from %s, for which it fails", async (_, misbehaviour) => {
    const earlier = await updated(host);
    emulator.misbehave(misbehaviour);
    const message = await failure(host, earlier);
    expect(message).toContain(`database cluster ${uuid}: `);
    expect(message).not.toContain(hint);
  });
});

describe("the failure of a read", () => {
  /** Leaves these scopes to every token. */
  function leave(scopes: Scope[]): void {
    for (const token of emulator.tokens.keys()) {
      emulator.allow(token, scopes);
    }
  }

  describe.each<[string, () => void, string, string]>([
    [
      "revoked (401)",
      () => {
        emulator.tokens.clear();
      },
      "(401 unauthorized)",
      "unauthorized",
    ],
    [
      "without scopes (403)",
      () => {
        leave([]);
      },
      "(403 forbidden)",
      "forbidden",
    ],
    [
      "without the scope for credentials",
      () => {
        leave(["database:read"]);
      },
      "DigitalOcean withheld its uri, user and password",
      "credentials_withheld",
    ],
  ])("with a token that is now %s", (_, change, says, code) => {
    it.each([undefined, "europe"])(
      "says in a refresh how to use a newer token from the config of the namespace %s",
      async (of) => {
        const earlier = await updated(host, {
          configNamespace: of ?? null,
          apiEndpoint: emulator.url,
        });
        change();
        const message = await failure(host, earlier);
        expect(message).toContain(says);
        expect(message).toContain(`the config value ${of ?? "digitalocean"}:token`);
        expect(message.endsWith(`${hint} [${code}]`)).toBe(true);
      },
    );

    it.each([null, "digitalocean"])(
      "does not say so if the token is from the environment, as the config of the namespace %s has none",
      async (configNamespace) => {
        const inputs = { configNamespace, apiEndpoint: emulator.url };
        const earlier = await updated(hostWithVariable, inputs);
        change();
        const message = await failure(hostWithVariable, earlier);
        expect(message).toContain(says);
        expect(message).toContain("the environment variable DIGITALOCEAN_TOKEN");
        expect(message).not.toContain(hint);
      },
    );

    it("does not say so in a program, which has the newest config", async () => {
      change();
      const message = await failureOf(host, host.read(uuid));
      expect(message).toContain(says);
      expect(message).not.toContain(hint);
    });
  });

  it("without any token says in a refresh how to use one from a later config", async () => {
    const earlier = await updated(host);
    const inputs = { configNamespace: "bare" };
    const properties = { ...earlier.properties, ...inputs };
    const message = await failure(host, { ...earlier, properties });
    expect(message).toContain("no DigitalOcean token for the namespace bare. Set one with");
    expect(message.endsWith(`${hint} [missing_token]`)).toBe(true);
    expect(await failureOf(host, host.read(uuid, inputs))).not.toContain(hint);
    expect(emulator.requests).toEqual([]);
  });
});
