import { ApiClient } from "../../../src/api/client";
import { getClusterOutline } from "../../../src/reads/absence";
import { clusterRead } from "../../../src/reads/cluster";
import { getCluster } from "../../../src/reads/clusterShape";
import type { ClusterProperties } from "../../../src/reads/clusterShape";
import { connectionPoolRead } from "../../../src/reads/connectionPool";
import type { Found } from "../../../src/reads/read";
import { replicaRead } from "../../../src/reads/replica";
import { userRead } from "../../../src/reads/user";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { uuidAt } from "../../../testing/emulator/manyClusters";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { leaksIn } from "../leaks";
import { lookUpWithoutProgram } from "../reads/withoutProgram";
import { rejectionOf } from "../rejection";
import { settingsFor, uuid } from "./lookUp";

const emulator = useEmulator();
const client = (): ApiClient => new ApiClient(settingsFor(emulator.url), () => undefined);
const ask = (
  read: typeof userRead | typeof connectionPoolRead | typeof replicaRead,
  api: ApiClient,
): Promise<unknown> => {
  const key = { clusterUuid: uuid, name: "app" };
  return read.ask({ key, args: key, api, subject: read.subject(key) } as never);
};

describe("A lookup refuses an answer", () => {
  const user = { name: "planted-other", password: "AVNS_planted-other" };
  const pool = connectionPool({ name: "planted-other" });
  const replica = databaseReplica("pg", { name: "planted-other" });
  it.each<[string, (api: ApiClient) => Promise<unknown>, object]>([
    ["cluster", (api) => getCluster(api, uuid), { database: databaseCluster("kafka") }],
    ["replica's cluster", (api) => getClusterOutline(api, uuid), { database: databaseCluster("kafka") }],
    ["user", (api) => ask(userRead, api), { user }],
    ["pool", (api) => ask(connectionPoolRead, api), { pool }],
  ])("about another %s than the one that was asked for", async (_, send, body) => {
    emulator.misbehave({ status: 200, body });
    const error = await rejectionOf(send(client()));
    expect(error).toMatchObject({
      ...{ code: "unexpected_response", clusterUuid: uuid, status: 200, attempts: 1 },
    });
    expect(error.message).toMatch(
      /: the answer is about another (cluster, 5a1e0000-\S+|one)\. Nothing of it is used\. /,
    );
    expect(error.message).toContain("Check digitalocean:apiEndpoint and any proxy or cache on the way.");
    expect(leaksIn(error, ["planted-other", "AVNS_", "example.com"])).toEqual([]);
  });

  it("about another replica than the one that was asked for", async () => {
    emulator.misbehave((request, response) => {
      const body = request.url?.includes("replicas") ? { replica } : { database: databaseCluster("pg") };
      response.end(JSON.stringify(body));
    });
    const error = await rejectionOf(ask(replicaRead, client()));
    expect(error).toMatchObject({ code: "unexpected_response", clusterUuid: uuid, status: 200 });
    expect(error.message).toContain(": the answer is about another one. Nothing of it is used. ");
  });

  it("about another cluster without showing its id if that is no UUID", async () => {
    emulator.misbehave({ status: 200, body: { database: databaseCluster("pg", { id: "AVNS_planted" }) } });
    const error = await rejectionOf(getCluster(client(), uuid));
    expect(error.message).toContain("about another cluster. Nothing");
  });

  it.each(["APP", "App"])(
    "about the user %s in place of app, and says that upper and lower case count",
    async (name) => {
      emulator.misbehave({ status: 200, body: { user: { name } } });
      const error = await rejectionOf(ask(userRead, client()));
      expect(error.code).toBe("unexpected_response");
      expect(error.message).toContain("differs in upper and lower case. Give the name as doctl shows it.");
    },
  );
});

it.each<[string, unknown]>([
  ["no id", undefined],
  ["null for an id", null],
  ["the id of the cluster in upper case", uuid.toUpperCase()],
])("A lookup accepts an answer with %s", async (_, id) => {
  emulator.misbehave({ status: 200, body: { database: databaseCluster("pg", { id }) } });
  expect((await getCluster(client(), uuid)).name).toBe("planted-pg");
});

describe("A lookup by name", () => {
  const named = (changes: object): ReturnType<typeof databaseCluster> =>
    databaseCluster("pg", { id: uuidAt(1), name: "orders", ...changes });
  const withoutPassword = { ...(databaseCluster("pg")["connection"] as object), password: "" };
  const lookUp = async (): Promise<Found<ClusterProperties>["properties"]> => {
    const args = { name: "orders", apiEndpoint: emulator.url };
    return (await lookUpWithoutProgram(clusterRead, args)).properties;
  };

  it.each<[string, object]>([
    ["no connection", { connection: null }],
    ["no password", { connection: withoutPassword }],
    ["a malformed port", { connection: { port: "25060" } }],
    ["a malformed size", { size: 5 }],
  ])("sends a GET for a cluster that has %s in the list", async (_, changes) => {
    emulator.state.clusters = [named({})];
    emulator.misbehaveNext({ status: 200, body: { databases: [named(changes)] } });
    expect(await lookUp()).toMatchObject({ id: uuidAt(1), name: "orders", size: "db-s-2vcpu-4gb" });
    expect(emulator.requests.map(({ path }) => path)[1]).toBe(`/v2/databases/${uuidAt(1)}`);
  });

  it("refuses the answer to that GET if it has another name", async () => {
    emulator.state.clusters = [named({ name: "renamed" })];
    emulator.misbehaveNext({ status: 200, body: { databases: [named({ connection: null })] } });
    const error = await rejectionOf(lookUp());
    expect(error.code).toBe("unexpected_response");
    expect(error.message).toContain("database cluster named orders: the answer is about another one.");
  });

  it("sends no GET for a cluster whose id in the list is no UUID", async () => {
    const body = { databases: [named({ id: "../account", connection: null })] };
    emulator.misbehaveNext({ status: 200, body });
    const error = await rejectionOf(lookUp());
    expect(error.message).toContain("has no id for it");
    expect(emulator.requests).toHaveLength(1);
  });

  it("ignores malformed entries for other clusters, links and totals", async () => {
    const odd = [null, 7, { name: 5, connection: "x" }, named({ id: uuidAt(2), name: "x", connection: [] })];
    const body = { databases: [...odd, named({})], links: [], meta: { total: "many" } };
    emulator.misbehave({ status: 200, body });
    expect((await lookUp()).id).toBe(uuidAt(1));
  });
});
