import * as pulumi from "@pulumi/pulumi";
import * as databases from "../../src/index";
import { requireKnownNames } from "../../src/reads/knownNames";
import { clusterUuid } from "../../testing/emulator/clusters";
import { beginProgram } from "./pulumiProgram";
import { failuresOf } from "./seenOutput";
import { rejectionOf, thrownBy } from "./rejection";

/** Hides the type of a value from the compiler. */
const wrong = (value: unknown): never => value as never;
const uuid = clusterUuid("pg");
const cluster = { engine: "pg", numNodes: 1, host: "h", port: 5432, user: "u", password: "p" };
const stack = "organization/databases/production";

type Call = (given: unknown) => unknown;

/** Each function with its right arguments or options, and misspelt names with the right ones. */
const functions: readonly [string, Call, object, Readonly<Record<string, string>>][] = [
  ["getDatabaseCluster", (args) => databases.getDatabaseCluster(wrong(args)), { uuid }, { uid: "uuid" }],
  [
    "getDatabaseClusterOutput",
    (args) => databases.getDatabaseClusterOutput(wrong(args)),
    { uuid },
    { requireCredential: "requireCredentials", waitForonline: "waitForOnline", endpoint: "apiEndpoint" },
  ],
  ["getDatabaseCa", (args) => databases.getDatabaseCa(wrong(args)), {}, { uuid: "clusterUuid" }],
  [
    "getDatabaseCaOutput",
    (args) => databases.getDatabaseCaOutput(wrong(args)),
    { clusterUuid: uuid },
    { clusterUUID: "clusterUuid" },
  ],
  [
    "getDatabaseUser",
    (args) => databases.getDatabaseUser(wrong(args)),
    { clusterUuid: uuid },
    { nam: "name" },
  ],
  [
    "getDatabaseUserOutput",
    (args) => databases.getDatabaseUserOutput(wrong(args)),
    { clusterUuid: uuid },
    { userName: "name" },
  ],
  [
    "getDatabaseConnectionPool",
    (args) => databases.getDatabaseConnectionPool(wrong(args)),
    { clusterUuid: uuid, name: "pool" },
    { Token: "token" },
  ],
  [
    "getDatabaseConnectionPoolOutput",
    (args) => databases.getDatabaseConnectionPoolOutput(wrong(args)),
    { clusterUuid: uuid, name: "pool" },
    { configNameSpace: "configNamespace" },
  ],
  [
    "getDatabaseReplica",
    (args) => databases.getDatabaseReplica(wrong(args)),
    { clusterUuid: uuid, name: "replica" },
    { requireCredential: "requireCredentials" },
  ],
  [
    "getDatabaseReplicaOutput",
    (args) => databases.getDatabaseReplicaOutput(wrong(args)),
    { clusterUuid: uuid },
    { Name: "name" },
  ],
  [
    "getDatabaseMetricsCredentials",
    (args) => databases.getDatabaseMetricsCredentials(wrong(args)),
    {},
    { tokn: "token" },
  ],
  [
    "getDatabaseMetricsCredentialsOutput",
    (args) => databases.getDatabaseMetricsCredentialsOutput(wrong(args)),
    {},
    { apiEndpiont: "apiEndpoint" },
  ],
  [
    "DatabaseCluster",
    (args) => new databases.DatabaseCluster("refused", wrong(args)),
    { uuid },
    { waitForOnlin: "waitForOnline", id: "uuid" },
  ],
  [
    "connectionFor",
    (options) => databases.connectionFor(wrong(cluster), wrong(options)),
    {},
    { netwrok: "network", username: "user", caFIle: "caFile", db: "node" },
  ],
  [
    "connectionEnv",
    (options) => databases.connectionEnv(wrong(cluster), wrong(options)),
    {},
    { prefxi: "prefix", caCert: "caCertificate" },
  ],
  [
    "stackOutputs",
    (options) => databases.stackOutputs(wrong(cluster), wrong(options)),
    {},
    { property: "properties", Prefix: "prefix" },
  ],
  [
    "databaseClusterFromStack",
    (options) => databases.databaseClusterFromStack(stack, wrong(options)),
    {},
    { prefx: "prefix" },
  ],
  [
    "databaseConnectionFromStack",
    (options) => databases.databaseConnectionFromStack(stack, wrong(options)),
    {},
    { prefx: "prefix" },
  ],
];

/** The message of the `invalid_argument` error that a call throws or rejects with. */
async function refusal(call: () => unknown): Promise<string> {
  const error = await rejectionOf(Promise.resolve().then(call));
  expect(error.code).toBe("invalid_argument");
  expect(error.message).not.toMatch(/[\r\n]/);
  return error.message;
}

describe.each(["in a program", "in a unit test with mocks"])("%s", (where) => {
  beforeEach(async () => {
    await beginProgram();
    if (where !== "in a program") {
      await pulumi.runtime.setMocks({
        newResource: ({ name }) => ({ id: name, state: {} }),
        call: () => ({}),
      });
    }
  });

  describe.each(functions)("%s", (name, call, right, misspelt) => {
    const kind = /^get|^Database/.test(name) ? "argument" : "option";

    it.each(Object.entries(misspelt))("refuses %s and suggests %s", async (unknown, nearest) => {
      const start = `${name}: there is no ${kind} ${unknown}; did you mean ${nearest}?`;
      const message = await refusal(() => call({ ...right, [unknown]: "x" }));
      expect(message.slice(0, start.length)).toBe(start);
      // A name is refused even if its value is undefined.
      expect(await refusal(() => call({ ...right, [unknown]: undefined }))).toBe(message);
      expect(await refusal(() => call({ ...right, [unknown]: pulumi.output("x") }))).toBe(message);
    });

    it.each<[string, unknown, RegExp]>([
      ["an Output", pulumi.output(right), /a plain object is needed, .+ this is an Output/],
      ["a Promise", Promise.resolve(right), /a plain object is needed, .+ this is a Promise/],
      ["a list", [right], /a plain object is needed, .+ this is a list/],
      ["a Map", new Map(Object.entries(right)), /a plain object is needed, .+ this is a Map/],
    ])("refuses %s in place of an object", async (_, given, says) => {
      expect(await refusal(() => call(given))).toMatch(says);
    });
  });
});

describe("the error for a name that belongs elsewhere", () => {
  beforeEach(() => beginProgram());

  it.each<[string, () => unknown, string]>([
    [
      "the option provider if it is an argument of a function",
      () => databases.getDatabaseCluster(wrong({ uuid, provider: {} })),
      "getDatabaseCluster: there is no argument provider; it is an option of Pulumi's: `getDatabaseCluster(args, { provider })`.",
    ],
    [
      "the option dependsOn if it is an argument of the resource",
      () => new databases.DatabaseCluster("x", wrong({ uuid, dependsOn: [] })),
      "DatabaseCluster: there is no argument dependsOn; it is an option of Pulumi's: `new DatabaseCluster(name, args, { dependsOn })`.",
    ],
    [
      "the name of a cluster if it is an argument of the resource",
      () => new databases.DatabaseCluster("x", wrong({ name: "orders" })),
      "DatabaseCluster: there is no argument name; a resource is looked up by `uuid`, and `getDatabaseClusterOutput({ name })` looks up by name.",
    ],
    [
      "an option of connectionFor if it is an option of connectionEnv",
      () => databases.connectionEnv(wrong(cluster), wrong({ network: "private" })),
      "connectionEnv: there is no option network; it is an option of connectionFor: `connectionEnv(connectionFor(cluster, { network }))`.",
    ],
    [
      "the option parent if it is an option of databaseClusterFromStack",
      () => databases.databaseClusterFromStack(stack, wrong({ parent: {} })),
      "databaseClusterFromStack: there is no option parent; it is an option of Pulumi's: `databaseClusterFromStack(stack, {}, { parent })`.",
    ],
  ])("says where to give %s", async (_, call, says) => {
    const message = await refusal(call);
    expect(message.slice(0, says.length)).toBe(says);
  });

  it("is not raised for an undefined value", async () => {
    databases.connectionEnv(wrong(cluster), wrong({ network: undefined }));
    const error = await rejectionOf(databases.getDatabaseCluster(wrong({ uuid, dependsOn: undefined })));
    expect(error.code).toBe("missing_token");
  });
});

describe("waitForOnline with a misspelt name", () => {
  const message = /^waitForOnline: there is no member timeoutSecond; did you mean timeoutSeconds\?/;
  const waitForOnline = { timeoutSecond: 5 };
  beforeEach(() => beginProgram());

  it.each<[string, unknown]>([
    ["alone", waitForOnline],
    ["beside the right one", { timeoutSeconds: 5, timeoutSecond: 5 }],
  ])("is refused by every function (%s)", async (_, given) => {
    const args = wrong({ uuid, waitForOnline: given });
    expect(await refusal(() => databases.getDatabaseCluster(args))).toMatch(message);
    expect(thrownBy(() => databases.getDatabaseClusterOutput(args)).message).toMatch(message);
    expect(thrownBy(() => new databases.DatabaseCluster("x", args)).message).toMatch(message);
  });

  it("is refused in an Output when its value is known", async () => {
    const args = wrong({ uuid, waitForOnline: pulumi.output(waitForOnline) });
    const errors = await failuresOf(databases.getDatabaseClusterOutput(args));
    expect(new Set(errors).size).toBe(1);
    expect((errors[0] as Error).message).toMatch(message);
  });
});

describe("requireKnownNames", () => {
  const accepted = {
    subject: "connectionFor",
    kind: "option",
    names: { network: true, node: true },
  } as const;
  const refused = (given: object): string =>
    thrownBy(() => {
      requireKnownNames(given, accepted);
    }).message;

  it("lists all names in its error", () => {
    expect(refused({ netwrok: "private" })).toMatch(/did you mean network\? There are network, node\./);
  });

  it("says in its error if there is only one name", () => {
    const call = (): void => {
      requireKnownNames({ secs: 1 }, { ...accepted, names: { seconds: true } });
    };
    expect(thrownBy(call).message).toMatch(
      /did you mean seconds\? There is no other option\. \[invalid_argument\]$/,
    );
  });

  it("does not show a name that looks like a secret, is long or has line breaks", () => {
    expect(refused({ AVNS_pasted: true })).toContain("there is no option (a text of 11 characters);");
    expect(refused({ [`a\n${"b".repeat(300)}`]: true }).length).toBeLessThan(250);
    expect(refused({ "postgres://u:p@h": true })).not.toContain("u:p");
  });

  it.each<[string, object]>([
    ["__proto__ from JSON", JSON.parse('{ "__proto__": { "network": "private" } }') as object],
    ["constructor", { constructor: 1 }],
    ["toString", { toString: () => "private" }],
  ])("refuses %s", (_, given) => {
    expect(refused(given)).toMatch(/^connectionFor: there is no option /);
  });

  it.each<[string, object]>([
    [
      "a class",
      new (class Options {
        public get network(): string {
          return "private";
        }
      })(),
    ],
    ["another object", Object.create({ network: "private" }) as object],
    [
      "an object without a prototype",
      Object.create(Object.assign(Object.create(null) as object, { network: "" })) as object,
    ],
  ])("refuses a known name that is inherited from %s, which would not be read", (_, given) => {
    expect(refused(given)).toBe(
      "connectionFor: the option network is inherited, but only an object's own members are read. Pass a plain object: " +
        "`{ network: … }`. [invalid_argument]",
    );
  });

  it("ignores properties of Object.prototype", () => {
    Object.defineProperty(Object.prototype, "network", { value: "private", configurable: true });
    try {
      requireKnownNames({ node: "primary" }, accepted);
    } finally {
      Reflect.deleteProperty(Object.prototype, "network");
    }
  });

  it("ignores symbols and accepts objects of classes and without a prototype", () => {
    requireKnownNames({ [Symbol("tag")]: 1, node: "primary" }, accepted);
    requireKnownNames(Object.assign(Object.create(null) as object, { node: "primary" }), accepted);
    requireKnownNames(
      new (class Options {
        public node = "primary";
      })(),
      accepted,
    );
  });
});

it("connectionFor fails with one line if an option is a getter that throws", async () => {
  await beginProgram();
  const options = {
    get network(): never {
      throw new TypeError("AVNS_planted");
    },
  };
  const message = await refusal(() => databases.connectionFor(wrong(cluster), options));
  expect(message).toContain("a value could not be worked with (TypeError)");
});
