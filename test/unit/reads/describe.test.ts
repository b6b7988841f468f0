import { apiFieldName } from "../../../src/api/decode";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster, engines, plantedPassword } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { askedUuid, connectionWith, described, minimal } from "./apiCluster";

describe("The properties of a cluster", () => {
  it.each(engines)("of %s are its members and the flat ones of its connections", (engine) => {
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

  it("have unknown engines, statuses and roles as they are", () => {
    const users = [{ name: "app", role: "auditor" }];
    const cluster = described(databaseCluster("pg", { engine: "duckdb", status: "hibernating", users }));
    expect(cluster).toMatchObject({ engine: "duckdb", status: "hibernating" });
    expect(cluster.users?.[0]).toMatchObject({ role: "auditor", password: undefined });
  });

  it("have no members that this package does not know", () => {
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

describe("The properties of a cluster with few members", () => {
  it("are the five required members and the requested UUID", () => {
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
    [
      "with null for all optional members",
      { ...minimal, ...Object.fromEntries(nullable().map((name) => [name, null])) },
    ],
  ])("are those of the table, also if they are undefined (%s)", (_, api) => {
    expect(Object.keys(described(api)).sort()).toEqual([...clusterProperties].sort());
    expect(clusterProperties).toEqual(Object.keys(clusterFields));
  });

  it.each(["connection", "private_connection", "users", "maintenance_window", "do_settings"])(
    "are the same if %s is null or absent",
    (name) => {
      expect(described({ ...minimal, [name]: null })).toStrictEqual(described(minimal));
    },
  );

  it("are undefined for empty texts and port 0", () => {
    const empty = { uri: "", host: "", port: 0, user: "", password: "", database: "" };
    const cluster = described({ ...minimal, connection: { ...empty, ssl: true }, private_network_uuid: "" });
    expect(cluster).toMatchObject({ uri: undefined, host: undefined, port: undefined, user: undefined });
    expect(cluster.privateNetworkUuid).toBeUndefined();
    expect(cluster.connection).toEqual({ ssl: true });
  });
});

describe("A URI without its password", () => {
  const redacted = "postgresql://planted-pg.example.com:25060/defaultdb?sslmode=require";
  const names = [
    ["connection", "connection"],
    ["private_connection", "privateConnection"],
    ["standby_connection", "standbyConnection"],
    ["standby_private_connection", "standbyPrivateConnection"],
    ["ui_connection", "uiConnection"],
    ["schema_registry_connection", "schemaRegistryConnection"],
  ] as const;

  describe.each(names)("in %s", (apiName, property) => {
    it.each<[string, Record<string, unknown>]>([
      ["no user and no password", { uri: redacted, user: undefined, password: undefined }],
      ["an empty user and password", { uri: redacted, user: "", password: "" }],
      ["null for user and password", { uri: redacted, user: null, password: null }],
      [
        "no password and a user in the URI",
        { uri: redacted.replace("://", "://doadmin@"), password: undefined },
      ],
    ])("is left out if the connection has %s", (_, changes) => {
      const cluster = described({ ...minimal, [apiName]: connectionWith(changes) });
      expect(cluster[property]).toMatchObject({ uri: undefined, password: undefined, port: 25060 });
      expect(JSON.stringify(cluster)).not.toContain("postgresql://");
    });
  });

  it("is left out of the flat properties", () => {
    const withheld = connectionWith({ uri: redacted, user: undefined, password: undefined });
    const cluster = described({ ...minimal, connection: withheld, private_connection: withheld });
    expect(cluster).toMatchObject({ uri: undefined, privateUri: undefined, password: undefined });
    expect(cluster.host).toBe("planted-pg-do-user-1-0.db.example.com");
  });

  it("still gives the name of the database", () => {
    const withheld = connectionWith({ uri: redacted, database: "", password: "" });
    expect(described({ ...minimal, connection: withheld }).database).toBe("defaultdb");
  });

  // As a stack output an empty object would be `{}`, which means "cannot be decrypted" there.
  it("leaves no empty connection if the connection has nothing else", () => {
    expect(described({ ...minimal, connection: { uri: redacted } }).connection).toBeUndefined();
  });
});

function nullable(): string[] {
  return Object.keys(databaseCluster("kafka")).filter((name) => !Object.hasOwn(minimal, name));
}

describe("The properties in the table of clusters", () => {
  const of = (secret: boolean): string[] =>
    clusterProperties.filter((property) => clusterFields[property].secret === secret);

  it("are public if they are harmless", () => {
    expect(of(false)).toEqual([
      ...["id", "name", "engine", "version", "semanticVersion", "numNodes", "size", "region", "status"],
      ...["createdAt", "tags", "dbNames", "maintenanceWindow", "projectId", "privateNetworkUuid"],
      ...["storageSizeMib", "versionEndOfLife", "versionEndOfAvailability"],
    ]);
  });

  it("are secret otherwise", () => {
    expect(of(true)).toEqual([
      ...["connection", "privateConnection", "standbyConnection", "standbyPrivateConnection"],
      ...["uiConnection", "schemaRegistryConnection", "users", "metricsEndpoints", "rules", "doSettings"],
      ...["uri", "host", "port", "user", "password", "database", "privateUri", "privateHost"],
      "privatePort",
    ]);
  });

  it("are exported to other stacks by default, except for four", () => {
    expect(clusterProperties.filter((property) => !clusterFields[property].exported)).toEqual([
      ...["users", "metricsEndpoints", "rules", "doSettings"],
    ]);
  });

  it("are secret if they have anything of a connection, a user or a rule", () => {
    for (const engine of ["pg", "kafka", "opensearch"] as const) {
      const cluster = described(databaseCluster(engine));
      const open = JSON.stringify(of(false).map((property) => cluster[property as keyof typeof cluster]));
      for (const hidden of [
        /AVNS_/,
        /db\.example\.com/,
        /PRIVATE KEY/,
        /203\.0\.113/,
        /planted-cname/,
        /doadmin/,
      ]) {
        expect(JSON.stringify(cluster)).toMatch(
          engine === "kafka" || hidden.source !== "PRIVATE KEY" ? hidden : /./,
        );
        expect(open).not.toMatch(hidden);
      }
    }
  });

  it("include every member of the clusters in the emulator", () => {
    const flat = ["uri", "host", "port", "user", "password", "database"];
    flat.push("privateUri", "privateHost", "privatePort");
    const names = clusterProperties.filter((property) => !flat.includes(property)).map(apiFieldName);
    const sent = new Set([
      ...Object.keys(databaseCluster("kafka")),
      ...Object.keys(databaseCluster("opensearch")),
    ]);
    expect([...sent].sort()).toEqual([...names].sort());
  });
});
