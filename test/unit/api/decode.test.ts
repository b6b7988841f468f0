import {
  apiFieldName,
  count,
  detail,
  flag,
  list,
  Malformed,
  object,
  optional,
  port,
  required,
  text,
  textUpTo,
  unlessEmpty,
} from "../../../src/api/decode";
import type { Decoder } from "../../../src/api/decode";
import { clusterBody } from "../../../src/reads/clusterShape";
import type { ApiCluster } from "../../../src/reads/clusterShape";

const planted = "AVNS_planted";

describe("A decoder", () => {
  it.each<[string, Decoder<unknown>, unknown, unknown]>([
    ["text", text, "nyc3", "nyc3"],
    ["text of blanks as text", text, " ", " "],
    ["text beyond the basic plane", text, "😀", "😀"],
    ["empty text as missing", text, "", undefined],
    ["a count", count, 3, 3],
    ["the count 0", count, 0, 0],
    ["a port", port, 25060, 25060],
    ["the highest port", port, 65535, 65535],
    ["port 0 as missing", port, 0, undefined],
    ["true", flag, true, true],
    ["false", flag, false, false],
    ["a list", list(text), ["a", "b"], ["a", "b"]],
    ["an empty list", list(text), [], []],
    ["a list without its missing elements", list(text), ["a", null, "", "b"], ["a", "b"]],
    ["a list without its elements of another type", list(count), [1, planted, 2], [1, 2]],
    ["a detail", detail(text), "a", "a"],
    ["null as a missing detail", detail(text), null, undefined],
    ["a detail of another type as missing", detail(text), 17, undefined],
    ["text of the greatest length", textUpTo(3), "abc", "abc"],
    ["an optional value", optional(text), "a", "a"],
    ["null as a missing optional value", optional(text), null, undefined],
    ["an absent optional value as missing", optional(text), undefined, undefined],
    ["an empty optional text as missing", optional(text), "", undefined],
    ["a required value", required(text), "a", "a"],
    ["a required value that is false", required(flag), false, false],
    ["a required value that is 0", required(count), 0, 0],
  ])("reads %s", (_, decode, value, expected) => {
    expect(decode(value, "place")).toEqual(expected);
  });

  const refused: [string, Decoder<unknown>, unknown, string][] = [
    ["text", text, 17, "place is not a string"],
    ["text", text, { planted }, "place is not a string"],
    ["text", text, null, "place is not a string"],
    ["text with only the first half of a surrogate pair", text, "AVNS_\ud83d", "place is not valid Unicode"],
    ["text with only the second half of a surrogate pair", text, "\ude00AVNS_", "place is not valid Unicode"],
    [
      "text with the halves of a surrogate pair the wrong way round",
      text,
      "\ude00\ud83d",
      "place is not valid Unicode",
    ],
    ["count", count, planted, "place is not a whole number"],
    ["count", count, "3", "place is not a whole number"],
    ["count", count, 1.5, "place is not a whole number"],
    ["count", count, -1, "place is not a whole number"],
    ["count", count, 2 ** 53, "place is not a whole number"],
    ["port", port, 65536, "place is not a port"],
    ["port", port, planted, "place is not a whole number"],
    ["flag", flag, "true", "place is not true or false"],
    ["flag", flag, 1, "place is not true or false"],
    ["list", list(text), planted, "place is not an array"],
    ["list", list(text), { 0: planted }, "place is not an array"],
    ["object", object({ a: text }), planted, "place is not an object"],
    ["object", object({ a: text }), [planted], "place is not an object"],
    ["object", object({ a: text }), null, "place is not an object"],
    ["text beyond its greatest length", textUpTo(3), "abcd", "place is longer than 3 characters"],
    ["a required text", required(text), undefined, "place is missing"],
    ["a required text", required(text), null, "place is missing"],
    ["a required text", required(text), "", "place is missing"],
  ];

  it.each(refused.map(([what, decode, value, message]) => [what, value, decode, message] as const))(
    "for %s refuses %j",
    (_, value, decode, message) => {
      expect(() => decode(value, "place")).toThrow(new Malformed(message));
    },
  );
});

describe("object", () => {
  const decode = object({ numNodes: optional(count), dbName: optional(text) });

  it("returns members with the API's names under this package's names", () => {
    expect(decode({ num_nodes: 3, db_name: "app" }, "")).toStrictEqual({ numNodes: 3, dbName: "app" });
  });

  it("returns every key, even if its value is missing", () => {
    expect(decode({}, "")).toStrictEqual({ numNodes: undefined, dbName: undefined });
  });

  it("drops unknown members, and those with this package's names or __proto__", () => {
    const body: unknown = JSON.parse(
      `{"num_nodes": 3, "numNodes": 4, "future": "${planted}", "__proto__": {"db_name": "x"}}`,
    );
    expect(decode(body, "")).toStrictEqual({ numNodes: 3, dbName: undefined });
  });

  it("returns undefined in unlessEmpty if it has no value", () => {
    expect(unlessEmpty(decode)({ num_nodes: null, db_name: "", future: planted }, "")).toBeUndefined();
    expect(unlessEmpty(decode)({ num_nodes: 0 }, "")).toStrictEqual({ numNodes: 0, dbName: undefined });
  });
});

it.each([
  ["id", "id"],
  ["numNodes", "num_nodes"],
  ["versionEndOfLife", "version_end_of_life"],
])("apiFieldName of %s is %s", (property, name) => {
  expect(apiFieldName(property)).toBe(name);
});

describe("clusterBody", () => {
  const required = { name: "backend", engine: "pg", num_nodes: 1, size: "db-s-1vcpu-1gb", region: "nyc3" };

  it.each<[string, unknown, string]>([
    ["no database", {}, "database is missing"],
    ["null in place of the database", { database: null }, "database is missing"],
    ["an array in place of the database", { database: [planted] }, "database is not an object"],
    ["no name", { database: { ...required, name: undefined } }, "database.name is missing"],
    ["an empty region", { database: { ...required, region: "" } }, "database.region is missing"],
    [
      "a password that is not a text",
      { database: { ...required, connection: { password: [planted] } } },
      "database.connection.password is not a string",
    ],
    [
      "a port that is not a number",
      { database: { ...required, private_connection: { port: planted } } },
      "database.private_connection.port is not a whole number",
    ],
    ["an id that is not a text", { database: { ...required, id: [planted] } }, "database.id is not a string"],
    [
      "a connection that is not an object",
      { database: { ...required, connection: planted } },
      "database.connection is not an object",
    ],
    [
      "a host with half a surrogate pair",
      { database: { ...required, standby_connection: { host: "\ud83d" } } },
      "database.standby_connection.host is not valid Unicode",
    ],
    [
      "a user of megabytes",
      { database: { ...required, connection: { user: "x".repeat(15_000_000) } } },
      "database.connection.user is longer than 4096 characters",
    ],
    [
      "a URI of megabytes",
      { database: { ...required, private_connection: { uri: "x".repeat(15_000_000) } } },
      "database.private_connection.uri is longer than 65536 characters",
    ],
  ])("refuses %s with a message that names its place and does not show it", (_, body, message) => {
    expect(() => clusterBody(body, "")).toThrow(new Malformed(message));
  });

  it("accepts a cluster with the five required members only", () => {
    const { database } = clusterBody({ database: required }, "");
    expect(Object.entries(database).filter(([, value]) => value !== undefined)).toEqual(
      Object.entries({ name: "backend", engine: "pg", numNodes: 1, size: "db-s-1vcpu-1gb", region: "nyc3" }),
    );
  });
});

describe("A detail of an unexpected type", () => {
  const bare = { name: "backend", engine: "pg", num_nodes: 1, size: "db-s-1vcpu-1gb", region: "nyc3" };
  const read = (members: object): ApiCluster =>
    clusterBody({ database: { ...bare, ...members } }, "").database;

  it.each<[string, object, string[], object]>([
    [
      "a text in place of a list",
      { maintenance_window: { day: "monday", description: planted } },
      ["maintenance_window.description"],
      { maintenanceWindow: { day: "monday", hour: undefined, pending: undefined, description: undefined } },
    ],
    ["a number in place of a text", { version: 17 }, ["version"], { version: undefined }],
    ["an object in place of a text", { status: { planted } }, ["status"], { status: undefined }],
    ["a text in place of an object", { do_settings: planted }, ["do_settings"], { doSettings: undefined }],
    ["half a surrogate pair in a date", { created_at: "\ud83d" }, ["created_at"], { createdAt: undefined }],
    ["one element of a list", { tags: ["a", 5, "b"] }, ["tags[]"], { tags: ["a", "b"] }],
    ["all elements of a list", { db_names: [1, 2, 3] }, ["db_names[]"], { dbNames: [] }],
    [
      "a rule that is a text, and a value of another rule",
      { rules: [planted, { type: "tag", value: 5 }] },
      ["rules[]", "rules[].value"],
      { rules: [expect.objectContaining({ type: "tag", value: undefined })] },
    ],
    [
      "a user without a name, and a password and a permission of another type",
      {
        users: [
          { role: "normal" },
          { name: "a", password: 5 },
          { name: "b", settings: { acl: [{ topic: { planted } }] } },
        ],
      },
      ["users[]", "users[].password", "users[].settings.acl[].topic"],
      {
        users: [
          expect.objectContaining({ name: "a", password: undefined }),
          expect.objectContaining({ name: "b" }),
        ],
      },
    ],
    [
      "a port of the dashboard that is a text",
      { ui_connection: { host: "h.example.com", port: planted } },
      ["ui_connection.port"],
      { uiConnection: expect.objectContaining({ host: "h.example.com", port: undefined }) as unknown },
    ],
  ])("is left out and named: %s", (_, members, oddDetails, expected) => {
    const cluster = read(members);
    expect(cluster.oddDetails).toEqual(oddDetails);
    expect(cluster).toMatchObject(expected);
  });

  it("is not named if it is absent, null or empty", () => {
    const nothing = { tags: null, version: "", rules: [], users: null, maintenance_window: {} };
    expect(read(nothing).oddDetails).toBeUndefined();
  });

  it("is named once for ten thousand elements of a list", () => {
    expect(read({ tags: Array<number>(10_000).fill(5) }).oddDetails).toEqual(["tags[]"]);
  });

  it("includes a list with more than ten thousand elements", () => {
    const { tags, oddDetails } = read({ tags: Array<string>(10_001).fill("a") });
    expect([tags, oddDetails]).toEqual([undefined, ["tags"]]);
  });
});

describe("application_ports", () => {
  const bare = { name: "backend", engine: "kafka", num_nodes: 3, size: "s", region: "nyc3" };
  const read = (ports: unknown): ApiCluster =>
    clusterBody({ database: { ...bare, connection: { application_ports: ports, port: 1 } } }, "").database;

  it.each<[string, unknown, object | undefined, boolean]>([
    ["known and unknown names", { sasl: 25073, quic: 4433 }, { sasl: 25073, quic: 4433 }, false],
    ["no port", {}, undefined, false],
    ["null in place of an object", null, undefined, false],
    ["ports that are 0 or null", { sasl: 0, tls: null }, undefined, false],
    ["a port that is a text", { sasl: "25073", tls: 25075 }, { tls: 25075 }, true],
    ["a port beyond 65535", { sasl: 70_000 }, undefined, true],
    ["a list in place of an object", [25073], undefined, true],
    ["a number in place of an object", 25073, undefined, true],
    ["a name that Pulumi uses itself", { "4dabf18193072939515e22adb298388d": 1, sasl: 2 }, { sasl: 2 }, true],
    [
      "names that JavaScript uses itself",
      JSON.parse('{"__proto__":1,"constructor":2,"sasl":3}'),
      { sasl: 3 },
      true,
    ],
  ])("with %s are read, and named as odd if they are malformed", (_, ports, expected, isOdd) => {
    const { connection, oddDetails } = read(ports);
    expect(connection?.applicationPorts).toEqual(expected);
    expect(oddDetails).toEqual(isOdd ? ["connection.application_ports"] : undefined);
  });
});
