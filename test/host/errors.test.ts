import { clusterUuid, databaseCluster, plantedPassword } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { errorReply } from "../../testing/emulator/routes";
import { leaksIn } from "../unit/leaks";
import { minimal } from "../unit/reads/apiCluster";
import { failureOf, retryLine } from "./failure";
import type { Properties } from "./properties";
import { ProviderHost } from "./providerHost";

const uuid = clusterUuid("pg");
const malformedToken = "dop_v1_malformed token";
const tokens = { read: "dop_v1_reader", nothing: "dop_v1_nothing", unknown: "dop_v1_unknown" };
const secrets = [Emulator.token, malformedToken, ...Object.values(tokens), plantedPassword("pg")];

const emulator = useEmulator();
let host: ProviderHost;
beforeAll(async () => {
  emulator.allow(tokens.read, ["database:read"]);
  emulator.allow(tokens.nothing, []);
  const settings = { apiEndpoint: emulator.url, httpRetryMax: "0", requestTimeoutSeconds: "0.3" };
  const namespaces: Record<string, Record<string, string>> = {
    digitalocean: { ...settings, token: Emulator.token },
    ...{ tokenless: settings, malformed: { ...settings, token: malformedToken } },
    ...{ reader: { ...settings, token: tokens.read }, nothing: { ...settings, token: tokens.nothing } },
    unknown: { ...settings, token: tokens.unknown },
    wrong: { ...settings, token: Emulator.token, httpRetryMax: "often" },
    patient: { ...settings, token: Emulator.token, httpRetryMax: "1" },
  };
  const config = Object.entries(namespaces).flatMap(([namespace, values]) =>
    Object.entries(values).map(([key, value]) => [`${namespace}:${key}`, value] as const),
  );
  host = await ProviderHost.start({ config: Object.fromEntries(config) });
});
afterAll(async () => {
  await host.stop();
});

/** The message of a read in a program that fails; it holds no secret, and nothing of refreshes. */
async function failure(inputs: Properties = {}, id = uuid): Promise<string> {
  const message = await failureOf(host, host.read(id, inputs));
  expect(leaksIn(message, secrets)).toEqual([]);
  expect(message).not.toContain("refresh");
  return message;
}

describe("what the engine gets for an error is one line that the host prints once", () => {
  it.each<[string, Properties, RegExp]>([
    [
      "no token",
      { configNamespace: "tokenless" },
      /no DigitalOcean token for the namespace tokenless\. .*config set --secret tokenless:token/,
    ],
    [
      "a token nobody knows",
      { configNamespace: "unknown" },
      /\(401 unauthorized\).* the config value unknown:token/,
    ],
    ["a token without rights", { configNamespace: "nothing" }, /\(403 forbidden\).*database:read/],
    [
      "a token for reading only",
      { configNamespace: "reader" },
      /withheld its uri, user and password: the token from the config value reader:token lacks the scope/,
    ],
  ])("%s", async (_, inputs, says) => {
    const message = await failure(inputs);
    expect(message).toMatch(says);
    expect(message.startsWith(`database cluster ${uuid}`)).toBe(true);
  });

  it("no such cluster: an error in a program, not a resource that is gone", async () => {
    const absent = "5a1e0000-0000-4000-8000-0000000000ff";
    const message = await failure({}, absent);
    expect(message).toContain(
      `database cluster ${absent}: not found: the token's team has no cluster with this UUID`,
    );
  });

  it("a cluster without the connection's host", async () => {
    const connection = { uri: "u", user: "doadmin", password: plantedPassword("pg"), port: 25060 };
    emulator.misbehave({ status: 200, body: { database: { ...minimal, connection } } });
    expect(await failure()).toContain("the answer (status unknown) has no connection.host");
  });

  const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  it.each([
    ["a", "region", { region: unknownValue }],
    ["a deep", "doSettings", { do_settings: { service_cnames: [unknownValue] } }],
  ])(
    "%s value that the engine would take for one not known yet, and refuse",
    async (_, property, changes) => {
      emulator.misbehave({ status: 200, body: { database: databaseCluster("pg", changes) } });
      expect(await failure()).toBe(
        `database cluster ${uuid}: its ${property} holds a text that Pulumi takes for a value that is not known yet, ` +
          "so that a resource cannot have it; use getDatabaseCluster. [unexpected_response]",
      );
    },
  );
});

describe("what is malformed is refused in one line, and nothing is sent", () => {
  it.each<[string, Properties, RegExp]>([
    ["a token", { configNamespace: "malformed" }, /^token: the config value malformed:token is malformed/],
    ["a setting", { configNamespace: "wrong" }, /^wrong:httpRetryMax: expected a whole number/],
    ["an endpoint", { apiEndpoint: "http://api.example.com" }, /^apiEndpoint: .*https/],
    ["a namespace", { configNamespace: 5 }, /^configNamespace: expected the prefix of config keys/],
  ])("%s", async (_, inputs, says) => {
    expect(await failure(inputs)).toMatch(says);
    expect(emulator.requests).toEqual([]);
  });

  it.each(["../account", "", "9cc10173", Emulator.token])("the id %j", async (id) => {
    expect(await failure({}, id)).toMatch(/^uuid: expected a UUID/);
    expect(emulator.requests).toEqual([]);
  });
});

it("a wait for the API's quota is printed, and the read goes on", async () => {
  emulator.misbehaveNext({ status: 429, headers: { "retry-after": "1" }, body: { id: "too_many_requests" } });
  const { properties } = await host.read(uuid, { configNamespace: "patient" });
  expect(properties["name"]).toBe(databaseCluster("pg").name);
  expect(await host.takePrinted(1)).toEqual([
    expect.stringMatching(
      new RegExp(
        `^database cluster ${uuid}: DigitalOcean's rate limit is reached; asking again in [12] s\\.$`,
      ),
    ),
  ]);
});

it("a retry is printed from the first one on, once for all reads with the same cause", async () => {
  emulator.misbehave(errorReply(503, "service_unavailable", ""));
  const reads = [1, 2, 3].map(() => host.read(uuid, { configNamespace: "patient" }));
  await Promise.allSettled(reads);
  const printed = await host.takePrinted(4);
  expect(printed).toHaveLength(4);
  expect(printed[0]).toBe(
    `${new URL(emulator.url).host}: try 1 of 2 failed (503 service_unavailable); the next try begins in 2 s.`,
  );
  expect(printed.filter((line) => retryLine.test(line))).toHaveLength(1);
});
