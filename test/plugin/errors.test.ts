import { beingCreated, clusterUuid, databaseCluster } from "../../testing/emulator/clusters";
import type { Cluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { marked } from "../host/properties";
import type { Properties } from "../host/properties";
import { leaksIn } from "../unit/leaks";
import { unknown } from "./messages";
import { failureOf } from "./pluginProcess";
import type { ResourceName } from "./pluginProcess";
import { configFor, usePlugin } from "./usePlugin";

const uuid = clusterUuid("pg");
const other = uuid.replace("5a1e", "5a1f");
const emulator = useEmulator();
const plugin = usePlugin(() => ({ config: configFor(emulator, { httpRetryMax: "0" }) }));
beforeEach(() => {
  emulator.state.clusters = [databaseCluster("pg")];
  emulator.allow(Emulator.token);
});

/** Functions and arguments that only the npm package has. */
const ofNpm =
  /stackOutputs|databaseClusterFromStack|configNamespace|getDatabase(User|ConnectionPool|Replica|Metrics)|await/;

describe.each<[ResourceName, Properties, RegExp]>([
  ["DatabaseCluster", {}, /^uuid: expected a UUID such as .*, got nothing; `doctl databases list` shows/],
  ["DatabaseCluster", { uuid: 5 }, /^uuid: expected a UUID such as .*, got number/],
  [
    "DatabaseCluster",
    { uuid: "my-cluster" },
    /^uuid: .*, got "my-cluster"; to look up by name use the function/,
  ],
  ["DatabaseCluster", { uuid, waitForOnline: "yes" }, /^waitForOnline: it must be true, false or/],
  [
    "DatabaseCluster",
    { uuid, waitForOnline: { seconds: 5 } },
    /^waitForOnline: there is no member seconds; did you mean/,
  ],
  ["DatabaseConnection", { uuid: "my-cluster" }, /; the function getDatabaseCluster finds it by name/],
  [
    "DatabaseConnection",
    { uuid, pool: "p", replica: "r" },
    /^DatabaseConnection: pool, replica: give one of the two/,
  ],
  ["DatabaseConnection", { uuid, pool: ".." }, /^pool: expected a name/],
  [
    "DatabaseConnection",
    { uuid, network: "vpc" },
    /^DatabaseConnection: network must be "public" or "private"\./,
  ],
  [
    "DatabaseConnection",
    { uuid, node: "replica" },
    /^DatabaseConnection: node must be "primary" or "standby"\./,
  ],
  ["DatabaseConnection", { uuid, user: "" }, /^DatabaseConnection: user must be a text that is not empty/],
  ["DatabaseConnection", { uuid, database: 5 }, /^DatabaseConnection: database must be a text/],
  ["DatabaseConnection", { uuid, caFile: "" }, /^DatabaseConnection: caFile must be the path of a file/],
])("a %s with %j fails", (resource, inputs, says) => {
  it.each([false, true])("with one line and without a request (in a preview: %j)", async (isPreview) => {
    const failure = await failureOf(plugin().create(resource, inputs, { isPreview }));
    expect(failure).toMatch(says);
    expect(failure).toMatch(/\[invalid_argument\]$/);
    expect(failure).not.toMatch(ofNpm);
    expect(emulator.requests).toEqual([]);
  });
});

describe("a DatabaseConnection fails with one line about what the cluster does not have", () => {
  it.each<[string, Properties, Cluster, RegExp]>([
    [
      "a standby",
      { node: "standby" },
      databaseCluster("pg", { standby_connection: undefined }),
      /no connection to the standby/,
    ],
    ["such a user", { user: "ap" }, databaseCluster("pg"), /it has no user "?ap"?\. It has 2 others/],
    [
      "databases",
      { database: "app" },
      databaseCluster("kafka", { id: uuid }),
      /the engine kafka has no databases/,
    ],
    ["such a pool", { pool: "planted-poo" }, databaseCluster("pg"), /its connection pools are planted-pool/],
    ["such a replica", { replica: "r" }, databaseCluster("pg"), /its read-only replicas are planted-replica/],
    [
      "pools",
      { pool: "p" },
      databaseCluster("mysql", { id: uuid }),
      /clusters of the engine mysql have no connection pools/,
    ],
  ])("%s", async (_, inputs, cluster, says) => {
    emulator.state.clusters = [cluster];
    const failure = await failureOf(plugin().create("DatabaseConnection", { uuid, ...inputs }));
    expect(failure).toMatch(says);
    expect(failure).toContain(`database cluster ${uuid}`);
    expect(failure).not.toMatch(ofNpm);
    expect(leaksIn(failure, ["AVNS_", "example.com"])).toEqual([]);
  });

  it("credentials, if the token may not see them", async () => {
    emulator.allow(Emulator.token, ["database:read"]);
    for (const inputs of [{}, { user: "app" }, { pool: "planted-pool" }, { replica: "planted-replica" }]) {
      const failure = await failureOf(plugin().create("DatabaseConnection", { uuid, ...inputs }));
      expect(failure).toMatch(
        /the scope database:view_credentials.* DatabaseConnection.*\[credentials_withheld\]$/,
      );
      expect(failure).not.toMatch(ofNpm);
    }
    // A password of one's own is enough with a user of one's own.
    const own = { user: "app", password: marked("AVNS_own") };
    await plugin().create("DatabaseConnection", { uuid, ...own });
  });

  it("a connection yet", async () => {
    const cluster = {
      id: uuid,
      name: "new",
      engine: "pg",
      num_nodes: 1,
      size: "s",
      region: "nyc3",
      status: "creating",
    };
    emulator.state.clusters = [cluster];
    const failure = await failureOf(plugin().create("DatabaseConnection", { uuid }));
    expect(failure).toContain("it is not online yet (status creating) and has no connection");
    // It has no such input.
    expect(failure).not.toContain("waitForOnline");
    await plugin().engine.take(1);
  });
});

describe("a failure does not show the text of a secret input", () => {
  it.each<[ResourceName, Properties, string]>([
    ["DatabaseCluster", { uuid: marked(other) }, other],
    ["DatabaseCluster", { uuid: marked("planted-cluster") }, "planted-cluster"],
    ["DatabaseCluster", { uuid, waitForOnline: { timeoutSeconds: marked("planted-time") } }, "planted-time"],
    ["DatabaseConnection", { uuid: marked(other) }, other],
    ["DatabaseConnection", { uuid, user: marked("planted-user") }, "planted-user"],
    ["DatabaseConnection", { uuid, pool: marked("planted-other") }, "planted-other"],
    ["DatabaseConnection", { uuid, replica: marked("planted-other") }, "planted-other"],
    ["DatabaseConnection", { uuid, network: marked("planted-network") }, "planted-network"],
    ["DatabaseConnection", { uuid, password: "AVNS_planted", node: "AVNS_planted" }, "AVNS_planted"],
    ["DatabaseConnection", { uuid, pool: "planted-same", password: "planted-same" }, "planted-same"],
  ])("in the Create, Update and Diff of a %s with %j", async (resource, inputs, secret) => {
    const stored = { id: other, properties: { engine: "pg" }, inputs };
    const failures = await Promise.all([
      failureOf(plugin().create(resource, inputs)),
      failureOf(plugin().create(resource, inputs, { isPreview: true })),
      failureOf(plugin().update(resource, stored)),
      failureOf(plugin().diff(resource, stored)),
    ]);
    expect(leaksIn(failures, [secret])).toEqual([]);
  });

  it("in a function", async () => {
    const failures = await Promise.all([
      failureOf(plugin().invoke("getDatabaseCluster", { name: marked("planted-name") })),
      failureOf(plugin().invoke("getDatabaseCluster", { uuid: marked(other) })),
      failureOf(plugin().invoke("getDatabaseCa", { clusterUuid: marked(other) })),
      failureOf(plugin().invoke("getDatabaseCa", { clusterUuid: marked("planted-word") })),
    ]);
    expect(leaksIn(failures, ["planted-name", "planted-word", other])).toEqual([]);
  });

  it("in the lines about a wait beside the resource", async () => {
    const cluster = beingCreated(databaseCluster("pg"));
    emulator.misbehave({ status: 200, body: { database: cluster } });
    const inputs = { uuid: marked(uuid), waitForOnline: { timeoutSeconds: 0.2 } };
    await failureOf(plugin().create("DatabaseCluster", inputs));
    const lines = (await plugin().engine.take(1)).map(({ message }) => message);
    expect(lines[0]).toContain("database cluster [secret]");
    expect(leaksIn(lines, [uuid])).toEqual([]);
  });
});

describe("a function fails with one line", () => {
  it.each<[string, Properties, RegExp]>([
    ["getDatabaseCluster", {}, /^uuid, name: both are missing/],
    ["getDatabaseCluster", { uuid, name: "x" }, /^uuid, name: give one of the two/],
    [
      "getDatabaseCluster",
      { uuid, waitForOnline: true },
      /^getDatabaseCluster: there is no argument waitForOnline; did you mean/,
    ],
    ["getDatabaseCluster", { uuid: unknown }, /^uuid: 04da6b54.* is what Pulumi writes for an unknown value/],
    ["getDatabaseCa", { uuid }, /^getDatabaseCa: there is no argument uuid; did you mean clusterUuid\?/],
    ["getDatabaseCa", {}, /^clusterUuid: expected a UUID such as .*, got nothing/],
  ])("if %s has the arguments %j", async (name, args, says) => {
    const failure = await failureOf(plugin().invoke(name, args));
    expect(failure).toMatch(says);
    expect(failure).not.toMatch(ofNpm);
    expect(emulator.requests).toEqual([]);
  });

  it("if there is no cluster of the name, with the nearest names", async () => {
    expect(await failureOf(plugin().invoke("getDatabaseCluster", { name: "planted-gp" }))).toMatch(
      /^database cluster named planted-gp: .*planted-pg.* \[not_found\]$/,
    );
  });
});
