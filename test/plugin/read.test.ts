import { beingCreated, databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import type { Misbehaviour } from "../../testing/emulator/emulator";
import { clusterReply, errorReply } from "../../testing/emulator/routes";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { marked, unmarked } from "../host/properties";
import { storedProperties } from "../unit/resource/storedProperties";
import { resourceNames } from "./fields";
import type { Stored } from "./messages";
import { failureOf } from "./pluginProcess";
import { configFor, usePlugin } from "./usePlugin";

const cluster = databaseCluster("pg");
const uuid = cluster.id;
const gone: Stored = { id: "", properties: {}, inputs: {} };
const hint =
  " A refresh has the config of the last update, an old token too: if the token has changed since, run `pulumi up` " +
  "without `--refresh`, or `pulumi refresh --run-program`.";

const emulator = useEmulator({ clusters: [cluster] });
const plugin = usePlugin(() => ({ config: configFor(emulator, { httpRetryMax: "0" }) }));
beforeEach(() => {
  emulator.state.clusters = [cluster];
  emulator.tokens.clear();
  emulator.allow(Emulator.token);
});

describe("the Read of a get or an import, which has the id only,", () => {
  it("has the cluster's values, and the UUID as its input", async () => {
    const { id, properties, inputs } = await plugin().read("DatabaseCluster", uuid);
    expect([id, inputs]).toEqual([uuid, { uuid }]);
    expect(unmarked(properties)).toEqual(storedProperties(cluster));
    expect(emulator.requests.map(({ path }) => path)).toEqual([`/v2/databases/${uuid}`]);
  });

  it.each<[string, object, string]>([
    ["", {}, "planted-pg-do-user-1-0.db.example.com"],
    ["/pool/planted-pool", { pool: "planted-pool" }, "planted-pg-do-user-1-0.db.example.com"],
    [
      "/replica/planted-replica",
      { replica: "planted-replica" },
      "planted-replica-do-user-1-0.db.example.com",
    ],
  ])("of the connection UUID%s has the inputs %j", async (part, named, host) => {
    const id = `${uuid}${part}`;
    const read = await plugin().read("DatabaseConnection", id);
    expect([read.id, read.inputs]).toEqual([id, { uuid, ...named }]);
    expect(unmarked(read.properties)).toMatchObject({ host, engine: "pg" });
    // It is what a create of these inputs has.
    const created = await plugin().create("DatabaseConnection", read.inputs);
    expect(created).toEqual(read);
    expect(await plugin().diff("DatabaseConnection", read)).toMatchObject({ changes: "none" });
  });

  it("asks for a pool whose name has slashes and words of the id", async () => {
    const id = `${uuid}/pool/a/replica/b`;
    expect(await failureOf(plugin().read("DatabaseConnection", id))).toMatch(
      /^connection pool .* \[not_found\]$/,
    );
    expect(emulator.requests[0]?.path).toBe(`/v2/databases/${uuid}/pools/a%2Freplica%2Fb`);
  });

  it.each(resourceNames)("of a %s fails with not_found if there is no such cluster", async (resource) => {
    emulator.state.clusters = [];
    const failure = await failureOf(plugin().read(resource, uuid));
    expect(failure).toMatch(/^database cluster \S+: not found: .* \[not_found\]$/);
    expect(failure).not.toContain("refresh");
  });

  it.each([
    ["DatabaseCluster", "../account"],
    ["DatabaseCluster", `${uuid}/pool/x`],
    ["DatabaseCluster", "my-cluster"],
    ["DatabaseConnection", `${uuid}/user/app`],
    ["DatabaseConnection", `${uuid}/pool/`],
    ["DatabaseConnection", `${uuid}/`],
    ["DatabaseConnection", `${uuid}/pool/..`],
    ["DatabaseConnection", ""],
  ] as const)("of a %s with the id %j fails without a request", async (resource, id) => {
    expect(await failureOf(plugin().read(resource, id))).toMatch(/^(id|pool): .* \[invalid_argument\]$/);
    expect(emulator.requests).toEqual([]);
  });

  it("does not wait for a cluster that is being created", async () => {
    emulator.misbehave(clusterReply(beingCreated(cluster)));
    expect(await failureOf(plugin().read("DatabaseCluster", uuid))).toContain("it is not online yet");
    expect(emulator.requests).toHaveLength(1);
  });
});

describe("the Read of a refresh, which has the stored outputs,", () => {
  const stored = async (): Promise<Stored> => {
    const inputs = { uuid, waitForOnline: true, requireCredentials: marked(true) };
    const state = await plugin().create("DatabaseCluster", inputs);
    emulator.requests.length = 0;
    return state;
  };

  it("has the cluster as it is now, and the same inputs", async () => {
    const state = await stored();
    emulator.state.clusters = [{ ...cluster, region: "fra1" }];
    const read = await plugin().read("DatabaseCluster", uuid, state);
    expect(read).toEqual({ ...state, properties: { ...state.properties, region: "fra1" } });
    expect(emulator.requests).toHaveLength(1);
  });

  it("has the inputs of the id if the state has none, as after an import", async () => {
    const state = await stored();
    const read = await plugin().read("DatabaseCluster", uuid, { ...state, inputs: {} });
    expect(read.inputs).toEqual({ uuid });
  });

  it("keeps the connection's choices", async () => {
    const inputs = { uuid, pool: "planted-pool", network: "private", node: "standby" };
    const state = await plugin().create("DatabaseConnection", inputs);
    expect(state.id).toBe(`${uuid}/pool/planted-pool`);
    expect(await plugin().read("DatabaseConnection", state.id, state)).toEqual(state);
    expect(unmarked(state.properties)).toMatchObject({
      host: "private-replica-planted-pg-do-user-1-0.db.example.com",
    });
  });

  it("does not wait, but uses what a cluster has, and warns", async () => {
    const state = await stored();
    emulator.misbehave(clusterReply(databaseCluster("pg", { status: "resizing" })));
    const { properties } = await plugin().read("DatabaseCluster", uuid, state);
    expect(properties["status"]).toBe("resizing");
    expect(emulator.requests).toHaveLength(1);
    expect(await plugin().engine.take(1)).toMatchObject([{ severity: "warning" }]);
  });

  it.each(resourceNames)("of a %s has no id if the cluster is gone", async (resource) => {
    const state = await plugin().create(resource, { uuid });
    emulator.state.clusters = [];
    expect(await plugin().read(resource, uuid, state)).toEqual(gone);
  });

  it.each(["pool", "replica"])("of a connection has no id if its %s is gone", async (part) => {
    const state = await plugin().create("DatabaseConnection", { uuid, [part]: `planted-${part}` });
    const { pools, replicas } = emulator.state;
    Object.assign(emulator.state, { pools: {}, replicas: {} });
    const read = await plugin().read("DatabaseConnection", state.id, state);
    Object.assign(emulator.state, { pools, replicas });
    expect(read).toEqual(gone);
  });

  it.each<[string, Misbehaviour]>([
    ["404 with HTML", { status: 404, headers: { "content-type": "text/html" }, body: "<h1>Not found</h1>" }],
    ["404 without a body", { status: 404 }],
    ["404 with JSON of another form", { status: 404, body: { message: "no such route", code: 404 } }],
    ["410", errorReply(410, "gone", "")],
    ["500", errorReply(500, "not_found", "")],
    ["200 without a cluster", { status: 200, body: {} }],
    ["a closed connection", (request) => request.socket.destroy()],
  ])("does not conclude from %s that the cluster is gone", async (_, misbehaviour) => {
    const state = await stored();
    emulator.misbehave(misbehaviour);
    const failure = await failureOf(plugin().read("DatabaseCluster", uuid, state));
    expect(failure).toContain(`database cluster ${uuid}: `);
    expect(failure).not.toContain(hint);
  });

  it.each<[string, () => void, string]>([
    [
      "revoked",
      () => {
        emulator.tokens.clear();
      },
      "unauthorized",
    ],
    [
      "without scopes",
      () => {
        emulator.allow(Emulator.token, []);
      },
      "forbidden",
    ],
    [
      "without the scope for credentials",
      () => {
        emulator.allow(Emulator.token, ["database:read"]);
      },
      "credentials_withheld",
    ],
  ])("says how to use a newer token if the token is now %s", async (_, change, code) => {
    const state = await stored();
    change();
    const failure = await failureOf(plugin().read("DatabaseCluster", uuid, state));
    expect(failure).toContain("the provider's config (digitalocean-databases:token)");
    expect(failure.endsWith(`${hint} [${code}]`)).toBe(true);
    // In a program the config is the newest.
    expect(await failureOf(plugin().read("DatabaseCluster", uuid))).not.toContain("refresh");
    expect(await failureOf(plugin().diff("DatabaseCluster", state))).not.toContain("refresh");
  });
});

describe("the Read of a plugin with the token of the environment", () => {
  const withVariable = usePlugin(() => ({
    config: { apiEndpoint: emulator.url },
    environment: { DIGITALOCEAN_TOKEN: Emulator.token },
  }));

  it("says nothing of an old token, as the environment is today's", async () => {
    const state = await withVariable().create("DatabaseCluster", { uuid });
    emulator.tokens.clear();
    const failure = await failureOf(withVariable().read("DatabaseCluster", uuid, state));
    expect(failure).toContain("the environment variable DIGITALOCEAN_TOKEN of the provider plugin");
    expect(failure).not.toContain("refresh");
  });
});
