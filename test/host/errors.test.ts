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
  const settings = { apiEndpoint: emulator.url, httpRetryMax: "0", httpRetryWaitMin: "0.1" };
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

describe("a read in a program fails with one line, which the host prints once,", () => {
  it.each<[string, Properties, RegExp]>([
    [
      "there is no token",
      { configNamespace: "tokenless" },
      /no DigitalOcean token for the namespace tokenless\. .*config set --secret tokenless:token/,
    ],
    [
      "the API does not know the token",
      { configNamespace: "unknown" },
      /\(401 unauthorized\).* the config value unknown:token/,
    ],
    ["the token has no scope", { configNamespace: "nothing" }, /\(403 forbidden\).*database:read/],
    [
      "the token has the scope for reading only",
      { configNamespace: "reader" },
      /withheld its uri, user and password: the token from the config value reader:token lacks the scope/,
    ],
  ])("if %s", async (_, inputs, says) => {
    const message = await failure(inputs);
    expect(message).toMatch(says);
    expect(message.startsWith(`database cluster ${uuid}`)).toBe(true);
  });

  it("if the cluster does not exist", async () => {
    const absent = "5a1e0000-0000-4000-8000-0000000000ff";
    const message = await failure({}, absent);
    expect(message).toContain(
      `database cluster ${absent}: not found: the token's team has no cluster with this UUID`,
    );
  });

  it("if the answer has no host of the connection", async () => {
    const connection = { uri: "u", user: "doadmin", password: plantedPassword("pg"), port: 25060 };
    emulator.misbehave({ status: 200, body: { database: { ...minimal, connection } } });
    expect(await failure()).toContain("the answer (status unknown) has no connection.host");
  });

  const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
  it.each([
    ["region", { region: unknownValue }],
    ["doSettings", { do_settings: { service_cnames: [unknownValue] } }],
  ])("if %s has a text that Pulumi takes for an unknown value", async (property, changes) => {
    emulator.misbehave({ status: 200, body: { database: databaseCluster("pg", changes) } });
    expect(await failure()).toBe(
      `database cluster ${uuid}: its ${property} holds a text that Pulumi takes for a value that is not known yet, ` +
        "so that a resource cannot have it; use getDatabaseCluster. [unexpected_response]",
    );
  });
});

describe("a read in a program fails with one line and without a request", () => {
  it.each<[string, Properties, RegExp]>([
    [
      "the token is malformed",
      { configNamespace: "malformed" },
      /^token: the config value malformed:token is malformed/,
    ],
    ["a setting is malformed", { configNamespace: "wrong" }, /^wrong:httpRetryMax: expected a whole number/],
    ["the endpoint is not https", { apiEndpoint: "http://api.example.com" }, /^apiEndpoint: .*https/],
    [
      "the namespace is not a text",
      { configNamespace: 5 },
      /^configNamespace: expected the prefix of config keys/,
    ],
  ])("if %s", async (_, inputs, says) => {
    expect(await failure(inputs)).toMatch(says);
    expect(emulator.requests).toEqual([]);
  });

  it.each([
    ["a path", "../account"],
    ["empty", ""],
    ["a part of a UUID", "9cc10173"],
    ["a token", Emulator.token],
  ])("if the id is %s", async (_, id) => {
    expect(await failure({}, id)).toMatch(/^uuid: expected a UUID/);
    expect(emulator.requests).toEqual([]);
  });
});

it("a read prints that it waits for the API's rate limit, and goes on", async () => {
  emulator.misbehaveNext({ status: 429, headers: { "retry-after": "0" }, body: { id: "too_many_requests" } });
  const { properties } = await host.read(uuid, { configNamespace: "patient" });
  expect(properties["name"]).toBe(databaseCluster("pg").name);
  expect(await host.takePrinted(1)).toEqual([
    `database cluster ${uuid}: DigitalOcean's rate limit is reached; asking again in 1 s.`,
  ]);
});

it("reads print the first retry, once for all with the same cause", async () => {
  emulator.misbehave(errorReply(503, "service_unavailable", ""));
  const reads = [1, 2, 3].map(() => host.read(uuid, { configNamespace: "patient" }));
  await Promise.allSettled(reads);
  const printed = await host.takePrinted(4);
  expect(printed).toHaveLength(4);
  expect(printed[0]).toBe(
    `${new URL(emulator.url).host}: try 1 of 2 failed (503 service_unavailable); the next try begins in 1 s.`,
  );
  expect(printed.filter((line) => retryLine.test(line))).toHaveLength(1);
});
