import { apiFieldName } from "../../../src/api/decode";
import { certificateBody, caRead } from "../../../src/reads/ca";
import { connectionPoolBody, connectionPoolRead } from "../../../src/reads/connectionPool";
import { metricsCredentialsBody, metricsCredentialsRead } from "../../../src/reads/metricsCredentials";
import { replicaBody, replicaRead } from "../../../src/reads/replica";
import { propertiesOf } from "../../../src/reads/secrecy";
import type { Field } from "../../../src/reads/secrecy";
import { userBody, userRead } from "../../../src/reads/user";
import { databaseCluster } from "../../../testing/emulator/clusters";
import type { Engine } from "../../../testing/emulator/clusters";
import { caCertificate, connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { connectionWith } from "./apiCluster";

const clusterUuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";
const key = { clusterUuid, name: "asked-for" };

type Members = Record<string, unknown>;

/** The properties that each read makes of the object in the API's answer. */
const propertiesIn = {
  ca: (ca: Members) => caRead.describe(certificateBody({ ca }, "").ca, key),
  user: (user: Members) => userRead.describe(userBody({ user }, "").user, key),
  pool: (pool: Members) => connectionPoolRead.describe(connectionPoolBody({ pool }, "").pool, key),
  replica: (replica: Members, engine = "pg") =>
    replicaRead.describe({ ...replicaBody({ replica }, "").replica, engine }, key),
  credentials: (credentials: Members) =>
    metricsCredentialsRead.describe(metricsCredentialsBody({ credentials }, "").credentials, {}),
};
type Part = keyof typeof propertiesIn;

function userOf(engine: Engine): Members {
  const users = databaseCluster(engine)["users"] as Members[];
  return users.find(({ name }) => name === "app") ?? {};
}

const ca = { certificate: Buffer.from(caCertificate).toString("base64") };
const credentials = { basic_auth_username: "u", basic_auth_password: "AVNS_planted" };

/** The least that an answer has, and all that it may have. */
const shapes: [Part, Members, Members][] = [
  ["user", { name: "app" }, { ...userOf("kafka"), ...userOf("mysql") }],
  ["pool", { name: "p" }, connectionPool()],
  ["replica", { name: "r" }, databaseReplica()],
  ["credentials", {}, credentials],
];

const optionalMembers = shapes.flatMap(([part, least, all]) =>
  Object.keys(all)
    .filter((member) => !(member in least))
    .map((member) => [part, member, least, all] as const),
);

describe.each(optionalMembers)("The member %s.%s of an answer", (part, member, least, all) => {
  it("counts as absent if it is null", () => {
    expect(propertiesIn[part]({ ...least, [member]: null })).toStrictEqual(propertiesIn[part](least));
  });

  it("counts as absent if it is an empty text or object", () => {
    const value = all[member];
    if (typeof value === "string") {
      expect(propertiesIn[part]({ ...least, [member]: "" })).toStrictEqual(propertiesIn[part](least));
    } else if (typeof value === "object" && !Array.isArray(value)) {
      expect(propertiesIn[part]({ ...least, [member]: {} })).toStrictEqual(propertiesIn[part](least));
    }
  });

  it("is found without the other optional members", () => {
    const found = JSON.stringify(propertiesIn[part]({ ...least, [member]: all[member] }));
    expect(found.length).toBeGreaterThan(JSON.stringify(propertiesIn[part](least)).length);
  });
});

it.each(
  shapes.flatMap(([part, least]) => Object.keys(least).map((member) => [part, member, least] as const)),
)("An answer about a %s without %s is refused", (part, member, least) => {
  for (const value of [undefined, null, ""]) {
    expect(() => propertiesIn[part]({ ...least, [member]: value })).toThrow(`${part}.${member} is `);
  }
});

describe("A URI without its password", () => {
  const redacted = "postgresql://planted.example.com:25060/defaultdb?sslmode=require";
  const forms: [string, Members][] = [
    ["no password", { uri: redacted, user: undefined, password: undefined }],
    ["an empty password", { uri: redacted, user: "", password: "" }],
    ["null for the password", { uri: redacted, user: null, password: null }],
    ["a user only", { uri: redacted.replace("://", "://doadmin@"), password: undefined }],
  ];
  const places = [
    ...["connection", "private_connection", "standby_connection", "standby_private_connection"].map(
      (member) => ["pool", member, connectionPool(), { name: "p" }] as const,
    ),
    ...["connection", "private_connection"].map(
      (member) => ["replica", member, databaseReplica(), { name: "r" }] as const,
    ),
  ];

  describe.each(places)("in a %s's %s", (part, member, all, least) => {
    it.each(forms)("is left out if the connection has %s", (_, changes) => {
      const rest = Object.fromEntries(Object.entries(all).filter(([name]) => !name.includes("connection")));
      const found = propertiesIn[part]({ ...rest, [member]: connectionWith(changes) });
      expect(JSON.stringify(found)).not.toContain("://");
      expect(JSON.stringify(found)).toContain('"port":25060');
    });

    // As a stack output an empty object would be `{}`, which means "cannot be decrypted" there.
    it("leaves no empty connection if the connection has nothing else", () => {
      const found = propertiesIn[part]({ ...least, [member]: { uri: redacted } });
      expect(found).toEqual(propertiesIn[part](least));
    });
  });
});

/** Both connections with the same changes; their hosts tell their URIs apart. */
function withConnections(members: Members, changes: Members): Members {
  const at = (host: string): Members =>
    connectionWith({ host, uri: "", user: "u", password: "p", ...changes });
  return { ...members, connection: at("public.example.com"), private_connection: at("private.example.com") };
}

const urisTo = (database: string): Members => ({
  uri: `postgresql://u:p@public.example.com:25060/${database}?sslmode=require`,
  privateUri: `postgresql://u:p@private.example.com:25060/${database}?sslmode=require`,
});

describe("The URI of a replica that the API leaves empty", () => {
  const replica = (changes: Members, engine?: string): object =>
    propertiesIn.replica(withConnections(databaseReplica(), changes), engine);

  it("is built from the other members, with the replica's database", () => {
    expect(replica({ database: "orders" })).toMatchObject(urisTo("orders"));
  });

  it("has TLS by default, and has none if ssl is false", () => {
    expect(replica({ ssl: null, database: "d" })).toMatchObject(urisTo("d"));
    expect(JSON.stringify(replica({ ssl: false, database: "d" }))).not.toContain("sslmode=require");
  });

  it.each([
    ["without a host", { host: "" }],
    ["without a port", { port: 0 }],
    ["without a user", { user: "" }],
    ["without a password", { password: "" }],
    ["with a malformed host", { host: "a/b" }],
  ])("is not built %s", (_, changes) => {
    expect(replica(changes)).toMatchObject({ uri: undefined, privateUri: undefined });
  });

  it("is not built for an unknown engine", () => {
    expect(replica({}, "vector")).toMatchObject({ uri: undefined, privateUri: undefined });
  });
});

describe("The URI of a pool that the API leaves empty", () => {
  it("has the connection's database, or else the pool's name", () => {
    const members = { ...connectionPool(), name: "shared" };
    expect(propertiesIn.pool(withConnections(members, { database: "named" }))).toMatchObject(urisTo("named"));
    expect(propertiesIn.pool(withConnections(members, { database: "" }))).toMatchObject(urisTo("shared"));
  });

  it("is not built without a connection", () => {
    const { connection: _, private_connection: __, ...without } = connectionPool();
    expect(propertiesIn.pool(without)).toMatchObject({ uri: undefined, privateUri: undefined });
  });
});

it.each(["pool", "replica"] as const)("The URI of a %s that the API gives stays as it is", (part) => {
  const api = connectionWith({ uri: "postgresql://as:it@is.example.com:1/anything", password: "p" });
  const all = part === "pool" ? connectionPool() : databaseReplica();
  const found = propertiesIn[part]({ ...all, connection: api, private_connection: api });
  expect(found).toMatchObject({ uri: api["uri"], privateUri: api["uri"] });
});

const flat = ["uri", "host", "port", "password", "database", "privateUri", "privateHost", "privatePort"];

describe.each<[string, Readonly<Record<string, Field>>, string[], string[]]>([
  ["a CA certificate", caRead.fields, ["clusterUuid", "certificate"], []],
  [
    "a user",
    userRead.fields,
    ["clusterUuid", "name", "role", "mysqlSettings", "settings"],
    ["password", "accessCert", "accessKey"],
  ],
  [
    "a pool",
    connectionPoolRead.fields,
    ["clusterUuid", "name", "mode", "size", "db", "user", "engine"],
    ["connection", "privateConnection", "standbyConnection", "standbyPrivateConnection", ...flat],
  ],
  [
    "a replica",
    replicaRead.fields,
    [
      ...["clusterUuid", "id", "name", "region", "size", "status", "tags", "createdAt", "engine"],
      ...["privateNetworkUuid", "storageSizeMib"],
    ],
    ["connection", "privateConnection", "doSettings", "user", ...flat],
  ],
  ["metrics credentials", metricsCredentialsRead.fields, [], ["username", "password"]],
])("The properties of %s", (_, fields, open, secret) => {
  const of = (isSecret: boolean): string[] =>
    propertiesOf(fields).filter((property) => fields[property]?.secret === isSecret);

  it("are public if they are harmless, and secret otherwise", () => {
    expect(of(false).sort()).toEqual([...open].sort());
    expect(of(true).sort()).toEqual([...secret].sort());
  });
});

const usersOf = (["pg", "mysql", "mongodb", "kafka", "opensearch"] as const).map(
  (engine) => [`a user of ${engine}`, "user", userRead.fields, userOf(engine)] as const,
);

it.each<readonly [string, Part, Readonly<Record<string, Field>>, Members]>([
  ...usersOf,
  ["a CA certificate", "ca", caRead.fields, ca],
  ["a pool", "pool", connectionPoolRead.fields, connectionPool()],
  ["a replica of pg", "replica", replicaRead.fields, databaseReplica()],
  ["a replica of mysql", "replica", replicaRead.fields, databaseReplica("mysql")],
  ["metrics credentials", "credentials", metricsCredentialsRead.fields, credentials],
])("No public property of %s has anything that grants or eases access", (_, part, fields, api) => {
  const found = propertiesIn[part](api) as Members;
  const open = Object.keys(fields).filter((property) => fields[property]?.secret === false);
  const text = JSON.stringify(open.map((property) => found[property]));
  expect(text).not.toMatch(/AVNS_|db\.example\.com|PRIVATE KEY|planted-replica-cname|doadmin|25060|"u"/);
});

it.each<readonly [string, Part, Readonly<Record<string, Field>>, Members]>([
  ...usersOf,
  ["a CA certificate", "ca", caRead.fields, ca],
  ["a pool", "pool", connectionPoolRead.fields, connectionPool()],
  ["a replica", "replica", replicaRead.fields, databaseReplica()],
])("Every member of %s in the API is a property", (_, _part, fields, api) => {
  expect(propertiesOf(fields).map(apiFieldName)).toEqual(expect.arrayContaining(Object.keys(api)));
});
