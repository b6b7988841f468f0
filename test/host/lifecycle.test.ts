import type { ServiceError } from "@grpc/grpc-js";
import { clusterUuid, databaseCluster } from "../../testing/emulator/clusters";
import type { Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { failureOf } from "./failure";
import { unmarked } from "./properties";
import { storedNames } from "../unit/resource/storedProperties";
import { ProviderHost } from "./providerHost";
import type { HostOptions } from "./providerHost";

const uuid = clusterUuid("pg");

const emulator = useEmulator();
let endpoint: Record<string, string>;
beforeAll(() => {
  endpoint = { "digitalocean:apiEndpoint": emulator.url, "digitalocean:httpRetryMax": "0" };
});

/** Runs with a host of its own, which prints nothing that the test does not ask for. */
async function withHost(options: HostOptions, act: (host: ProviderHost) => Promise<void>): Promise<void> {
  const host = await ProviderHost.start(options);
  try {
    await act(host);
    expect(await host.takePrinted(0)).toEqual([]);
  } finally {
    await host.stop();
  }
}

it("reads that come while the provider is being configured are served like any", () =>
  withHost({}, async (host) => {
    const configured = host.configure({ ...endpoint, "digitalocean:token": Emulator.token });
    const results = await Promise.all(Array.from({ length: 100 }, () => host.read(uuid)));
    await configured;
    for (const { id, properties } of results) {
      expect(id).toBe(uuid);
      expect(Object.keys(properties)).toHaveLength(storedNames.length + 1);
      expect(properties["name"]).toBe("planted-pg");
    }
    expect(new Set(emulator.requests.map(({ headers }) => headers.authorization))).toEqual(
      new Set([`Bearer ${Emulator.token}`]),
    );
  }));

describe("100 clusters at once, some of them gone and some without credentials", () => {
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
      connection:
        sortOf(index) === "withheld" ? bare : { ...bare, uri, user, password: `${password}${index}` },
    }),
  );
  const failing = ids.filter((_, index) => sortOf(index) !== "there").length;

  /** Reads all of them, and asserts that each ends in its own way. */
  async function expectEachItsOwn(host: ProviderHost, configuring: Promise<void>): Promise<void> {
    emulator.state.clusters = clusters.filter((_, index) => sortOf(index) !== "gone");
    const outcomes = await Promise.allSettled(ids.map((id) => host.read(id)));
    emulator.state.clusters = [databaseCluster("pg")];
    await configuring;
    outcomes.forEach((outcome, index) => {
      const id = ids[index];
      if (outcome.status === "fulfilled") {
        const properties = unmarked(outcome.value.properties);
        expect([sortOf(index), outcome.value.id]).toEqual(["there", id]);
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
  }

  const config = (): Record<string, string> => ({ ...endpoint, "digitalocean:token": Emulator.token });

  it("right after Configure", () =>
    withHost({ config: config() }, (host) => expectEachItsOwn(host, Promise.resolve())));

  it("while Configure is not answered yet", () =>
    withHost({}, (host) => expectEachItsOwn(host, host.configure(config()))));

  it("while the same Configure comes once more", () =>
    withHost({ config: config() }, async (host) => {
      const reading = expectEachItsOwn(host, Promise.resolve());
      await host.configure(config());
      await reading;
    }));
});

it("reads that fail while others succeed do not disturb them", () =>
  withHost({ config: { ...endpoint, "digitalocean:token": Emulator.token } }, async (host) => {
    const absent = clusterUuid("mysql");
    const ids = Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? uuid : absent));
    const outcomes = await Promise.allSettled(ids.map((id) => host.read(id)));
    expect(outcomes.map(({ status }) => status)).toEqual(
      ids.map((id) => (id === uuid ? "fulfilled" : "rejected")),
    );
    const printed = await host.takePrinted(20);
    expect(printed).toHaveLength(20);
    expect(new Set(printed).size).toBe(1);
  }));

describe("a first read without a token", () => {
  const config = (): Record<string, string> => ({
    ...endpoint,
    "later:token": Emulator.token,
    "later:apiEndpoint": emulator.url,
  });

  it("leaves nothing behind: the next one with a token is served", () =>
    withHost({ config: config() }, async (host) => {
      expect(await failureOf(host, host.read(uuid))).toContain("no DigitalOcean token");
      const { properties } = await host.read(uuid, { configNamespace: "later" });
      expect(properties["name"]).toBe("planted-pg");
    }));

  // The engine starts a host anew for another config. The host itself keeps a provider with the first.
  it("in a host that is configured once more fails in the same one line", () =>
    withHost({ config: config() }, async (host) => {
      const first = await failureOf(host, host.read(uuid));
      await host.configure({ ...config(), "digitalocean:token": Emulator.token });
      expect(await failureOf(host, host.read(uuid))).toBe(first);
      expect(emulator.requests).toEqual([]);
    }));
});

it("a cluster that changes between two reads of one host is read anew", () =>
  withHost({ config: { ...endpoint, "digitalocean:token": Emulator.token } }, async (host) => {
    const before = await host.read(uuid);
    emulator.state.clusters = [databaseCluster("pg", { region: "fra1" })];
    const after = await host.read(uuid);
    emulator.state.clusters = [databaseCluster("pg")];
    expect([before.properties["region"], after.properties["region"]]).toEqual(["nyc3", "fra1"]);
  }));
