import type { ServiceError } from "@grpc/grpc-js";
import { clusterUuid, databaseCluster } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { failureOf } from "./failure";
import { unmarked } from "./properties";
import { storedNames } from "../unit/resource/storedProperties";
import { ProviderHost } from "./providerHost";

const uuid = clusterUuid("pg");

const emulator = useEmulator();
let endpoint: Record<string, string>;
beforeAll(() => {
  endpoint = { "digitalocean:apiEndpoint": emulator.url, "digitalocean:httpRetryMax": "0" };
});

/** Hosts whose config has a token, no token, or does not exist yet. */
let configured: ProviderHost;
let withoutToken: ProviderHost;
let unconfigured: ProviderHost;
beforeAll(async () => {
  const ofLater = { "later:token": Emulator.token, "later:apiEndpoint": emulator.url };
  [configured, withoutToken, unconfigured] = await Promise.all([
    ProviderHost.start({ config: withToken() }),
    ProviderHost.start({ config: { ...endpoint, ...ofLater } }),
    ProviderHost.start(),
  ]);
});
const hosts = (): ProviderHost[] => [configured, withoutToken, unconfigured];
afterEach(async () => {
  emulator.state.clusters = [databaseCluster("pg")];
  // A host prints nothing that the test has not taken.
  expect(await Promise.all(hosts().map((host) => host.takePrinted(0)))).toEqual([[], [], []]);
});
afterAll(() => Promise.all(hosts().map((host) => host.stop())));

const withToken = (): Record<string, string> => ({ ...endpoint, "digitalocean:token": Emulator.token });

/** Many clusters: some do not exist, and the credentials of some are withheld. */
const ids = Array.from(
  { length: 100 },
  (_, index) => `5a1e0000-0000-4000-8000-${String(index).padStart(12, "0")}`,
);
const sortOf = (index: number): "gone" | "withheld" | "there" =>
  index % 7 === 3 ? "gone" : index % 11 === 5 ? "withheld" : "there";
const { uri, user, password, ...bare } = databaseCluster("pg")["connection"] as Connection;
const clusters = ids.map((id, index) =>
  databaseCluster("pg", {
    id,
    name: `cluster-${index}`,
    connection: sortOf(index) === "withheld" ? bare : { ...bare, uri, user, password: `${password}${index}` },
  }),
);
const failing = ids.filter((_, index) => sortOf(index) !== "there").length;

/** Reads all of them at once, and asserts that each read has the result for its cluster. */
async function expectResults(host: ProviderHost, configuring: Promise<void>): Promise<void> {
  emulator.state.clusters = clusters.filter((_, index) => sortOf(index) !== "gone");
  const outcomes = await Promise.allSettled(ids.map((id) => host.read(id)));
  await configuring;
  outcomes.forEach((outcome, index) => {
    const id = ids[index];
    if (outcome.status === "fulfilled") {
      const properties = unmarked(outcome.value.properties);
      expect([sortOf(index), outcome.value.id]).toEqual(["there", id]);
      expect(Object.keys(properties)).toHaveLength(storedNames.length + 1);
      expect(properties).toMatchObject({
        name: `cluster-${index}`,
        connection: { password: `${password}${index}` },
      });
    } else {
      const { details } = outcome.reason as ServiceError;
      expect(details).toContain(`database cluster ${id}`);
      const says = {
        gone: "not found: the token's team has no cluster with this UUID",
        withheld: "withheld its uri, user",
        there: "nothing",
      };
      expect(details).toContain(says[sortOf(index)]);
    }
  });
  expect(await host.takePrinted(failing)).toHaveLength(failing);
  expect(new Set(emulator.requests.map(({ headers }) => headers.authorization))).toEqual(
    new Set([`Bearer ${Emulator.token}`]),
  );
}

describe("a host with 100 reads at once gives each its own result", () => {
  it("right after Configure", () => expectResults(configured, Promise.resolve()));

  it("while Configure is not answered yet", () =>
    expectResults(unconfigured, unconfigured.configure(withToken())));

  it("while the same Configure comes once more", async () => {
    const reading = expectResults(configured, Promise.resolve());
    await configured.configure(withToken());
    await reading;
  });
});

describe("a host", () => {
  it("serves reads while others fail", async () => {
    const absent = clusterUuid("mysql");
    const mixed = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? uuid : absent));
    const outcomes = await Promise.allSettled(mixed.map((id) => configured.read(id)));
    expect(outcomes.map(({ status }) => status)).toEqual(
      mixed.map((id) => (id === uuid ? "fulfilled" : "rejected")),
    );
    const printed = await configured.takePrinted(20);
    expect(printed).toHaveLength(20);
    expect(new Set(printed).size).toBe(1);
  });

  it("reads a cluster anew each time", async () => {
    const before = await configured.read(uuid);
    emulator.state.clusters = [databaseCluster("pg", { region: "fra1" })];
    const after = await configured.read(uuid);
    expect([before.properties["region"], after.properties["region"]]).toEqual(["nyc3", "fra1"]);
  });

  it("serves a read with a token after one without", async () => {
    expect(await failureOf(withoutToken, withoutToken.read(uuid))).toContain("no DigitalOcean token");
    const { properties } = await withoutToken.read(uuid, { configNamespace: "later" });
    expect(properties["name"]).toBe("planted-pg");
  });

  // For another config the engine starts another host.
  it("keeps the first config if it is configured again", async () => {
    const first = await failureOf(withoutToken, withoutToken.read(uuid));
    await withoutToken.configure(withToken());
    expect(await failureOf(withoutToken, withoutToken.read(uuid))).toBe(first);
    expect(emulator.requests).toEqual([]);
  });
});
