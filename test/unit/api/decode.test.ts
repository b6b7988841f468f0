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

describe("values", () => {
  it.each<[string, Decoder<unknown>, unknown, unknown]>([
    ["text", text, "nyc3", "nyc3"],
    ["text of blanks, which is text", text, " ", " "],
    ["text beyond the basic plane", text, "😀", "😀"],
    ["empty text", text, "", undefined],
    ["count", count, 3, 3],
    ["count 0", count, 0, 0],
    ["port", port, 25060, 25060],
    ["the highest port", port, 65535, 65535],
    ["port 0", port, 0, undefined],
    ["true", flag, true, true],
    ["false, which is not nothing", flag, false, false],
    ["list", list(text), ["a", "b"], ["a", "b"]],
    ["empty list", list(text), [], []],
    ["list without what is not there", list(text), ["a", null, "", "b"], ["a", "b"]],
    ["list without what is of another type", list(count), [1, planted, 2], [1, 2]],
    ["detail", detail(text), "a", "a"],
    ["detail, null", detail(text), null, undefined],
    ["detail of another type", detail(text), 17, undefined],
    ["text of the greatest length", textUpTo(3), "abc", "abc"],
    ["optional", optional(text), "a", "a"],
    ["optional, null", optional(text), null, undefined],
    ["optional, absent", optional(text), undefined, undefined],
    ["optional, empty", optional(text), "", undefined],
    ["required", required(text), "a", "a"],
    ["required false", required(flag), false, false],
    ["required 0", required(count), 0, 0],
  ])("%s", (_, decode, value, expected) => {
    expect(decode(value, "place")).toEqual(expected);
  });

  it.each<[string, Decoder<unknown>, unknown, string]>([
    ["text", text, 17, "place is not a string"],
    ["text", text, { planted }, "place is not a string"],
    ["text", text, null, "place is not a string"],
    ["text with the first half of a pair", text, "AVNS_\ud83d", "place is not valid Unicode"],
    ["text with the other half", text, "\ude00AVNS_", "place is not valid Unicode"],
    ["text with the halves the wrong way round", text, "\ude00\ud83d", "place is not valid Unicode"],
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
    ["text beyond its length", textUpTo(3), "abcd", "place is longer than 3 characters"],
    ["required", required(text), undefined, "place is missing"],
    ["required", required(text), null, "place is missing"],
    ["required", required(text), "", "place is missing"],
  ])("%s: %j is malformed", (_, decode, value, message) => {
    expect(() => decode(value, "place")).toThrow(new Malformed(message));
  });
});

describe("object", () => {
  const decode = object({ numNodes: optional(count), dbName: optional(text) });

  it("reads the API's names and gives this package's", () => {
    expect(decode({ num_nodes: 3, db_name: "app" }, "")).toStrictEqual({ numNodes: 3, dbName: "app" });
  });

  it("leaves no key out", () => {
    expect(decode({}, "")).toStrictEqual({ numNodes: undefined, dbName: undefined });
  });

  it("drops what it does not know, however it is called", () => {
    const body: unknown = JSON.parse(
      `{"num_nodes": 3, "numNodes": 4, "future": "${planted}", "__proto__": {"db_name": "x"}}`,
    );
    expect(decode(body, "")).toStrictEqual({ numNodes: 3, dbName: undefined });
  });

  it("is itself not there if nothing of it is", () => {
    expect(unlessEmpty(decode)({ num_nodes: null, db_name: "", future: planted }, "")).toBeUndefined();
    expect(unlessEmpty(decode)({ num_nodes: 0 }, "")).toStrictEqual({ numNodes: 0, dbName: undefined });
  });
});

it.each([
  ["id", "id"],
  ["numNodes", "num_nodes"],
  ["versionEndOfLife", "version_end_of_life"],
])("%s is the API's %s", (property, name) => {
  expect(apiFieldName(property)).toBe(name);
});

describe("clusterBody", () => {
  const required = { name: "backend", engine: "pg", num_nodes: 1, size: "db-s-1vcpu-1gb", region: "nyc3" };

  it.each<[string, unknown, string]>([
    ["no database", {}, "database is missing"],
    ["null for the database", { database: null }, "database is missing"],
    ["an array", { database: [planted] }, "database is not an object"],
    ["no name", { database: { ...required, name: undefined } }, "database.name is missing"],
    ["an empty region", { database: { ...required, region: "" } }, "database.region is missing"],
    [
      "a password that is none",
      { database: { ...required, connection: { password: [planted] } } },
      "database.connection.password is not a string",
    ],
    [
      "a port that is none",
      { database: { ...required, private_connection: { port: planted } } },
      "database.private_connection.port is not a whole number",
    ],
    ["an id that is none", { database: { ...required, id: [planted] } }, "database.id is not a string"],
    [
      "a connection that is none",
      { database: { ...required, connection: planted } },
      "database.connection is not an object",
    ],
    [
      "half a pair in a host",
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
  ])("%s: the place is named, what stands there is not", (_, body, message) => {
    expect(() => clusterBody(body, "")).toThrow(new Malformed(message));
  });

  it("the five required members are enough", () => {
    const { database } = clusterBody({ database: required }, "");
    expect(Object.entries(database).filter(([, value]) => value !== undefined)).toEqual(
      Object.entries({ name: "backend", engine: "pg", numNodes: 1, size: "db-s-1vcpu-1gb", region: "nyc3" }),
    );
  });
});

describe("a detail of an unexpected type is left out, and named", () => {
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
    ["half a pair", { created_at: "\ud83d" }, ["created_at"], { createdAt: undefined }],
    ["an element of a list", { tags: ["a", 5, "b"] }, ["tags[]"], { tags: ["a", "b"] }],
    ["all elements of a list", { db_names: [1, 2, 3] }, ["db_names[]"], { dbNames: [] }],
    [
      "a rule, and a member of another",
      { rules: [planted, { type: "tag", value: 5 }] },
      ["rules[]", "rules[].value"],
      { rules: [expect.objectContaining({ type: "tag", value: undefined })] },
    ],
    [
      "a user without a name, a password that is none and a permission that is none",
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
      "a port of the dashboard",
      { ui_connection: { host: "h.example.com", port: planted } },
      ["ui_connection.port"],
      { uiConnection: expect.objectContaining({ host: "h.example.com", port: undefined }) as unknown },
    ],
  ])("%s", (_, members, oddDetails, expected) => {
    const cluster = read(members);
    expect(cluster.oddDetails).toEqual(oddDetails);
    expect(cluster).toMatchObject(expected);
  });

  it("one that is absent, null or empty is not odd", () => {
    const nothing = { tags: null, version: "", rules: [], users: null, maintenance_window: {} };
    expect(read(nothing).oddDetails).toBeUndefined();
  });

  it("many odd elements have one name", () => {
    expect(read({ tags: Array<number>(10_000).fill(5) }).oddDetails).toEqual(["tags[]"]);
  });

  it("a list of more elements than any cluster has is not read", () => {
    const { tags, oddDetails } = read({ tags: Array<string>(10_001).fill("a") });
    expect([tags, oddDetails]).toEqual([undefined, ["tags"]]);
  });
});

describe("ports by name", () => {
  const bare = { name: "backend", engine: "kafka", num_nodes: 3, size: "s", region: "nyc3" };
  const read = (ports: unknown): ApiCluster =>
    clusterBody({ database: { ...bare, connection: { application_ports: ports, port: 1 } } }, "").database;

  it.each<[string, unknown, object | undefined, boolean]>([
    ["known and unknown names", { sasl: 25073, quic: 4433 }, { sasl: 25073, quic: 4433 }, false],
    ["none", {}, undefined, false],
    ["null", null, undefined, false],
    ["ports that are not there", { sasl: 0, tls: null }, undefined, false],
    ["a port that is none", { sasl: "25073", tls: 25075 }, { tls: 25075 }, true],
    ["a port beyond 65535", { sasl: 70_000 }, undefined, true],
    ["a list", [25073], undefined, true],
    ["a number", 25073, undefined, true],
    ["a name of Pulumi's", { "4dabf18193072939515e22adb298388d": 1, sasl: 2 }, { sasl: 2 }, true],
    ["a name of JavaScript's", JSON.parse('{"__proto__":1,"constructor":2,"sasl":3}'), { sasl: 3 }, true],
  ])("%s", (_, ports, expected, isOdd) => {
    const { connection, oddDetails } = read(ports);
    expect(connection?.applicationPorts).toEqual(expected);
    expect(oddDetails).toEqual(isOdd ? ["connection.application_ports"] : undefined);
  });
});
