import { connectionPoolBody, connectionPoolRead } from "../../../src/reads/connectionPool";
import { replicaBody, replicaRead } from "../../../src/reads/replica";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { connectionWith } from "./apiCluster";

const key = { clusterUuid: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30", name: "asked-for" };

type Members = Record<string, unknown>;

function pool(members: Members): ReturnType<typeof connectionPoolRead.describe> {
  return connectionPoolRead.describe(connectionPoolBody({ pool: members }, "").pool, key);
}

function replica(members: Members, engine = "pg"): ReturnType<typeof replicaRead.describe> {
  return replicaRead.describe({ ...replicaBody({ replica: members }, "").replica, engine }, key);
}

/** Both connections with the same changes, so that the two URIs are told apart by their hosts. */
function withConnections(members: Members, changes: Members): Members {
  const at = (host: string): Members =>
    connectionWith({ host, uri: "", user: "u", password: "p", ...changes });
  return { ...members, connection: at("public.example.com"), private_connection: at("private.example.com") };
}

const builtOf = (database: string): [string, string] => [
  `postgresql://u:p@public.example.com:25060/${database}?sslmode=require`,
  `postgresql://u:p@private.example.com:25060/${database}?sslmode=require`,
];

describe("a URI that the API leaves empty is built from the parts", () => {
  it("of a replica, with its database", () => {
    const { uri, privateUri } = replica(withConnections(databaseReplica(), { database: "orders" }));
    expect([uri, privateUri]).toEqual(builtOf("orders"));
  });

  it("of a pool, whose database has the pool's name where none is given", () => {
    const members = { ...connectionPool(), name: "shared" };
    const given = pool(withConnections(members, { database: "named" }));
    expect([given.uri, given.privateUri]).toEqual(builtOf("named"));
    const absent = pool(withConnections(members, { database: "" }));
    expect([absent.uri, absent.privateUri]).toEqual(builtOf("shared"));
  });

  it("encrypted, where it is not said otherwise", () => {
    expect(replica(withConnections(databaseReplica(), { ssl: null, database: "d" })).uri).toBe(
      builtOf("d")[0],
    );
    expect(replica(withConnections(databaseReplica(), { ssl: false, database: "d" })).uri).not.toContain(
      "sslmode=require",
    );
  });

  it.each([
    ["host", { host: "" }],
    ["port", { port: 0 }],
    ["user", { user: "" }],
    ["password", { password: "" }],
    ["proper host", { host: "a/b" }],
  ])("but not without a %s", (_, changes) => {
    const members = withConnections(databaseReplica(), changes);
    expect(replica(members)).toMatchObject({ uri: undefined, privateUri: undefined });
  });

  it("nor for an engine that is not known, or without a connection", () => {
    expect(replica(withConnections(databaseReplica(), {}), "vector").uri).toBeUndefined();
    const { connection: _, private_connection: __, ...without } = connectionPool();
    expect(pool(without)).toMatchObject({ uri: undefined, privateUri: undefined });
  });
});

it("a URI that the API gives is handed out as it is", () => {
  const api = connectionWith({ uri: "postgresql://as:it@is.example.com:1/whatever", password: "p" });
  for (const found of [
    pool({ ...connectionPool(), connection: api, private_connection: api }),
    replica({ ...databaseReplica(), connection: api, private_connection: api }),
  ]) {
    expect([found.uri, found.privateUri]).toEqual([api["uri"], api["uri"]]);
  }
});
