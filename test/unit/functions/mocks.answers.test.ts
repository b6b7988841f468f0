import * as pulumi from "@pulumi/pulumi";
import { getDatabaseCluster, getDatabaseClusterOutput } from "../../../src/index";
import type { GetDatabaseClusterResult } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import type { ClusterProperty } from "../../../src/reads/secrecy";
import { databaseCluster, engines } from "../../../testing/emulator/clusters";
import { leaksIn } from "../leaks";
import { described } from "../reads/apiCluster";
import {} from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { failuresOf, seen, seenAll } from "../seenOutput";
import { beginUnitTest } from "./unitTestMocks";
import type { Answer } from "./unitTestMocks";

const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

/** Every property, known, and secret as the table says; what is not among the values is undefined. */
function everyProperty(values: Partial<Record<ClusterProperty, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    clusterProperties.map((property) => [
      property,
      { known: true, secret: clusterFields[property].secret, value: values[property] },
    ]),
  );
}

/** Asserts what both forms of the lookup make of an answer. */
async function expectProperties(
  answer: Answer,
  values: Partial<Record<ClusterProperty, unknown>>,
): Promise<void> {
  await beginUnitTest(answer);
  const outputs = getDatabaseClusterOutput({ uuid });
  expect(Object.keys(outputs)).toEqual(clusterProperties);
  expect(await seenAll({ ...outputs })).toEqual(everyProperty(values));
  const result: GetDatabaseClusterResult = await getDatabaseCluster({ uuid });
  expect(Object.keys(result)).toEqual(clusterProperties);
  for (const property of clusterProperties) {
    const value = result[property] as GetDatabaseClusterResult["uri"];
    expect(clusterFields[property].secret ? await seen(value) : value).toEqual(
      clusterFields[property].secret
        ? { known: true, secret: true, value: values[property] }
        : values[property],
    );
  }
}

describe("an answer in the API's form is refused, with a property to answer with", () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ["in its envelope", { database: databaseCluster("pg") }, "database", "id"],
    ["an empty envelope", { database: {} }, "database", "id"],
    ["without its envelope", databaseCluster("pg"), "semantic_version", "semanticVersion"],
    [
      "one of its connections",
      { private_connection: { host: "h" } },
      "private_connection",
      "privateConnection",
    ],
    ["one of its names", { engine: "pg", created_at: "2026" }, "created_at", "createdAt"],
    [
      "a name that this package does not know",
      { engine: "pg", planted_secret: 1 },
      "planted_secret",
      "engine",
    ],
  ])("%s", async (_, answer, apiName, property) => {
    await beginUnitTest(() => answer);
    const error = await rejectionOf(getDatabaseCluster({ uuid }));
    expect(error.message).toBe(
      "mocks.call: the answer to digitalocean-databases:index:getDatabaseCluster is malformed: " +
        `\`${apiName}\` is in the API's form; answer with getDatabaseCluster's properties, such as \`${property}\`. ` +
        "[unexpected_response]",
    );
    const errors = await failuresOf(getDatabaseClusterOutput({ uuid }));
    expect(errors).toHaveLength(clusterProperties.length);
    expect(new Set(errors).size).toBe(1);
  });
});

describe("a property of another type is refused by its name, and not quoted", () => {
  it.each<[string, unknown, string]>([
    ["a text for a number", { numNodes: "planted" }, "numNodes is not a whole number"],
    ["a text for a port", { connection: { port: "25060" } }, "connection.port is not a whole number"],
    ["a list for a connection", { connection: ["planted"] }, "connection is not an object"],
    ["an object for a text", { engine: { planted: "planted" } }, "engine is not a string"],
  ])("%s", async (_, answer, where) => {
    await beginUnitTest(() => answer);
    const error = await rejectionOf(getDatabaseCluster({ uuid, requireCredentials: false }));
    expect(error).toMatchObject({ code: "unexpected_response", attempts: 0 });
    expect(error.message).toContain(`getDatabaseCluster is malformed: ${where}.`);
    expect(leaksIn(error, ["planted"])).toEqual([]);
  });
});

describe("an answer of this package's properties", () => {
  const full = described(databaseCluster("pg"));

  it("all of them", () => expectProperties(() => full, full));

  it("some of them: the others are undefined", () => {
    const some = { engine: "pg", uri: "postgresql://u:p@h", tags: ["a"], numNodes: 3 };
    return expectProperties(() => some, { id: uuid, ...some });
  });

  it("an id of its own", () => expectProperties(() => ({ id: "some-id" }), { id: "some-id" }));

  it("a database, which is a name and no envelope", () =>
    expectProperties(() => ({ database: "orders" }), { id: uuid, database: "orders" }));

  it("null, which is as good as nothing", () => {
    const nothing = Object.fromEntries(clusterProperties.map((property) => [property, null]));
    return expectProperties(() => ({ ...nothing, engine: "pg" }), { engine: "pg" });
  });

  it("connections, the flat properties with them", () => {
    const { connection, privateConnection } = full;
    return expectProperties(() => ({ connection, privateConnection }), {
      ...{ id: uuid, connection, privateConnection, uri: full.uri, host: full.host, port: full.port },
      ...{ user: full.user, password: full.password, database: full.database },
      ...{ privateUri: full.privateUri, privateHost: full.privateHost, privatePort: full.privatePort },
    });
  });

  it("connections, and flat properties that say otherwise", () => {
    const { connection } = full;
    const { uri, port, user, password, database } = full;
    return expectProperties(() => ({ connection, host: "other.example.com" }), {
      ...{ id: uuid, connection, uri, port, user, password, database, host: "other.example.com" },
    });
  });

  it("what is no property is not passed on", () =>
    expectProperties(() => ({ hostname: "h", cpus: 2 }), { id: uuid }));

  it("Outputs in it count as what they hold", () =>
    expectProperties(() => ({ engine: pulumi.output("pg"), host: pulumi.secret("h") }), {
      id: uuid,
      engine: "pg",
      host: "h",
    }));

  it("and so does one Output of it all", () =>
    expectProperties(() => pulumi.output({ engine: "pg", database: "d" }), {
      id: uuid,
      engine: "pg",
      database: "d",
    }));
});

it.each(engines)("%s: all properties", (engine) => {
  const values = described(databaseCluster(engine));
  return expectProperties(() => values, values);
});

describe("an answer that says nothing", () => {
  it.each<[string, Answer]>([
    ["the inputs, as mocks that echo have it", ({ inputs }) => inputs as unknown],
    ["an empty object", () => ({})],
    ["nothing", () => undefined],
    ["null", () => null],
    ["a text", () => "pg"],
    ["a list", () => [databaseCluster("pg")]],
  ])("%s: every property is undefined but the id", (_, answer) => expectProperties(answer, { id: uuid }));
});
