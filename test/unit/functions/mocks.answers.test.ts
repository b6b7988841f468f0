import * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanApiErrorCode } from "../../../src/errors";
import { getDatabaseCluster, getDatabaseClusterOutput } from "../../../src/index";
import type { GetDatabaseClusterResult } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import type { ClusterProperty } from "../../../src/reads/secrecy";
import { databaseCluster, engines } from "../../../testing/emulator/clusters";
import { leaksIn } from "../leaks";
import { connectionWith, described, minimal } from "../reads/apiCluster";
import { withoutDigitalOceanVariables } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { failuresOf, seen, seenAll } from "../seenOutput";
import { beginUnitTest } from "./unitTestMocks";
import type { Answer } from "./unitTestMocks";

const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

let restore: () => void;
beforeAll(() => {
  restore = withoutDigitalOceanVariables();
});
afterAll(() => {
  restore();
});

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

describe("an answer as the API's", () => {
  it.each(engines)("%s, in its envelope", (engine) =>
    expectProperties(() => ({ database: databaseCluster(engine) }), described(databaseCluster(engine))),
  );

  it.each(engines)("%s, without it", (engine) =>
    expectProperties(() => databaseCluster(engine), described(databaseCluster(engine))),
  );

  it("without an id it has the one that was asked for", async () => {
    await beginUnitTest(() => databaseCluster("pg", { id: undefined }));
    expect((await getDatabaseCluster({ uuid })).id).toBe(uuid);
  });

  it.each<[string, DigitalOceanApiErrorCode, Record<string, unknown>]>([
    ["nothing of a connection", "unexpected_response", minimal],
    [
      "no password",
      "credentials_withheld",
      databaseCluster("pg", { connection: connectionWith({ password: "" }) }),
    ],
  ])("%s: %s, as of a real answer", async (_, code, api) => {
    await beginUnitTest(() => api);
    const error = await rejectionOf(getDatabaseCluster({ uuid }));
    expect(error).toMatchObject({ code, clusterUuid: uuid, attempts: 0 });
    expect(error.message).toContain(code === "credentials_withheld" ? "mocks.call" : "has no connection");
    const errors = await failuresOf(getDatabaseClusterOutput({ uuid }));
    expect(errors).toHaveLength(clusterProperties.length);
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatchObject({ code });
  });

  it("a cluster that is being created: not_online", async () => {
    await beginUnitTest(() => ({ database: { ...minimal, status: "creating" } }));
    expect(await rejectionOf(getDatabaseCluster({ uuid }))).toMatchObject({ code: "not_online" });
  });

  it("without credentials, where they are not required: the rest", async () => {
    await beginUnitTest(() => minimal);
    const all = await seenAll({ ...getDatabaseClusterOutput({ uuid, requireCredentials: false }) });
    expect(all).toEqual(everyProperty({ ...described(minimal), id: uuid }));
  });

  it.each<[string, unknown, string]>([
    ["an empty envelope", { database: {} }, "database.name is missing"],
    ["no engine", { database: { ...minimal, engine: null } }, "database.engine is missing"],
    ["a text for a number", { ...minimal, num_nodes: "planted" }, "database.num_nodes is not a whole number"],
    [
      "a text for a port",
      { ...minimal, connection: { port: "25060" } },
      "connection.port is not a whole number",
    ],
    ["a list for a connection", { ...minimal, connection: ["planted"] }, "connection is not an object"],
  ])("%s: unexpected_response, which names the member", async (_, answer, where) => {
    await beginUnitTest(() => answer);
    const error = await rejectionOf(getDatabaseCluster({ uuid, requireCredentials: false }));
    expect(error).toMatchObject({ code: "unexpected_response", attempts: 0 });
    expect(error.message).toContain(
      "mocks.call: what it answers to digitalocean-databases:index:getDatabaseCluster",
    );
    expect(error.message).toContain(`${where}.`);
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

it.each([{ private_connection: { host: "h" } }, { engine: "pg", created_at: "2026" }])(
  "%j has the API's names, and is read as the API's: what is missing is named",
  async (answer) => {
    await beginUnitTest(() => answer);
    const error = await rejectionOf(getDatabaseCluster({ uuid }));
    expect(error).toMatchObject({ code: "unexpected_response" });
    expect(error.message).toMatch(
      /not in the API's form: database\.\w+ is missing\. \[unexpected_response\]$/,
    );
  },
);

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
