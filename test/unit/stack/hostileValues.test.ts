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
import { beginWithProducer, namedOutputs, producer } from "./producer";

const connection = {
  uri: "postgresql://planted-user:planted-password@good.example:25060/planted",
  ...{ host: "good.example", port: 25060, user: "planted-user", password: "planted-password" },
  ...{ database: "planted", ssl: true },
};
const good = { engine: "pg", numNodes: 1, name: "orders", connection };

/** Begins a program whose producer exports this cluster. */
async function producerExports(cluster: object, secretOutputNames: unknown = []): Promise<void> {
  await beginWithProducer(namedOutputs(cluster, "databaseCluster"), secretOutputNames);
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

/** Malformed values of properties, and how a message names each as a stack output. */
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
    "databaseClusterConnection.port is not a whole number",
  ],
  ["connection", { ...connection, host: "a b" }, "databaseClusterConnection.host is not the name of a host"],
  ["connection", { ...connection, ssl: "evil" }, "databaseClusterConnection.ssl is not true or false"],
  ["maintenanceWindow", [1], "databaseClusterMaintenanceWindow has an unexpected form"],
];

/** The same message about a property that is not a stack output. */
function withoutPrefix(defect: string): string {
  const place = defect.slice("databaseCluster".length);
  return `${place.charAt(0).toLowerCase()}${place.slice(1)}`;
}

describe("databaseClusterFromStack", () => {
  it.each(malformed.map(([property, value, defect]) => [defect, property, value] as const))(
    "fails with one line that names the stack and says that its output %s",
    async (defect, property, value) => {
      await producerExports({ ...good, [property]: value });
      const error = await failureOf(databaseClusterFromStack(producer)[property]);
      expect(error.code).toBe("unexpected_response");
      expect(error.message).toContain(`stack ${producer}: its output ${defect}`);
    },
  );

  it("returns the other properties if one is malformed", async () => {
    await producerExports({ ...good, port: "1@evil.example:2" });
    const cluster = databaseClusterFromStack(producer);
    expect((await seen(cluster.connection)).value).toEqual(connection);
    expect((await seen(connectionFor(cluster).uri)).value).toMatch(/@good\.example:25060\/planted\?/);
  });

  it("never puts a malformed port into a URI", async () => {
    await producerExports({ ...good, connection: { ...connection, port: "1@evil.example:2" } });
    const errors = await failuresOf(connectionFor(databaseClusterFromStack(producer)));
    expect(errors.filter((error) => error !== undefined)).toHaveLength(7);
    await failureOf(connectionEnv(connectionFor(databaseClusterFromStack(producer, {}))));
  });

  it("leaves out unknown members of a connection", async () => {
    await producerExports({ ...good, connection: { ...connection, evil: "evil", __proto__: { evil: 1 } } });
    expect((await seen(databaseClusterFromStack(producer).connection)).value).toEqual(connection);
  });

  it("returns a public property as a secret if the producer exports it as a secret", async () => {
    await producerExports({ ...good, region: "nyc3" }, ["databaseClusterRegion"]);
    const { region, name } = databaseClusterFromStack(producer);
    expect(await seen(region)).toEqual({ known: true, secret: true, value: "nyc3" });
    expect(await seen(name)).toEqual({ known: true, secret: false, value: "orders" });
  });

  it("does not show the name of the stack if it is a secret", async () => {
    await producerExports({});
    const reference = new pulumi.StackReference("r", { name: producer });
    Object.assign(reference, { name: pulumi.secret("organization/evil/planted") });
    const error = await failureOf(databaseClusterFromStack(reference).uri);
    expect(error.message).toContain("stack [secret] exports no database cluster");
  });
});

describe("connectionFor, connectionEnv and stackOutputs", () => {
  const wrong = (value: unknown): never => value as never;

  beforeAll(() => beginProgram());

  it.each(
    malformed
      .filter(([, , defect]) => !/host$|one line/.test(defect))
      .map(([property, value, defect]) => [withoutPrefix(defect), property, value] as const),
  )("refuse plain data with one line that says that %s", async (defect, property, value) => {
    const outputs = stackOutputs(wrong({ ...good, [property]: value }), {
      prefix: "",
      properties: [property],
    });
    const error = await failureOf(outputs[property] as pulumi.Output<unknown>);
    expect(error.code).toBe("unexpected_response");
    expect(error.message).toContain(`stackOutputs: ${defect}`);
  });

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
    ["a circular object", circle],
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
    ["nested arrays", [[[["evil"]]]]],
    ["a date", new Date(0)],
  ];

  it.each(strange)(
    "return a value or fail with this package's error if an argument is %s",
    async (_, value) => {
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
    },
  );

  it.each<[string, () => unknown]>([
    [
      "a cluster that is a proxy that throws",
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
      "a prefix of stackOutputs that is an Output",
      () => stackOutputs(wrong(good), { prefix: wrong(pulumi.output("x")) }),
    ],
    [
      "properties of stackOutputs that are a text",
      () => stackOutputs(wrong(good), { properties: wrong("uri") }),
    ],
    [
      "a property of stackOutputs that is a symbol",
      () => stackOutputs(wrong(good), { properties: wrong([Symbol("evil")]) }),
    ],
    [
      "a prefix of connectionEnv that is an Output",
      () => connectionEnv(connectionFor(wrong(good)), { prefix: wrong(pulumi.output("x")) }),
    ],
    [
      "a prefix of databaseClusterFromStack that is an Output",
      () => databaseClusterFromStack(producer, { prefix: wrong(pulumi.output("x")) }),
    ],
  ])("throw invalid_argument for %s", (_, call) => {
    const error = thrownBy(call);
    expect(error.code).toBe("invalid_argument");
    expect(error.message).not.toMatch(/evil|[\r\n]/);
  });
});

it("connectionFor does not show the names of a cluster's users in an error", async () => {
  const users = [plantedUser("planted-app", "planted")];
  const cluster = { ...good, id: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30", users };
  const error = await failureOf(connectionFor(cluster, { user: "stranger" }).uri);
  expect(error.message).toContain("It has 1 other: see `doctl databases user list 9cc10173-");
});

it("connectionFor does not show secret properties of a cluster in an error", async () => {
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

it("getDatabaseCluster refuses a malformed answer of a unit test's mocks", async () => {
  await beginUnitTest(() => ({ engine: "pg", port: "1@evil.example:2" }));
  const error: unknown = await getDatabaseCluster({ uuid: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30" }).catch(
    (failure: unknown) => failure,
  );
  expect(error).toMatchObject({ code: "unexpected_response" });
  expect((error as Error).message).toMatch(
    /^mocks\.call: .*getDatabaseCluster .*: port is not a whole number\. \[unexpected_response\]$/,
  );
});
