import * as pulumi from "@pulumi/pulumi";
import {
  connectionEnv,
  connectionFor,
  databaseClusterFromStack,
  DigitalOceanApiError,
  getDatabaseCluster,
  stackOutputs,
} from "../../../src/index";
import type { ClusterProperty } from "../../../src/index";
import { beginUnitTest } from "../functions/unitTestMocks";
import { plantedUser } from "../connection/connectable";
import { beginProgram } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { failuresOf, seen } from "../seenOutput";

const producer = "organization/databases/production";
const connection = {
  uri: "postgresql://planted-user:planted-password@good.example:25060/planted",
  ...{ host: "good.example", port: 25060, user: "planted-user", password: "planted-password" },
  ...{ database: "planted", ssl: true },
};
const good = { engine: "pg", numNodes: 1, name: "orders", connection };

/** Another stack that exports this cluster, and whether its name and its outputs are secrets. */
async function producerExports(cluster: object, secretOutputNames: unknown = []): Promise<void> {
  const outputs = Object.fromEntries(
    Object.entries(cluster).map(([property, value]) => [
      `databaseCluster${property.charAt(0).toUpperCase()}${property.slice(1)}`,
      value as unknown,
    ]),
  );
  await beginProgram({
    newResource: ({ id = "", inputs }) => ({
      id,
      state: { ...(inputs as object), outputs, secretOutputNames },
    }),
  });
}

async function failureOf(output: pulumi.Output<unknown>): Promise<DigitalOceanApiError> {
  const error: unknown = await seen(output).then(
    ({ value }) => new Error(`it did not fail, but is ${String(value)}`),
    (failure: unknown) => failure,
  );
  if (!DigitalOceanApiError.isInstance(error)) {
    throw error;
  }
  expect(error.message).not.toMatch(/[\r\n]|evil|planted/);
  return error;
}

const malformed: readonly (readonly [ClusterProperty, unknown, string])[] = [
  ["engine", { evil: 1 }, "databaseClusterEngine is not a string"],
  ["numNodes", -1, "databaseClusterNumNodes is not a whole number"],
  ["numNodes", "3", "databaseClusterNumNodes is not a whole number"],
  ["port", "1@evil.example:2", "databaseClusterPort is not a whole number"],
  ["port", 70000, "databaseClusterPort is not a port"],
  ["host", "good.example/evil", "databaseClusterHost is not the name of a host"],
  ["host", ["evil.example"], "databaseClusterHost is not a string"],
  ["privateHost", "evil@good.example", "databaseClusterPrivateHost is not the name of a host"],
  ["uri", "postgresql://good.example\nevil", "databaseClusterUri is not one line"],
  ["user", "evil\ud800", "databaseClusterUser is not valid Unicode"],
  ["users", "evil", "databaseClusterUsers has an unexpected form"],
  ["users", [[["evil"]]], "databaseClusterUsers[] has an unexpected form"],
  [
    "users",
    [{ name: "app", accessCert: { evil: 1 } }],
    "databaseClusterUsers[].accessCert has an unexpected form",
  ],
  ["tags", { evil: 1 }, "databaseClusterTags has an unexpected form"],
  ["connection", "evil", "databaseClusterConnection is not an object"],
  [
    "connection",
    { ...connection, port: "1@evil.example:2" },
    "databaseClusterConnection.port is not a whole",
  ],
  ["connection", { ...connection, host: "a b" }, "databaseClusterConnection.host is not the name of a host"],
  ["connection", { ...connection, ssl: "evil" }, "databaseClusterConnection.ssl is not true or false"],
  ["maintenanceWindow", [1], "databaseClusterMaintenanceWindow has an unexpected form"],
];

describe("a value of another stack is decoded as an answer of the API is", () => {
  it.each(malformed)(
    "%s: %j fails with one line that names stack and output",
    async (property, value, defect) => {
      await producerExports({ ...good, [property]: value });
      const error = await failureOf(databaseClusterFromStack(producer)[property]);
      expect(error.code).toBe("unexpected_response");
      expect(error.message).toContain(`stack ${producer}: its output ${defect}`);
    },
  );

  it("other properties are as they were", async () => {
    await producerExports({ ...good, port: "1@evil.example:2" });
    const cluster = databaseClusterFromStack(producer);
    expect((await seen(cluster.connection)).value).toEqual(connection);
    expect((await seen(connectionFor(cluster).uri)).value).toMatch(/@good\.example:25060\/planted\?/);
  });

  it("a port that is none gets into no URI", async () => {
    await producerExports({ ...good, connection: { ...connection, port: "1@evil.example:2" } });
    const errors = await failuresOf(connectionFor(databaseClusterFromStack(producer)));
    expect(errors.filter((error) => error !== undefined)).toHaveLength(7);
    await failureOf(connectionEnv(connectionFor(databaseClusterFromStack(producer, {}))));
  });

  it("a member that this package does not know is not passed on", async () => {
    await producerExports({ ...good, connection: { ...connection, evil: "evil", __proto__: { evil: 1 } } });
    expect((await seen(databaseClusterFromStack(producer).connection)).value).toEqual(connection);
  });

  it("a readable property that the producer exports as a secret stays one", async () => {
    await producerExports({ ...good, region: "nyc3" }, ["databaseClusterRegion"]);
    const { region, name } = databaseClusterFromStack(producer);
    expect(await seen(region)).toEqual({ known: true, secret: true, value: "nyc3" });
    expect(await seen(name)).toEqual({ known: true, secret: false, value: "orders" });
  });

  it("the name of a stack that is a secret is not shown", async () => {
    await producerExports({});
    const reference = new pulumi.StackReference("r", { name: producer });
    Object.assign(reference, { name: pulumi.secret("organization/evil/planted") });
    const error = await failureOf(databaseClusterFromStack(reference).uri);
    expect(error.message).toContain("stack [secret] exports no database cluster");
  });
});

describe("so is what a program makes by hand", () => {
  const wrong = (value: unknown): never => value as never;

  beforeAll(() => beginProgram());

  it.each(malformed.filter(([, , defect]) => !/host$|one line/.test(defect)))(
    "%s: %j",
    async (property, value, defect) => {
      const outputs = stackOutputs(wrong({ ...good, [property]: value }), {
        prefix: "",
        properties: [property],
      });
      const error = await failureOf(outputs[property] as pulumi.Output<unknown>);
      expect(error.code).toBe("unexpected_response");
      const place = defect.slice("databaseCluster".length);
      expect(error.message).toContain(`stackOutputs: ${place.charAt(0).toLowerCase()}${place.slice(1)}`);
    },
  );

  const circle: { circle?: unknown } = {};
  circle.circle = circle;
  const throwing = new Proxy(
    {},
    {
      get: () => {
        throw new TypeError("evil");
      },
      ownKeys: () => {
        throw new TypeError("evil");
      },
    },
  );
  const strange: readonly (readonly [string, unknown])[] = [
    ["a BigInt", 1n],
    ["a circle", circle],
    ["a function", (): number => 1],
    ["a symbol", Symbol("evil")],
    [
      "an object whose toJSON throws",
      {
        toJSON: () => {
          throw new TypeError("evil");
        },
      },
    ],
    [
      "an object whose toString throws",
      {
        toString: () => {
          throw new TypeError("evil");
        },
      },
    ],
    ["a proxy that throws", throwing],
    [
      "a getter that throws",
      {
        get host() {
          throw new TypeError("evil");
        },
      },
    ],
    ["arrays in arrays", [[[["evil"]]]]],
    ["a date", new Date(0)],
  ];

  it.each(strange)("%s in every place ends in this package's error or in a value", async (_, value) => {
    const made: object[] = [
      connectionFor(wrong({ engine: value, connection })),
      connectionFor(wrong({ engine: "pg", connection: value })),
      connectionFor(wrong({ engine: "pg", connection: { ...connection, port: value } })),
      connectionFor(wrong({ engine: "pg", id: value, name: value, status: value })),
      connectionFor(wrong({ ...good, users: value }), { user: "app" }),
      connectionFor(wrong(good), { user: wrong(value) }),
      connectionFor(wrong(good), { database: wrong(value), password: wrong(value) }),
      stackOutputs(wrong({ engine: value, numNodes: value, uri: value, tags: value, connection: value })),
      { env: connectionEnv(wrong({ ...connection, engine: value })) },
      { env: connectionEnv(wrong({ ...connection, engine: "pg", user: value })) },
      { env: connectionEnv(wrong({ ...connection, engine: "pg" }), { caCertificate: wrong(value) }) },
    ];
    for (const errors of await Promise.all(made.map(failuresOf))) {
      for (const error of errors.filter((each) => each !== undefined)) {
        expect(DigitalOceanApiError.isInstance(error)).toBe(true);
        expect((error as Error).message).not.toMatch(/[\r\n]|evil/);
      }
    }
  });

  it.each<[string, () => unknown]>([
    [
      "connectionFor a proxy that throws",
      () =>
        connectionFor(
          wrong(
            new Proxy(
              {},
              {
                has: () => {
                  throw new Error("evil");
                },
              },
            ),
          ),
        ),
    ],
    [
      "stackOutputs with a prefix that is an Output",
      () => stackOutputs(wrong(good), { prefix: wrong(pulumi.output("x")) }),
    ],
    [
      "stackOutputs with properties that are a text",
      () => stackOutputs(wrong(good), { properties: wrong("uri") }),
    ],
    [
      "stackOutputs with a symbol for a property",
      () => stackOutputs(wrong(good), { properties: wrong([Symbol("evil")]) }),
    ],
    [
      "connectionEnv with a prefix that is an Output",
      () => connectionEnv(connectionFor(wrong(good)), { prefix: wrong(pulumi.output("x")) }),
    ],
    [
      "databaseClusterFromStack with a prefix that is an Output",
      () => databaseClusterFromStack(producer, { prefix: wrong(pulumi.output("x")) }),
    ],
  ])("%s: invalid_argument at once", (_, call) => {
    const error = thrownBy(call);
    expect(error.code).toBe("invalid_argument");
    expect(error.message).not.toMatch(/evil|[\r\n]/);
  });
});

it("the names of a cluster's users are a secret, and not shown", async () => {
  const users = [plantedUser("planted-app", "planted")];
  const cluster = { ...good, id: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30", users };
  const error = await failureOf(connectionFor(cluster, { user: "nobody" }).uri);
  expect(error.message).toContain("It has 1 other: see `doctl databases user list 9cc10173-");
});

it("what of a cluster a program has as a secret is not shown", async () => {
  const cluster = {
    engine: "pg",
    clusterUuid: pulumi.secret("evil-uuid"),
    name: pulumi.secret("evil-name"),
    status: "online",
  };
  const error = await failureOf(connectionFor(cluster).uri);
  expect(error.message).toContain("replica [secret] of database cluster [secret]: it has no connection");
  expect(error.clusterUuid).toBeUndefined();
});

it("the answer of a unit test's mock is checked, too", async () => {
  await beginUnitTest(() => ({ engine: "pg", port: "1@evil.example:2" }));
  const error: unknown = await getDatabaseCluster({ uuid: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30" }).catch(
    (failure: unknown) => failure,
  );
  expect(error).toMatchObject({ code: "unexpected_response" });
  expect((error as Error).message).toMatch(
    /^mocks\.call: .*getDatabaseCluster .*: port is not a whole number\. \[unexpected_response\]$/,
  );
});
