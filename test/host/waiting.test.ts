import { clusterFields } from "../../src/reads/secrecy";
import { beingCreated, databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { clusterReply, errorReply } from "../../testing/emulator/routes";
import { failureOf } from "./failure";
import { isMarked } from "./properties";
import type { Properties } from "./properties";
import { storedNames } from "../unit/resource/storedProperties";
import { ProviderHost } from "./providerHost";

const cluster = databaseCluster("pg");
const uuid = cluster.id;
const notFound = errorReply(404, "not_found", "");
const being = clusterReply(beingCreated(cluster));
const of = (secret: boolean): string[] => storedNames.filter((name) => clusterFields[name].secret === secret);

/** The names of the properties, without the provider's, which the host adds. */
function namesIn(properties: Properties): string[] {
  return Object.keys(properties)
    .filter((name) => name !== "__provider")
    .sort();
}

const emulator = useEmulator({ clusters: [cluster] });
let host: ProviderHost;
beforeAll(async () => {
  host = await ProviderHost.start({
    config: {
      "digitalocean:token": Emulator.token,
      "digitalocean:apiEndpoint": emulator.url,
      "digitalocean:httpRetryWaitMin": "0.02",
    },
  });
  // The host prints at most one line a minute about waiting, so that it prints none during the tests.
  emulator.misbehaveNext(being, being, being);
  await host.read(uuid, { waitForOnline: true });
  expect((await host.takePrinted(1)).map((line) => line.replace(/\d+ s of/, "N s of"))).toEqual([
    `database cluster ${uuid} (planted-pg): waiting until it is online: status creating, N s of 1800 s`,
  ]);
});
afterAll(async () => {
  await host.stop();
});

describe("a read of an update", () => {
  it.each([true, { timeoutSeconds: 60 }])(
    "lasts until the cluster is online if waitForOnline is %j",
    async (waitForOnline) => {
      emulator.misbehaveNext(being, being, being);
      const { id, properties, inputs } = await host.read(uuid, { waitForOnline });
      expect(id).toBe(uuid);
      expect(properties["status"]).toBe("online");
      expect(isMarked(properties["connection"])).toBe(true);
      expect(emulator.requests).toHaveLength(4);
      // A refresh has outputs only, so that waitForOnline must be among them.
      expect(inputs).toMatchObject({ waitForOnline });
      expect(properties).toMatchObject({ waitForOnline });
      await host.takePrinted(0);
    },
  );

  it("with waitForOnline goes on if the API answers 404 at first", async () => {
    emulator.misbehaveNext(notFound, notFound, being);
    const { properties } = await host.read(uuid, { waitForOnline: true });
    expect(properties["status"]).toBe("online");
    expect(emulator.requests).toHaveLength(4);
    await host.takePrinted(0);
  });

  it("fails with the last status when the time of waitForOnline is up", async () => {
    emulator.misbehave(being);
    const error = await failureOf(host, host.read(uuid, { waitForOnline: { timeoutSeconds: 0.2 } }));
    expect(error).toContain("it is not online after 0.2 s of waiting (status creating)");
  });

  it("does not wait if waitForOnline is false", async () => {
    emulator.misbehave(being);
    expect(await failureOf(host, host.read(uuid, { waitForOnline: false }))).toContain(
      "it is not online yet",
    );
    expect(emulator.requests).toHaveLength(1);
  });
});

describe("a read of the preview of an update that will wait", () => {
  const inPreview = { waitsInUpdate: true };

  it("has no property, and warns, if the cluster is not found yet", async () => {
    emulator.misbehave(notFound);
    const { id, properties } = await host.read(uuid, { ...inPreview, requireCredentials: false });
    expect(id).toBe(uuid);
    expect(namesIn(properties)).toEqual(["requireCredentials"]);
    expect(emulator.requests).toHaveLength(1);
    expect(await host.takePrinted(1)).toEqual([
      expect.stringMatching(
        /^warning: database cluster .* An update waits for it; a preview goes on without it/,
      ),
    ]);
  });

  it("has the public properties only, without keys of the secret ones, if the cluster is not online", async () => {
    emulator.misbehave(being);
    const { properties, inputs } = await host.read(uuid, inPreview);
    expect(namesIn(properties)).toEqual(of(false).sort());
    expect(properties).toMatchObject({ status: "creating", region: "nyc3" });
    expect(inputs).not.toHaveProperty("waitsInUpdate");
    expect(emulator.requests).toHaveLength(1);
    expect(await host.takePrinted(0)).toEqual([]);
  });

  it("has all properties if the cluster is online", async () => {
    const { properties } = await host.read(uuid, inPreview);
    expect(namesIn(properties)).toEqual([...of(false), ...of(true)].sort());
  });

  it("has no connection if the cluster is not online and requireCredentials is false", async () => {
    emulator.misbehave(being);
    const { properties } = await host.read(uuid, { ...inPreview, requireCredentials: false });
    expect(Object.keys(properties)).not.toContain("connection");
  });
});

describe("a refresh", () => {
  it("does not wait for a cluster that has a connection, and warns", async () => {
    const earlier = await host.read(uuid, { waitForOnline: true });
    emulator.behave();
    emulator.misbehave(clusterReply(databaseCluster("pg", { status: "resizing" })));
    const { id, properties, inputs } = await host.refresh(earlier);
    expect(id).toBe(uuid);
    expect(properties["status"]).toBe("resizing");
    expect(inputs).toMatchObject({ waitForOnline: true });
    expect(emulator.requests).toHaveLength(1);
    expect(await host.takePrinted(1)).toEqual([
      expect.stringMatching(/^warning: database cluster .* it is being resized \(status resizing\)/),
    ]);
  });

  it("warns once in a run if several resources read the cluster", async () => {
    const earlier = await host.read(uuid, { waitForOnline: true });
    emulator.misbehave(clusterReply(databaseCluster("pg", { status: "migrating" })));
    await host.refresh(earlier);
    await host.refresh(earlier);
    expect(await host.takePrinted(1)).toEqual([
      expect.stringMatching(/^warning: database cluster .* it is being moved to another region/),
    ]);
  });

  it("fails, and says why, if the cluster has no connection yet", async () => {
    const earlier = await host.read(uuid, { waitForOnline: true });
    emulator.misbehave(being);
    expect(await failureOf(host, host.refresh(earlier))).toContain("it is not online yet (status creating)");
  });
});
