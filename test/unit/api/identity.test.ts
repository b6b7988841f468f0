import { ApiClient } from "../../../src/api/client";
import { getClusterOutline } from "../../../src/reads/absence";
import { getCluster } from "../../../src/reads/clusterShape";
import { connectionPoolRead } from "../../../src/reads/connectionPool";
import { replicaRead } from "../../../src/reads/replica";
import { userRead } from "../../../src/reads/user";
import { getDatabaseCluster } from "../../../src/index";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { uuidAt } from "../../../testing/emulator/manyClusters";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { leaksIn } from "../leaks";
import { beginProgram } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { settingsFor, uuid } from "./lookUp";

const emulator = useEmulator();
beforeAll(async () => {
  await beginProgram();
});

const patient = { requestTimeoutSeconds: 10, deadlineSeconds: 20 };
const client = (): ApiClient => new ApiClient(settingsFor(emulator.url, patient), () => undefined);
const ask = (
  read: typeof userRead | typeof connectionPoolRead | typeof replicaRead,
  api: ApiClient,
): Promise<unknown> => {
  const key = { clusterUuid: uuid, name: "app" };
  return read.ask({ key, args: key, api, subject: read.subject(key) } as never);
};

describe("an answer about something else than was asked for is refused", () => {
  const user = { name: "planted-other", password: "AVNS_planted-other" };
  const pool = connectionPool({ name: "planted-other" });
  const replica = databaseReplica("pg", { name: "planted-other" });
  it.each<[string, (api: ApiClient) => Promise<unknown>, object]>([
    ["a cluster", (api) => getCluster(api, uuid), { database: databaseCluster("kafka") }],
    ["a replica's cluster", (api) => getClusterOutline(api, uuid), { database: databaseCluster("kafka") }],
    ["a user", (api) => ask(userRead, api), { user }],
    ["a pool", (api) => ask(connectionPoolRead, api), { pool }],
  ])("%s", async (_, send, body) => {
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

  it("a replica", async () => {
    emulator.misbehave((request, response) => {
      const body = request.url?.includes("replicas") ? { replica } : { database: databaseCluster("pg") };
      response.end(JSON.stringify(body));
    });
    const error = await rejectionOf(ask(replicaRead, client()));
    expect(error).toMatchObject({ code: "unexpected_response", clusterUuid: uuid, status: 200 });
    expect(error.message).toContain(": the answer is about another one. Nothing of it is used. ");
  });

  it("an id that is no UUID is not shown", async () => {
    emulator.misbehave({ status: 200, body: { database: databaseCluster("pg", { id: "AVNS_planted" }) } });
    const error = await rejectionOf(getCluster(client(), uuid));
    expect(error.message).toContain("about another cluster. Nothing");
  });

  it.each(["APP", "App"])("a user named %s in place of app, which says that case counts", async (name) => {
    emulator.misbehave({ status: 200, body: { user: { name } } });
    const error = await rejectionOf(ask(userRead, client()));
    expect(error.code).toBe("unexpected_response");
    expect(error.message).toContain("differs in upper and lower case. Give the name as doctl shows it.");
  });
});

it.each<[string, unknown]>([
  ["no id", undefined],
  ["null for an id", null],
  ["its id in upper case", uuid.toUpperCase()],
])("an answer with %s is about the cluster that was asked for", async (_, id) => {
  emulator.misbehave({ status: 200, body: { database: databaseCluster("pg", { id }) } });
  expect((await getCluster(client(), uuid)).name).toBe("planted-pg");
});

describe("a cluster by name of which the list does not have all", () => {
  const named = (changes: object): ReturnType<typeof databaseCluster> =>
    databaseCluster("pg", { id: uuidAt(1), name: "orders", ...changes });
  const withoutPassword = { ...(databaseCluster("pg")["connection"] as object), password: "" };
  const access = { token: Emulator.token };
  const lookUp = (): ReturnType<typeof getDatabaseCluster> =>
    getDatabaseCluster({ name: "orders", apiEndpoint: emulator.url, ...access });

  it.each<[string, object]>([
    ["no connection", { connection: null }],
    ["no password", { connection: withoutPassword }],
    ["a port that is none", { connection: { port: "25060" } }],
    ["no size", { size: 5 }],
  ])("%s: a GET decides", async (_, changes) => {
    emulator.state.clusters = [named({})];
    emulator.misbehaveNext({ status: 200, body: { databases: [named(changes)] } });
    expect(await lookUp()).toMatchObject({ id: uuidAt(1), name: "orders", size: "db-s-2vcpu-4gb" });
    expect(emulator.requests.map(({ path }) => path)[1]).toBe(`/v2/databases/${uuidAt(1)}`);
  });

  it("and refuses a cluster of another name", async () => {
    emulator.state.clusters = [named({ name: "renamed" })];
    emulator.misbehaveNext({ status: 200, body: { databases: [named({ connection: null })] } });
    const error = await rejectionOf(lookUp());
    expect(error.code).toBe("unexpected_response");
    expect(error.message).toContain("database cluster named orders: the answer is about another one.");
  });

  it("an id that is none never becomes part of a path", async () => {
    const body = { databases: [named({ id: "../account", connection: null })] };
    emulator.misbehaveNext({ status: 200, body });
    const error = await rejectionOf(lookUp());
    expect(error.message).toContain("has no id for it");
    expect(emulator.requests).toHaveLength(1);
  });

  it("odd entries for other clusters, and odd links, do not matter", async () => {
    const odd = [null, 7, { name: 5, connection: "x" }, named({ id: uuidAt(2), name: "x", connection: [] })];
    const body = { databases: [...odd, named({})], links: [], meta: { total: "many" } };
    emulator.misbehave({ status: 200, body });
    expect((await lookUp()).id).toBe(uuidAt(1));
  });
});
