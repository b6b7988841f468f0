import { beingCreated, databaseCluster } from "../../testing/emulator/clusters";
import { clusterReply, errorReply } from "../../testing/emulator/routes";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { isMarked, marked, unmarked } from "../host/properties";
import type { Properties } from "../host/properties";
import { storedProperties } from "../unit/resource/storedProperties";
import { allNames, resourceNames, secretNames } from "./fields";
import { markedNames, unknown, unknownNames } from "./messages";
import type { Stored } from "./messages";
import { failureOf, urnOf } from "./pluginProcess";
import type { Operation, ResourceName } from "./pluginProcess";
import { configFor, usePlugin } from "./usePlugin";

const cluster = databaseCluster("pg");
const uuid = cluster.id;
const being = clusterReply(beingCreated(cluster));
const notFound = errorReply(404, "not_found", "");

const emulator = useEmulator({ clusters: [cluster] });
const plugin = usePlugin(() => ({ config: configFor(emulator) }));

const ways = {
  Create: (resource: ResourceName, inputs: Properties, operation: Operation): Promise<Stored> =>
    plugin().create(resource, inputs, operation),
  Update: (resource: ResourceName, inputs: Properties, operation: Operation): Promise<Stored> =>
    plugin().update(resource, { id: uuid, properties: {}, inputs: { uuid } }, inputs, operation),
};
const preview = { isPreview: true };

describe.each(["Create", "Update"] as const)("%s", (way) => {
  const ask = ways[way];

  it("of a DatabaseCluster has the cluster's values, in a preview too", async () => {
    for (const isPreview of [false, true]) {
      const { id, properties } = await ask("DatabaseCluster", { uuid: uuid.toUpperCase() }, { isPreview });
      expect(id).toBe(uuid);
      expect(unmarked(properties)).toEqual(storedProperties(cluster));
    }
    expect(emulator.requests).toHaveLength(2);
  });

  it("of a DatabaseConnection has the connection's values, in a preview too", async () => {
    for (const isPreview of [false, true]) {
      const inputs = {
        uuid,
        network: "private",
        node: "standby",
        password: marked("AVNS_given"),
        user: "app",
      };
      const { properties } = await ask("DatabaseConnection", inputs, { isPreview });
      const uri =
        "postgresql://app:AVNS_given@private-replica-planted-pg-do-user-1-0.db.example.com:25060/defaultdb?sslmode=require";
      expect(unmarked(properties)).toMatchObject({
        ...{ uri, user: "app", password: "AVNS_given", port: 25060, engine: "pg", ssl: true },
        environment: { DATABASE_URL: uri, PGPASSWORD: "AVNS_given", PGSSLMODE: "require" },
      });
    }
  });

  it.each<[ResourceName, Properties]>([
    ["DatabaseCluster", { uuid: unknown }],
    ["DatabaseCluster", { uuid: marked(unknown) }],
    ["DatabaseCluster", { uuid, requireCredentials: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7" }],
    ["DatabaseCluster", { uuid, waitForOnline: { timeoutSeconds: unknown } }],
    ["DatabaseConnection", { uuid, pool: unknown }],
    ["DatabaseConnection", { uuid, password: marked(unknown) }],
  ])("of a %s with %j in a preview has unknown outputs only, and asks nothing", async (resource, inputs) => {
    const { properties } = await ask(resource, inputs, preview);
    expect(unknownNames(properties)).toEqual(allNames(resource));
    expect(markedNames(properties)).toEqual(secretNames(resource));
    expect(emulator.requests).toEqual([]);
  });

  it.each<[ResourceName, Properties, string]>([
    ["DatabaseCluster", { uuid: unknown }, "uuid: 04da6b54"],
    ["DatabaseCluster", { uuid, waitForOnline: unknown }, "waitForOnline: "],
    ["DatabaseConnection", { uuid: marked(unknown) }, "uuid: "],
    ["DatabaseConnection", { uuid, password: marked(unknown) }, `database cluster ${uuid}: its `],
    ["DatabaseConnection", { uuid, caFile: unknown }, `database cluster ${uuid}: its `],
  ])(
    "of a %s with %j in an update fails, as nothing unknown may get into the state",
    async (resource, inputs, begins) => {
      const failure = await failureOf(ask(resource, inputs, {}));
      expect(failure.slice(0, begins.length)).toBe(begins);
    },
  );

  it("with waitForOnline in a preview has unknown secrets and no new id, if the cluster is being created", async () => {
    emulator.misbehave(being);
    const { id, properties } = await ask("DatabaseCluster", { uuid, waitForOnline: true }, preview);
    // An unknown id makes unknown what depends on the cluster.
    expect(id).toBe(way === "Create" ? "" : uuid);
    expect(unknownNames(properties)).toEqual(secretNames("DatabaseCluster"));
    expect(markedNames(properties)).toEqual(secretNames("DatabaseCluster"));
    expect(properties).toMatchObject({ name: cluster.name, status: "creating" });
    expect(emulator.requests).toHaveLength(1);
  });

  it("with waitForOnline in a preview warns beside the resource, if the cluster is not there yet", async () => {
    // The warning is shown once for a cluster.
    const id = uuid.replace("5a1e", way === "Create" ? "5a1f" : "5a20");
    const { properties } = await ask("DatabaseCluster", { uuid: id, waitForOnline: true }, preview);
    expect(unknownNames(properties)).toEqual(allNames("DatabaseCluster"));
    expect(markedNames(properties)).toEqual(secretNames("DatabaseCluster"));
    expect(await plugin().engine.take(1)).toEqual([
      {
        severity: "warning",
        message: expect.stringMatching(
          /^database cluster \S+: not found: .* An update waits for it; a preview goes on without it\. .*\[not_found\]$/,
        ) as string,
        urn: urnOf("DatabaseCluster"),
        ephemeral: false,
      },
    ]);
    expect(emulator.requests).toHaveLength(1);
  });

  it("with waitForOnline in an update waits until the cluster is online, and shows it beside the resource", async () => {
    emulator.misbehaveNext(notFound, being, errorReply(503, "service_unavailable", ""), being);
    const { properties } = await ask("DatabaseCluster", { uuid, waitForOnline: true }, {});
    expect(properties["status"]).toBe("online");
    expect(isMarked(properties["connection"])).toBe(true);
    expect(emulator.requests).toHaveLength(5);
    const lines = (await plugin().engine.take(3)).filter(({ message }) => /: waiting /.test(message));
    const about = { severity: "info", urn: urnOf("DatabaseCluster"), ephemeral: true };
    const named = `database cluster ${uuid} (${cluster.name})`;
    const states = [
      [`database cluster ${uuid}`, "not found yet", 300],
      [named, "status creating", 1800],
      [named, "status creating", 1800],
    ] as const;
    expect(
      lines.map(({ message, ...rest }) => ({ ...rest, message: message.replace(/\d+ s of/, "N s of") })),
    ).toEqual(
      states.map(([subject, state, seconds]) => ({
        ...about,
        message: `${subject}: waiting until it is online: ${state}, N s of ${seconds} s`,
      })),
    );
  });

  it.each<[unknown, number, string]>([
    [true, 0.3, "0.3 s"],
    [{ timeoutSeconds: 0.2 }, 0, "0.2 s"],
    [{ timeoutSeconds: 0.2 }, 0.1, "0.2 s"],
  ])(
    "with waitForOnline %j and customTimeouts of %d s (0 for none) ends after %s if the cluster does not get online",
    async (waitForOnline, timeoutSeconds, lasts) => {
      emulator.misbehave(being);
      const failure = await failureOf(ask("DatabaseCluster", { uuid, waitForOnline }, { timeoutSeconds }));
      expect(failure).toContain(`it is not online after ${lasts} of waiting (status creating)`);
      expect(failure).toMatch(/\[not_online\]$/);
      await plugin().engine.take(1);
    },
  );

  it("with waitForOnline and customTimeouts of a week waits as well", async () => {
    emulator.misbehaveNext(being);
    const week = { timeoutSeconds: 7 * 24 * 3600 };
    const { properties } = await ask("DatabaseCluster", { uuid, waitForOnline: true }, week);
    expect(properties["status"]).toBe("online");
    await plugin().engine.take(1);
  });

  it("does not wait if waitForOnline is false, whatever customTimeouts are", async () => {
    emulator.misbehave(being);
    const failure = await failureOf(
      ask("DatabaseCluster", { uuid, waitForOnline: false }, { timeoutSeconds: 60 }),
    );
    expect(failure).toContain("it is not online yet (status creating)");
    expect(emulator.requests).toHaveLength(1);
  });

  it.each(resourceNames)("of a %s sends the token with GET requests only", async (resource) => {
    await ask(resource, { uuid }, {});
    expect(emulator.requests.map(({ method }) => method)).toEqual(["GET"]);
  });
});

it("a cluster that is being resized is used, with a warning that is shown once in a run", async () => {
  emulator.misbehave(clusterReply(databaseCluster("pg", { status: "resizing" })));
  const created = await plugin().create("DatabaseCluster", { uuid });
  await plugin().update("DatabaseCluster", created);
  await plugin().read("DatabaseCluster", uuid);
  await plugin().diff("DatabaseCluster", created);
  expect(await plugin().engine.take(1)).toEqual([
    {
      severity: "warning",
      message: expect.stringContaining("it is being resized (status resizing)") as string,
      urn: urnOf("DatabaseCluster"),
      ephemeral: false,
    },
  ]);
});
