import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster, engines, plantedPassword } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { askedUuid, connectionWith, described, minimal } from "./apiCluster";

describe("a full cluster", () => {
  it.each(engines)("%s: every property, and the flat ones of its connections", (engine) => {
    const api = databaseCluster(engine);
    const connection = api["connection"] as Connection;
    const cluster = described(api);
    expect(cluster).toMatchObject({
      id: clusterUuid(engine),
      engine,
      uri: connection.uri,
      host: connection.host,
      port: connection.port,
      user: connection.user,
      password: plantedPassword(engine),
      privateUri: (api["private_connection"] as Connection).uri,
      privateHost: (api["private_connection"] as Connection).host,
    });
    expect(cluster.database).toBe(connection.database === "" ? undefined : connection.database);
    expect(cluster.uiConnection?.port).toBe(engine === "opensearch" ? 443 : undefined);
    expect(cluster.schemaRegistryConnection?.port).toBe(engine === "kafka" ? 20835 : undefined);
    expect(cluster.users?.[0]?.password).toBe(
      engine === "redis" || engine === "valkey" ? undefined : plantedPassword(engine),
    );
  });

  it("an engine, a status and a role that nobody knows yet are passed on", () => {
    const users = [{ name: "app", role: "auditor" }];
    const cluster = described(databaseCluster("pg", { engine: "duckdb", status: "hibernating", users }));
    expect(cluster).toMatchObject({ engine: "duckdb", status: "hibernating" });
    expect(cluster.users?.[0]).toMatchObject({ role: "auditor", password: undefined });
  });

  it("what nobody has judged is not passed on", () => {
    const planted = "AVNS_planted-unknown";
    const cluster = described(
      databaseCluster("pg", {
        root_password: planted,
        connection: connectionWith({ protocol: planted }),
        users: [{ name: "app", recovery_code: planted }],
      }),
    );
    expect(JSON.stringify(cluster)).not.toContain(planted);
  });
});

describe("the least there is", () => {
  it("five members, and the UUID that was asked for", () => {
    const cluster = described(minimal);
    const there = Object.entries(cluster).filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(there)).toEqual({
      id: askedUuid,
      name: "backend",
      engine: "pg",
      numNodes: 1,
      size: "db-s-1vcpu-1gb",
      region: "nyc3",
    });
  });

  it.each<[string, Record<string, unknown>]>([
    ["minimal", minimal],
    ["full", databaseCluster("kafka")],
    ["nothing but null", { ...minimal, ...Object.fromEntries(nullable().map((name) => [name, null])) }],
  ])("%s: the table covers exactly the properties, and no key is missing", (_, api) => {
    expect(Object.keys(described(api)).sort()).toEqual([...clusterProperties].sort());
    expect(clusterProperties).toEqual(Object.keys(clusterFields));
  });

  it.each(["connection", "private_connection", "users", "maintenance_window", "do_settings"])(
    "%s: null is as good as absent",
    (name) => {
      expect(described({ ...minimal, [name]: null })).toStrictEqual(described(minimal));
    },
  );

  it("empty texts and port 0 are not there", () => {
    const empty = { uri: "", host: "", port: 0, user: "", password: "", database: "" };
    const cluster = described({ ...minimal, connection: { ...empty, ssl: true }, private_network_uuid: "" });
    expect(cluster).toMatchObject({ uri: undefined, host: undefined, port: undefined, user: undefined });
    expect(cluster.privateNetworkUuid).toBeUndefined();
    expect(cluster.connection).toEqual({ ssl: true });
  });
});

describe("a URI without its password is never handed out", () => {
  const redacted = "postgresql://planted-pg.example.com:25060/defaultdb?sslmode=require";
  const names = [
    ["connection", "connection"],
    ["private_connection", "privateConnection"],
    ["standby_connection", "standbyConnection"],
    ["standby_private_connection", "standbyPrivateConnection"],
    ["ui_connection", "uiConnection"],
    ["schema_registry_connection", "schemaRegistryConnection"],
  ] as const;

  describe.each(names)("%s", (apiName, property) => {
    it.each<[string, Record<string, unknown>]>([
      ["omitted", { uri: redacted, user: undefined, password: undefined }],
      ["empty", { uri: redacted, user: "", password: "" }],
      ["null", { uri: redacted, user: null, password: null }],
      ["omitted, the URI with a user", { uri: redacted.replace("://", "://doadmin@"), password: undefined }],
    ])("password %s", (_, changes) => {
      const cluster = described({ ...minimal, [apiName]: connectionWith(changes) });
      expect(cluster[property]).toMatchObject({ uri: undefined, password: undefined, port: 25060 });
      expect(JSON.stringify(cluster)).not.toContain("postgresql://");
    });
  });

  it("the flat ones neither", () => {
    const withheld = connectionWith({ uri: redacted, user: undefined, password: undefined });
    const cluster = described({ ...minimal, connection: withheld, private_connection: withheld });
    expect(cluster).toMatchObject({ uri: undefined, privateUri: undefined, password: undefined });
    expect(cluster.host).toBe("planted-pg-do-user-1-0.db.example.com");
  });

  it("what only it says of the database is kept, for those who have the password", () => {
    const withheld = connectionWith({ uri: redacted, database: "", password: "" });
    expect(described({ ...minimal, connection: withheld }).database).toBe("defaultdb");
  });

  // An object of nothing would become `{}` as a stack output, which means "cannot be decrypted" there.
  it("a connection of which only such a URI was there is not there", () => {
    expect(described({ ...minimal, connection: { uri: redacted } }).connection).toBeUndefined();
  });
});

function nullable(): string[] {
  return Object.keys(databaseCluster("kafka")).filter((name) => !Object.hasOwn(minimal, name));
}
