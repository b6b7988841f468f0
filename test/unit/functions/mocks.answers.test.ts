import * as pulumi from "@pulumi/pulumi";
import { getDatabaseCluster, getDatabaseClusterOutput } from "../../../src/index";
import type { GetDatabaseClusterResult } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import type { ClusterProperty } from "../../../src/reads/secrecy";
import { databaseCluster, engines } from "../../../testing/emulator/clusters";
import { leaksIn } from "../leaks";
import { described } from "../reads/apiCluster";
import { rejectionOf } from "../rejection";
import { failuresOf, seen, seenAll } from "../seenOutput";
import { beginUnitTest } from "./unitTestMocks";
import type { Answer } from "./unitTestMocks";

const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

/** The expected Outputs with these values. Other properties are undefined. */
function everyProperty(values: Partial<Record<ClusterProperty, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    clusterProperties.map((property) => [
      property,
      { known: true, secret: clusterFields[property].secret, value: values[property] },
    ]),
  );
}

/** Asserts that both forms of the lookup return these values for an answer of the mocks. */
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

describe("getDatabaseCluster under mocks", () => {
  it.each<[string, Record<string, unknown>, string, string]>([
    ["an envelope of the API", { database: databaseCluster("pg") }, "database", "id"],
    ["an empty envelope of the API", { database: {} }, "database", "id"],
    [
      "a cluster of the API without its envelope",
      databaseCluster("pg"),
      "semantic_version",
      "semanticVersion",
    ],
    [
      "a connection under the API's name",
      { private_connection: { host: "h" } },
      "private_connection",
      "privateConnection",
    ],
    ["another name of the API", { engine: "pg", created_at: "2026" }, "created_at", "createdAt"],
    ["an unknown name in the API's style", { engine: "pg", planted_secret: 1 }, "planted_secret", "engine"],
  ])(
    "fails and names a property to answer with if the answer has %s",
    async (_, answer, apiName, property) => {
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
    },
  );
});

describe("getDatabaseCluster under mocks", () => {
  it.each<[string, unknown, string]>([
    ["a text as a number", { numNodes: "planted" }, "numNodes is not a whole number"],
    ["a text as a port", { connection: { port: "25060" } }, "connection.port is not a whole number"],
    ["a list as a connection", { connection: ["planted"] }, "connection is not an object"],
    ["an object as a text", { engine: { planted: "planted" } }, "engine is not a string"],
  ])("fails and names the property, but not its value, if the answer has %s", async (_, answer, where) => {
    await beginUnitTest(() => answer);
    const error = await rejectionOf(getDatabaseCluster({ uuid, requireCredentials: false }));
    expect(error).toMatchObject({ code: "unexpected_response", attempts: 0 });
    expect(error.message).toContain(`getDatabaseCluster is malformed: ${where}.`);
    expect(leaksIn(error, ["planted"])).toEqual([]);
  });
});

describe("getDatabaseCluster under mocks", () => {
  const full = described(databaseCluster("pg"));

  it("returns all properties of the answer", () => expectProperties(() => full, full));

  it("returns undefined for properties that the answer lacks", () => {
    const some = { engine: "pg", uri: "postgresql://u:p@h", tags: ["a"], numNodes: 3 };
    return expectProperties(() => some, { id: uuid, ...some });
  });

  it("returns the id of the answer instead of the requested one", () =>
    expectProperties(() => ({ id: "some-id" }), { id: "some-id" }));

  it("returns a `database` that is a name and not an envelope", () =>
    expectProperties(() => ({ database: "orders" }), { id: uuid, database: "orders" }));

  it("returns undefined for null", () => {
    const nothing = Object.fromEntries(clusterProperties.map((property) => [property, null]));
    return expectProperties(() => ({ ...nothing, engine: "pg" }), { engine: "pg" });
  });

  it("returns the flat properties of connections", () => {
    const { connection, privateConnection } = full;
    return expectProperties(() => ({ connection, privateConnection }), {
      ...{ id: uuid, connection, privateConnection, uri: full.uri, host: full.host, port: full.port },
      ...{ user: full.user, password: full.password, database: full.database },
      ...{ privateUri: full.privateUri, privateHost: full.privateHost, privatePort: full.privatePort },
    });
  });

  it("returns a flat property that differs from the connection", () => {
    const { connection } = full;
    const { uri, port, user, password, database } = full;
    return expectProperties(() => ({ connection, host: "other.example.com" }), {
      ...{ id: uuid, connection, uri, port, user, password, database, host: "other.example.com" },
    });
  });

  it("leaves out unknown properties", () =>
    expectProperties(() => ({ hostname: "h", cpus: 2 }), { id: uuid }));

  it("returns the values of Outputs in the answer", () =>
    expectProperties(() => ({ engine: pulumi.output("pg"), host: pulumi.secret("h") }), {
      id: uuid,
      engine: "pg",
      host: "h",
    }));

  it("returns the values of an answer that is an Output", () =>
    expectProperties(() => pulumi.output({ engine: "pg", database: "d" }), {
      id: uuid,
      engine: "pg",
      database: "d",
    }));
});

it.each(engines)("getDatabaseCluster under mocks returns all properties of %s", (engine) => {
  const values = described(databaseCluster(engine));
  return expectProperties(() => values, values);
});

describe("getDatabaseCluster under mocks", () => {
  it.each<[string, Answer]>([
    ["the inputs", ({ inputs }) => inputs as unknown],
    ["an empty object", () => ({})],
    ["undefined", () => undefined],
    ["null", () => null],
    ["a text", () => "pg"],
    ["a list", () => [databaseCluster("pg")]],
  ])("returns only the id if the answer is %s", (_, answer) => expectProperties(answer, { id: uuid }));
});
