import { clusterUuid, databaseCluster, engines } from "../../testing/emulator/clusters";
import type { Cluster, Connection } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { connectionPool, databaseReplica } from "../../testing/emulator/parts";
import { allScopes } from "../../testing/emulator/scopes";
import { apiDescription, describeWithSpec } from "./apiDescription";

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

describeWithSpec("The emulator", () => {
  const emulator = useEmulator({
    clusters: engines.map((engine) => databaseCluster(engine)),
    pools: { [uuid]: [pool, connectionPool()] },
    replicas: { [uuid]: [replica, databaseReplica()] },
  });
  let api: ReturnType<typeof apiDescription>;
  beforeAll(() => {
    api = apiDescription();
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

  it.each(engines)("answers a %s cluster as described", async (engine) => {
    const body = await expectDescribed(`/v2/databases/${clusterUuid(engine)}`, onePath);
    expect(body).toEqual({ database: databaseCluster(engine) });
  });

  it.each(engines)("answers a %s cluster with no member that the description lacks", (engine) => {
    const closed = apiDescription({ closed: true });
    expect(closed.defects(onePath, 200, { database: databaseCluster(engine) })).toEqual([]);
    const extended = databaseCluster(engine, {
      connection: { ...(connection as Connection), protocol: "x" },
    });
    expect(closed.defects(onePath, 200, { database: extended })).not.toEqual([]);
  });

  it.each([
    ["only the scope database:read", ["database:read"] as const],
    [
      "all scopes but database:view_credentials",
      allScopes.filter((scope) => scope !== "database:view_credentials"),
    ],
  ])("answers a cluster as described, without passwords, for a token with %s", async (_, scopes) => {
    emulator.allow("dop_v1_less", scopes);
    const body = await expectDescribed(`/v2/databases/${uuid}`, onePath, "dop_v1_less");
    expect(JSON.stringify(body)).not.toContain("AVNS_");
  });

  it("answers the list of clusters as described", async () => {
    const body = (await expectDescribed("/v2/databases", "/v2/databases")) as { databases: Cluster[] };
    expect(body.databases.map(({ engine }) => engine)).toEqual(engines);
  });

  it("answers an empty list of clusters as described", async () => {
    const { clusters } = emulator.state;
    emulator.state.clusters = [];
    await expectDescribed("/v2/databases", "/v2/databases");
    emulator.state.clusters = clusters;
  });

  it("answers every cluster once in pages that are linked", async () => {
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
    ["CA certificate", `/v2/databases/${uuid}/ca`, `${onePath}/ca`],
    ["users of a cluster", `/v2/databases/${uuid}/users`, `${onePath}/users`],
    ["user of a cluster", `/v2/databases/${uuid}/users/app`, `${onePath}/users/{username}`],
    ["users of Kafka", `/v2/databases/${clusterUuid("kafka")}/users`, `${onePath}/users`],
    ["planted pool", `/v2/databases/${uuid}/pools/planted-pool`, `${onePath}/pools/{pool_name}`],
    [
      "planted replica",
      `/v2/databases/${uuid}/replicas/planted-replica`,
      `${onePath}/replicas/{replica_name}`,
    ],
    ["pools of a cluster", `/v2/databases/${uuid}/pools`, `${onePath}/pools`],
    [
      "pool with a blank and a slash in its name",
      `/v2/databases/${uuid}/pools/app%20pool%2F1`,
      `${onePath}/pools/{pool_name}`,
    ],
    ["empty list of pools", `/v2/databases/${clusterUuid("mysql")}/pools`, `${onePath}/pools`],
    ["replicas of a cluster", `/v2/databases/${uuid}/replicas`, `${onePath}/replicas`],
    ["replica of a cluster", `/v2/databases/${uuid}/replicas/reader`, `${onePath}/replicas/{replica_name}`],
    ["metrics credentials", "/v2/databases/metrics/credentials", "/v2/databases/metrics/credentials"],
  ])("answers the %s as described", async (_, path, described) => {
    await expectDescribed(path, described);
  });

  // MODEL.md 9: the schema nests twice, the example once; an open schema takes both.
  it("answers metrics credentials at the place in the schema", async () => {
    const body = await expectDescribed(
      "/v2/databases/metrics/credentials",
      "/v2/databases/metrics/credentials",
    );
    expect(body).toEqual({ credentials: { credentials: emulator.state.metricsCredentials } });
    const closed = apiDescription({ closed: true });
    expect(closed.defects("/v2/databases/metrics/credentials", 200, body)).toEqual([]);
  });

  it("answers the CA certificate as base64 of its PEM", async () => {
    const body = (await expectDescribed(`/v2/databases/${uuid}/ca`, `${onePath}/ca`)) as {
      ca: { certificate: string };
    };
    expect(Buffer.from(body.ca.certificate, "base64").toString()).toBe(emulator.state.caCertificate);
  });

  it.each<[string, number, number | "default", string, string]>([
    ["a request with an unknown token", 401, 401, `/v2/databases/${uuid}`, "dop_v1_unknown"],
    ["a request with a token without database:read", 403, "default", `/v2/databases/${uuid}`, "dop_v1_none"],
    [
      "a request for metrics credentials without their scope",
      403,
      "default",
      "/v2/databases/metrics/credentials",
      "dop_v1_reader",
    ],
    [
      "a request for a missing cluster",
      404,
      404,
      "/v2/databases/5a1e0000-0000-4000-8000-0000000000ff",
      Emulator.token,
    ],
    ["a request for a missing user", 404, 404, `/v2/databases/${uuid}/users/missing`, Emulator.token],
    ["a request for a missing pool", 404, 404, `/v2/databases/${uuid}/pools/missing`, Emulator.token],
    [
      "a request for users of Valkey",
      422,
      "default",
      `/v2/databases/${clusterUuid("valkey")}/users`,
      Emulator.token,
    ],
    ["a request for another path", 404, 404, "/v2/account", Emulator.token],
  ])("answers %s with a %i as described", async (_, status, described, path, token) => {
    emulator.allow("dop_v1_none", []);
    emulator.allow("dop_v1_reader", ["database:read"]);
    const answer = await get(path, token);
    expect(answer.status).toBe(status);
    expect(api.defects(onePath, described, answer.body)).toEqual([]);
    const violations = [`GET ${path}: its path is not /v2/databases or below`];
    expect(emulator.takeViolations()).toEqual(path.startsWith("/v2/databases") ? [] : violations);
  });

  it("is checked by a validation that finds defects", () => {
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
