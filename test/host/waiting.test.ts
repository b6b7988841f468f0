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

/** The stub is among what the host hands back. */
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
  // It tells of a wait once a minute: not again while these tests run.
  emulator.misbehaveNext(being, being, being);
  await host.read(uuid, { waitForOnline: true });
  expect(await host.takePrinted(1)).toEqual([
    `database cluster ${uuid} (planted-pg): waiting until it is online: status creating, 0 s of 1800 s`,
  ]);
});
afterAll(async () => {
  await host.stop();
});

describe("waitForOnline, as an update hands it over", () => {
  it.each([true, { timeoutSeconds: 60 }])(
    "%j: the read lasts until the cluster is online",
    async (waitForOnline) => {
      emulator.misbehaveNext(being, being, being);
      const { id, properties, inputs } = await host.read(uuid, { waitForOnline });
      expect(id).toBe(uuid);
      expect(properties["status"]).toBe("online");
      expect(isMarked(properties["connection"])).toBe(true);
      expect(emulator.requests).toHaveLength(4);
      // A refresh, which has outputs only, hands them on, so that they stay what the program says.
      expect(inputs).toMatchObject({ waitForOnline });
      expect(properties).toMatchObject({ waitForOnline });
      await host.takePrinted(0);
    },
  );

  it("outlasts a 404 of a cluster that is not found yet", async () => {
    emulator.misbehaveNext(notFound, notFound, being);
    const { properties } = await host.read(uuid, { waitForOnline: true });
    expect(properties["status"]).toBe("online");
    expect(emulator.requests).toHaveLength(4);
    await host.takePrinted(0);
  });

  it("ends with the last status when its time is up", async () => {
    emulator.misbehave(being);
    const error = await failureOf(host, host.read(uuid, { waitForOnline: { timeoutSeconds: 0.2 } }));
    expect(error).toContain("it is not online after 0.2 s of waiting (status creating)");
  });

  it("is false: no wait", async () => {
    emulator.misbehave(being);
    expect(await failureOf(host, host.read(uuid, { waitForOnline: false }))).toContain(
      "it is not online yet",
    );
    expect(emulator.requests).toHaveLength(1);
  });
});

describe("in the preview of an update that will wait", () => {
  const inPreview = { waitsInUpdate: true };

  it("a cluster that is not found yet: no property, with a warning", async () => {
    emulator.misbehave(notFound);
    const { id, properties } = await host.read(uuid, { ...inPreview, requireCredentials: false });
    expect(id).toBe(uuid);
    expect(namesIn(properties)).toEqual(["requireCredentials"]);
    expect(emulator.requests).toHaveLength(1);
    expect(await host.takePrinted(1)).toEqual([
      expect.stringMatching(
        /^warning: database cluster .* The preview goes on without it; the update will wait/,
      ),
    ]);
  });

  it("a cluster that is not online: public properties, and no key of a secret one", async () => {
    emulator.misbehave(being);
    const { properties, inputs } = await host.read(uuid, inPreview);
    expect(namesIn(properties)).toEqual(of(false).sort());
    expect(properties).toMatchObject({ status: "creating", region: "nyc3" });
    expect(inputs).not.toHaveProperty("waitsInUpdate");
    expect(emulator.requests).toHaveLength(1);
    expect(await host.takePrinted(0)).toEqual([]);
  });

  it("one that is: everything", async () => {
    const { properties } = await host.read(uuid, inPreview);
    expect(namesIn(properties)).toEqual([...of(false), ...of(true)].sort());
  });

  it("with requireCredentials: false, too", async () => {
    emulator.misbehave(being);
    const { properties } = await host.read(uuid, { ...inPreview, requireCredentials: false });
    expect(Object.keys(properties)).not.toContain("connection");
  });
});

describe("a refresh", () => {
  it("does not wait: what has a connection is taken as it is, with a warning", async () => {
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

  it("warns once in a run, however many resources read the cluster", async () => {
    const earlier = await host.read(uuid, { waitForOnline: true });
    emulator.misbehave(clusterReply(databaseCluster("pg", { status: "migrating" })));
    await host.refresh(earlier);
    await host.refresh(earlier);
    expect(await host.takePrinted(1)).toEqual([
      expect.stringMatching(/^warning: database cluster .* it is being moved to another region/),
    ]);
  });

  it("of one without a connection fails, and says why", async () => {
    const earlier = await host.read(uuid, { waitForOnline: true });
    emulator.misbehave(being);
    expect(await failureOf(host, host.refresh(earlier))).toContain("it is not online yet (status creating)");
  });
});
