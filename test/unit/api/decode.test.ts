import {
  apiFieldName,
  count,
  flag,
  list,
  Malformed,
  object,
  optional,
  port,
  required,
  text,
  unlessEmpty,
} from "../../../src/api/decode";
import type { Decoder } from "../../../src/api/decode";
import { clusterBody } from "../../../src/api/bodies/cluster";

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
    ["text with the first half of a pair", text, "AVNS_\ud83d", "place is no valid Unicode text"],
    ["text with the other half", text, "\ude00AVNS_", "place is no valid Unicode text"],
    ["text with the halves the wrong way round", text, "\ude00\ud83d", "place is no valid Unicode text"],
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
    ["list", list(count), [1, planted], "place[1] is not a whole number"],
    ["object", object({ a: text }), planted, "place is not an object"],
    ["object", object({ a: text }), [planted], "place is not an object"],
    ["object", object({ a: text }), null, "place is not an object"],
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
    [
      "a user that is none",
      { database: { ...required, users: [{ name: "a" }, planted] } },
      "database.users[1] is not an object",
    ],
    [
      "a permission that is none",
      { database: { ...required, users: [{ name: "a", settings: { acl: [{ topic: { planted } }] } }] } },
      "database.users[0].settings.acl[0].topic is not a string",
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
