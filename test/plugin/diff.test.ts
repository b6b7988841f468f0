import { databaseCluster, databaseConnection } from "../../testing/emulator/clusters";
import type { Cluster, Connection } from "../../testing/emulator/clusters";
import { manyClusters, pagePath } from "../../testing/emulator/manyClusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { waitFor } from "../engine/processes";
import { marked } from "../host/properties";
import type { Properties } from "../host/properties";
import { allNames, fieldsOf, resourceNames } from "./fields";
import { unknown } from "./messages";
import type { Changes, Stored } from "./messages";
import type { ResourceName } from "./pluginProcess";
import { configFor, usePlugin } from "./usePlugin";

const cluster = databaseCluster("pg");
const uuid = cluster.id;
const none: Changes = { changes: "none", changed: [], replacing: [], detailed: {} };

const emulator = useEmulator({ clusters: [cluster] });
const plugin = usePlugin(() => ({ config: configFor(emulator) }));
beforeEach(() => {
  emulator.state.clusters = [cluster];
});

/** The state after a create; the requests so far are forgotten. */
async function stored(resource: ResourceName, inputs: Properties = { uuid }): Promise<Stored> {
  const created = await plugin().create(resource, inputs);
  emulator.requests.length = 0;
  return created;
}

/** What changes if these properties differ. */
function some(changed: string[], isInput: boolean, replacing: string[] = []): Changes {
  const details = changed.map((name) => [name, { isReplacing: replacing.includes(name), isInput }]);
  return {
    changes: "some",
    changed,
    replacing,
    detailed: Object.fromEntries(details) as Changes["detailed"],
  };
}

/** The cluster with another password. */
function rotated(): Cluster {
  const password = "AVNS_rotated";
  const connection = databaseConnection("pg", { ...(cluster["connection"] as Connection), password });
  return { ...cluster, connection };
}

/** The same value with the members of all objects in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(turned);
  }
  return typeof value === "object" && value !== null
    ? Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([name, inner]) => [name, turned(inner)]),
      )
    : value;
}

describe.each(resourceNames)("the Diff of a %s", (resource) => {
  it("says that nothing has changed, after one request, if nothing has", async () => {
    expect(await plugin().diff(resource, await stored(resource))).toEqual(none);
    expect(emulator.requests.map(({ path }) => path)).toEqual([`/v2/databases/${uuid}`]);
  });

  it("sees no change in an answer whose members have another order", async () => {
    const state = await stored(resource);
    emulator.state.clusters = [turned(cluster) as Cluster];
    expect(await plugin().diff(resource, state)).toEqual(none);
  });

  it("sees no change in stored properties and inputs whose members have another order", async () => {
    const { id, properties, inputs } = await stored(resource);
    const state = { id, properties: turned(properties) as Properties, inputs };
    expect(await plugin().diff(resource, state)).toEqual(none);
  });

  it("sees no change in missing properties that are stored as a secret null, or not at all", async () => {
    emulator.state.clusters = [databaseCluster("valkey", { id: uuid })];
    const { properties, ...rest } = await stored(resource);
    const missing = Object.keys(properties).filter((name) => properties[name] === null);
    const secretNull = Object.fromEntries(missing.map((name) => [name, marked(null)]));
    const without = Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== null));
    for (const state of [{ ...properties, ...secretNull }, without]) {
      expect(await plugin().diff(resource, { ...rest, properties: state })).toEqual(none);
    }
  });

  it("sees no change in an input that is null in place of missing, or a secret in place of plain", async () => {
    const state = await stored(resource);
    const [first = ""] = resource === "DatabaseCluster" ? ["waitForOnline"] : ["pool"];
    for (const inputs of [{ uuid, [first]: null }, { uuid: marked(uuid) }, { uuid, [first]: marked(null) }]) {
      expect(await plugin().diff(resource, state, inputs)).toEqual(none);
    }
  });

  it("sees each property that differs from the state, whatever it is", async () => {
    const { properties, ...rest } = await stored(resource);
    for (const name of allNames(resource).filter((each) => properties[each] !== null)) {
      const value = fieldsOf[resource][name]?.secret === true ? marked("another") : "another";
      const state = { ...rest, properties: { ...properties, [name]: value } };
      expect(await plugin().diff(resource, state)).toEqual(some([name], false));
    }
  });

  it("asks for a replacement without a request if the UUID has changed", async () => {
    const changed = await plugin().diff(resource, await stored(resource), { uuid: uuid.replace(/1$/, "2") });
    expect(changed).toEqual(some(["uuid"], true, ["uuid"]));
    expect(emulator.requests).toEqual([]);
  });

  it("takes an unknown UUID for a changed one", async () => {
    for (const input of [unknown, marked(unknown)]) {
      const changed = await plugin().diff(resource, await stored(resource), { uuid: input });
      expect(changed).toEqual(some(["uuid"], true, ["uuid"]));
      expect(emulator.requests).toEqual([]);
    }
  });

  it("fails as a lookup does", async () => {
    const state = await stored(resource);
    emulator.state.clusters = [];
    await expect(plugin().diff(resource, state)).rejects.toMatchObject({
      details: expect.stringMatching(/^database cluster .* not found: .* \[not_found\]$/) as string,
    });
  });
});

describe("the Diff of a DatabaseCluster", () => {
  it("names the outputs that have changed after a rotation of the password", async () => {
    const state = await stored("DatabaseCluster");
    emulator.state.clusters = [rotated()];
    const changed = await plugin().diff("DatabaseCluster", state);
    expect(changed).toEqual(some(["connection"], false));
    expect(JSON.stringify(changed)).not.toContain("AVNS_");
  });

  it("names a changed input, without a request", async () => {
    const state = await stored("DatabaseCluster");
    for (const input of [{ requireCredentials: false }, { waitForOnline: { timeoutSeconds: 5 } }]) {
      const changed = await plugin().diff("DatabaseCluster", state, { uuid, ...input });
      expect(changed).toEqual(some(Object.keys(input), true));
    }
    expect(emulator.requests).toEqual([]);
  });

  it("takes an input with an unknown part for a changed one", async () => {
    const inputs = { uuid, waitForOnline: { timeoutSeconds: 5 } };
    const state = await stored("DatabaseCluster", inputs);
    const news = { uuid, waitForOnline: { timeoutSeconds: unknown } };
    expect(await plugin().diff("DatabaseCluster", state, news)).toEqual(some(["waitForOnline"], true));
  });

  it("sees no change between equal inputs with members", async () => {
    const inputs = { uuid, waitForOnline: { timeoutSeconds: 5 } };
    expect(await plugin().diff("DatabaseCluster", await stored("DatabaseCluster", inputs))).toEqual(none);
  });
});

describe("many Diffs at once", () => {
  /** The results of Diffs that all arrive while the first is being answered. */
  async function duringTheFirst(diffs: (() => Promise<Changes>)[]): Promise<Changes[]> {
    let release: () => void = () => undefined;
    emulator.misbehaveNext((request, response) => {
      release = () => {
        emulator.answer(request, response, undefined);
      };
    });
    const first = diffs.slice(0, 1).map((diff) => diff());
    await waitFor(() => (emulator.requests.length === 1 ? true : undefined), 30);
    const others = diffs.slice(1).map((diff) => diff());
    await plugin().roundTrip();
    release();
    return Promise.all([...first, ...others]);
  }

  it("of 50 clusters are answered from the list of clusters", async () => {
    const clusters = manyClusters(50);
    emulator.state.clusters = clusters;
    const states = await Promise.all(clusters.map(({ id }) => stored("DatabaseCluster", { uuid: id })));
    emulator.requests.length = 0;
    const changes = await duringTheFirst(
      states.map((state) => () => plugin().diff("DatabaseCluster", state)),
    );
    expect(changes).toEqual(Array(50).fill(none));
    const paths = emulator.requests.map(({ path }) => path);
    expect(paths).toContain(pagePath(1));
    // It is 2 unless the machine is so busy that the others arrive in two parts, of which the smaller is read one by one.
    expect(paths.length).toBeLessThanOrEqual(2 + 24);
  });

  it("of one cluster share a request, whatever the resources are", async () => {
    const state = {
      DatabaseCluster: await stored("DatabaseCluster"),
      DatabaseConnection: await stored("DatabaseConnection"),
    };
    const resources = Array.from({ length: 25 }, () => resourceNames).flat();
    const changes = await duringTheFirst(
      resources.map((resource) => () => plugin().diff(resource, state[resource])),
    );
    expect(changes).toEqual(Array(50).fill(none));
    // It is 2 unless the machine is so busy that the others arrive in several parts.
    expect(emulator.requests.length).toBeLessThan(10);
  });
});

describe("the Diff of a DatabaseConnection", () => {
  it("names the outputs that have changed after a rotation of the password", async () => {
    const state = await stored("DatabaseConnection");
    emulator.state.clusters = [rotated()];
    const changed = await plugin().diff("DatabaseConnection", state);
    expect(changed).toEqual(some(["uri", "password", "environment"], false));
    expect(JSON.stringify(changed)).not.toContain("AVNS_");
  });

  it.each(["pool", "replica"])(
    "asks for a replacement if the %s has changed, begins or ends",
    async (part) => {
      const named = { uuid, [part]: `planted-${part}` };
      const [with_, without] = [
        await stored("DatabaseConnection", named),
        await stored("DatabaseConnection"),
      ];
      const asked = some([part], true, [part]);
      const another = { uuid, [part]: "another" };
      expect(await plugin().diff("DatabaseConnection", with_, another)).toEqual(asked);
      expect(await plugin().diff("DatabaseConnection", with_, { uuid })).toEqual(asked);
      expect(await plugin().diff("DatabaseConnection", without, named)).toEqual(asked);
      expect(await plugin().diff("DatabaseConnection", with_, { uuid, [part]: unknown })).toEqual(asked);
      expect(emulator.requests).toEqual([]);
    },
  );

  it("names changed inputs without a request, and a replacement for some of them only", async () => {
    const state = await stored("DatabaseConnection");
    const inputs = { uuid, pool: "planted-pool", network: "private", password: marked("another") };
    const changed = await plugin().diff("DatabaseConnection", state, inputs);
    expect(changed).toEqual(some(["pool", "network", "password"], true, ["pool"]));
    expect(emulator.requests).toEqual([]);
  });

  it("sees no change in a password that is given in plain and stored as a secret", async () => {
    const given = { uuid, password: marked("AVNS_given") };
    const state = await stored("DatabaseConnection", given);
    const news = { uuid, password: "AVNS_given" };
    expect(await plugin().diff("DatabaseConnection", state, news)).toEqual(none);
  });
});
