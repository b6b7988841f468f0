import { clusterUuid, databaseCluster, engines } from "../../testing/emulator/clusters";
import type { Cluster, Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { connectionPool, databaseReplica } from "../../testing/emulator/parts";
import { allScopes } from "../../testing/emulator/scopes";
import { ApiDescription, describeWithSpec } from "./apiDescription";

const onePath = "/v2/databases/{database_cluster_uuid}";
const uuid = clusterUuid("pg");
const { connection, private_connection, standby_connection, standby_private_connection } =
  databaseCluster("pg");
const pool = {
  name: "app pool/1",
  mode: "transaction",
  size: 10,
  db: "app",
  user: "app",
  ...{ connection, private_connection, standby_connection, standby_private_connection },
};
const replica = {
  id: "5a1e0000-0000-4000-8000-00000000c001",
  name: "reader",
  region: "nyc3",
  size: "db-s-2vcpu-4gb",
  status: "online",
  tags: ["production"],
  created_at: "2026-01-11T18:37:36Z",
  private_network_uuid: "d455e75d-4858-4eec-8c95-da2f0a5f93a7",
  storage_size_mib: 61440,
  ...{ connection, private_connection },
};

describeWithSpec("the emulator answers as the API's description says", () => {
  const emulator = useEmulator({
    clusters: engines.map((engine) => databaseCluster(engine)),
    pools: { [uuid]: [pool, connectionPool()] },
    replicas: { [uuid]: [replica, databaseReplica()] },
  });
  let api: ApiDescription;
  beforeAll(() => {
    api = new ApiDescription();
  });

  async function get(path: string, token = Emulator.token): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${emulator.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: response.status, body: await response.json() };
  }

  async function expectDescribed(path: string, described: string, token?: string): Promise<unknown> {
    const { status, body } = await get(path, token);
    expect([status, api.defects(described, 200, body)]).toEqual([200, []]);
    return body;
  }

  it.each(engines)("%s cluster", async (engine) => {
    const body = await expectDescribed(`/v2/databases/${clusterUuid(engine)}`, onePath);
    expect(body).toEqual({ database: databaseCluster(engine) });
  });

  it.each(engines)("%s cluster: with no member that the description lacks", (engine) => {
    const closed = new ApiDescription({ closed: true });
    expect(closed.defects(onePath, 200, { database: databaseCluster(engine) })).toEqual([]);
    const extended = databaseCluster(engine, {
      connection: { ...(connection as Connection), protocol: "x" },
    });
    expect(closed.defects(onePath, 200, { database: extended })).not.toEqual([]);
  });

  it.each([
    ["no scope but database:read", ["database:read"] as const],
    ["all but database:view_credentials", allScopes.filter((scope) => scope !== "database:view_credentials")],
  ])("cluster for a token with %s", async (_, scopes) => {
    emulator.allow("dop_v1_less", scopes);
    const body = await expectDescribed(`/v2/databases/${uuid}`, onePath, "dop_v1_less");
    expect(JSON.stringify(body)).not.toContain("AVNS_");
  });

  it("list", async () => {
    const body = (await expectDescribed("/v2/databases", "/v2/databases")) as { databases: Cluster[] };
    expect(body.databases.map(({ engine }) => engine)).toEqual(engines);
  });

  it("empty list", async () => {
    const { clusters } = emulator.state;
    emulator.state.clusters = [];
    await expectDescribed("/v2/databases", "/v2/databases");
    emulator.state.clusters = clusters;
  });

  it("paged list: every cluster once, by the links", async () => {
    const seen: string[] = [];
    let path: string | undefined = "/v2/databases?per_page=4";
    while (path !== undefined) {
      const body = (await expectDescribed(path, "/v2/databases")) as {
        databases: Cluster[];
        links?: { pages: { next?: string } };
        meta: { total: number };
      };
      expect(body.meta.total).toBe(engines.length);
      seen.push(...body.databases.map(({ engine }) => engine));
      path = body.links?.pages.next?.replace(emulator.url, "");
    }
    expect(seen).toEqual(engines);
    expect(emulator.requests).toHaveLength(3);
  });

  it.each([
    ["ca", `/v2/databases/${uuid}/ca`, `${onePath}/ca`],
    ["users", `/v2/databases/${uuid}/users`, `${onePath}/users`],
    ["user", `/v2/databases/${uuid}/users/app`, `${onePath}/users/{username}`],
    ["users of Kafka", `/v2/databases/${clusterUuid("kafka")}/users`, `${onePath}/users`],
    ["the planted pool", `/v2/databases/${uuid}/pools/planted-pool`, `${onePath}/pools/{pool_name}`],
    [
      "the planted replica",
      `/v2/databases/${uuid}/replicas/planted-replica`,
      `${onePath}/replicas/{replica_name}`,
    ],
    ["pools", `/v2/databases/${uuid}/pools`, `${onePath}/pools`],
    ["pool", `/v2/databases/${uuid}/pools/app%20pool%2F1`, `${onePath}/pools/{pool_name}`],
    ["pools: none", `/v2/databases/${clusterUuid("mysql")}/pools`, `${onePath}/pools`],
    ["replicas", `/v2/databases/${uuid}/replicas`, `${onePath}/replicas`],
    ["replica", `/v2/databases/${uuid}/replicas/reader`, `${onePath}/replicas/{replica_name}`],
    ["metrics credentials", "/v2/databases/metrics/credentials", "/v2/databases/metrics/credentials"],
  ])("%s", async (_, path, described) => {
    await expectDescribed(path, described);
  });

  // MODEL.md 9: the schema nests twice, the example once; an open schema takes both.
  it("metrics credentials are where the schema has them", async () => {
    const body = await expectDescribed(
      "/v2/databases/metrics/credentials",
      "/v2/databases/metrics/credentials",
    );
    expect(body).toEqual({ credentials: { credentials: emulator.state.metricsCredentials } });
    const closed = new ApiDescription({ closed: true });
    expect(closed.defects("/v2/databases/metrics/credentials", 200, body)).toEqual([]);
  });

  it("the CA is the base64 of its PEM", async () => {
    const body = (await expectDescribed(`/v2/databases/${uuid}/ca`, `${onePath}/ca`)) as {
      ca: { certificate: string };
    };
    expect(Buffer.from(body.ca.certificate, "base64").toString()).toBe(emulator.state.caCertificate);
  });

  it.each<[string, number, number | "default", string, string]>([
    ["a token that is none", 401, 401, `/v2/databases/${uuid}`, "dop_v1_unknown"],
    ["a token without database:read", 403, "default", `/v2/databases/${uuid}`, "dop_v1_none"],
    ["credentials without their scope", 403, "default", "/v2/databases/metrics/credentials", "dop_v1_reader"],
    ["no such cluster", 404, 404, "/v2/databases/5a1e0000-0000-4000-8000-0000000000ff", Emulator.token],
    ["no such user", 404, 404, `/v2/databases/${uuid}/users/nobody`, Emulator.token],
    ["no such pool", 404, 404, `/v2/databases/${uuid}/pools/nobody`, Emulator.token],
    ["users of Valkey", 422, "default", `/v2/databases/${clusterUuid("valkey")}/users`, Emulator.token],
    ["no such path", 404, 404, "/v2/account", Emulator.token],
  ])("%s: %i", async (_, status, described, path, token) => {
    emulator.allow("dop_v1_none", []);
    emulator.allow("dop_v1_reader", ["database:read"]);
    const answer = await get(path, token);
    expect(answer.status).toBe(status);
    expect(api.defects(onePath, described, answer.body)).toEqual([]);
    const violations = [`GET ${path}: its path is not /v2/databases or below`];
    expect(emulator.takeViolations()).toEqual(path.startsWith("/v2/databases") ? [] : violations);
  });

  it("the validation finds a defect", () => {
    expect(api.defects(onePath, 200, { database: { ...databaseCluster("pg"), num_nodes: "3" } })).toEqual([
      "/database/num_nodes: must be integer",
    ]);
    expect(api.defects(onePath, 200, { database: { ...databaseCluster("pg"), users: null } })).toEqual([]);
    expect(api.defects(onePath, 200, { database: { ...databaseCluster("pg"), region: null } })).not.toEqual(
      [],
    );
    expect(api.defects(onePath, 404, { message: "no id" })).not.toEqual([]);
  });
});
