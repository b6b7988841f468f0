import { connectionPoolBody, connectionPoolRead } from "../../../src/reads/connectionPool";
import { metricsCredentialsBody, metricsCredentialsRead } from "../../../src/reads/metricsCredentials";
import { replicaBody, replicaRead } from "../../../src/reads/replica";
import { userBody, userRead } from "../../../src/reads/user";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { plantedUser } from "../functions/partFunctions";
import { connectionWith } from "./apiCluster";

const clusterUuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";
const key = { clusterUuid, name: "asked-for" };

type Members = Record<string, unknown>;

/** What each read makes of what its envelope holds. */
const reads = {
  user: (user: Members) => userRead.describe(userBody({ user }, "").user, key),
  pool: (pool: Members) => connectionPoolRead.describe(connectionPoolBody({ pool }, "").pool, key),
  replica: (replica: Members) =>
    replicaRead.describe({ ...replicaBody({ replica }, "").replica, engine: "pg" }, key),
  credentials: (credentials: Members) =>
    metricsCredentialsRead.describe(metricsCredentialsBody({ credentials }, "").credentials, {}),
};

/** The least that each takes, and all that it may have. */
const shapes: [keyof typeof reads, Members, Members][] = [
  ["user", { name: "app" }, { ...plantedUser("kafka").api, ...plantedUser("mysql").api }],
  ["pool", { name: "p" }, connectionPool()],
  ["replica", { name: "r" }, databaseReplica()],
  ["credentials", {}, { basic_auth_username: "u", basic_auth_password: "p" }],
];

const optionalMembers = shapes.flatMap(([envelope, least, all]) =>
  Object.keys(all)
    .filter((member) => !(member in least))
    .map((member) => [envelope, member, least, all] as const),
);

describe.each(optionalMembers)("%s.%s", (envelope, member, least, all) => {
  it("null is as good as absent", () => {
    expect(reads[envelope]({ ...least, [member]: null })).toStrictEqual(reads[envelope](least));
  });

  it("an empty text or object is as good as absent", () => {
    const value = all[member];
    if (typeof value === "string") {
      expect(reads[envelope]({ ...least, [member]: "" })).toStrictEqual(reads[envelope](least));
    } else if (typeof value === "object" && !Array.isArray(value)) {
      expect(reads[envelope]({ ...least, [member]: {} })).toStrictEqual(reads[envelope](least));
    }
  });

  it("is wherever the others are not", () => {
    const found = JSON.stringify(reads[envelope]({ ...least, [member]: all[member] }));
    expect(found.length).toBeGreaterThan(JSON.stringify(reads[envelope](least)).length);
  });
});

it.each(
  shapes.flatMap(([envelope, least]) =>
    Object.keys(least).map((member) => [envelope, member, least] as const),
  ),
)("%s.%s must be there", (envelope, member, least) => {
  for (const value of [undefined, null, ""]) {
    expect(() => reads[envelope]({ ...least, [member]: value })).toThrow(`${envelope}.${member} is `);
  }
});

describe("a URI without its password is never handed out", () => {
  const redacted = "postgresql://planted.example.com:25060/defaultdb?sslmode=require";
  const forms: [string, Members][] = [
    ["omitted", { uri: redacted, user: undefined, password: undefined }],
    ["empty", { uri: redacted, user: "", password: "" }],
    ["null", { uri: redacted, user: null, password: null }],
    ["omitted, the URI with a user", { uri: redacted.replace("://", "://doadmin@"), password: undefined }],
  ];
  const places = [
    "connection",
    "private_connection",
    "standby_connection",
    "standby_private_connection",
  ].flatMap((member) => [
    ["pool", member] as const,
    ...(member.startsWith("standby") ? [] : [["replica", member] as const]),
  ]);

  describe.each(places)("%s.%s", (envelope, member) => {
    it.each(forms)("password %s", (_, changes) => {
      const all = envelope === "pool" ? connectionPool() : databaseReplica();
      const without = Object.keys(all).filter((name) => !name.includes("connection"));
      const rest = Object.fromEntries(without.map((name) => [name, all[name]]));
      const found = reads[envelope]({ ...rest, [member]: connectionWith(changes) });
      expect(JSON.stringify(found)).not.toContain("://");
      expect(JSON.stringify(found)).toContain('"port":25060');
    });

    // An object of nothing would become `{}` as a stack output, which means "cannot be decrypted" there.
    it("with nothing but such a URI it is not there", () => {
      const [, least = {}] = shapes.find(([shape]) => shape === envelope) ?? [];
      expect(reads[envelope]({ ...least, [member]: { uri: redacted } })).toEqual(reads[envelope](least));
    });
  });
});
