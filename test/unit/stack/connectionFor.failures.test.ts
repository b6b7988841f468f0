import { setImmediate as nextTurn } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { connectionFor, DigitalOceanApiError, getDatabaseClusterOutput } from "../../../src/index";
import type { ConnectionForOptions, ConnectionSource } from "../../../src/index";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { plantedConnection, plantedUser } from "../connection/connectable";
import { failOnUnhandledRejections } from "../lateRejections";
import { leaksIn } from "../leaks";
import { beginProgram } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { failuresOf, seen } from "../seenOutput";
import { chosenProperties, connectionProperties } from "./seenConnection";
import type { ConnectionProperty } from "./seenConnection";

const id = clusterUuid("pg");
const connection = plantedConnection("connection");
const users = [
  plantedUser("planted-app", "planted-app-password"),
  plantedUser("planted-withheld", undefined),
];
const cluster = { id, engine: "pg", status: "online", connection, users };

const ofLogin: readonly ConnectionProperty[] = ["uri", "user", "password"];
const ofUri: readonly ConnectionProperty[] = ["uri"];

failOnUnhandledRejections();
beforeAll(() => beginProgram());

/** The error with which exactly these properties fail. */
async function failure(
  source: ConnectionSource,
  options: ConnectionForOptions,
  failing: readonly ConnectionProperty[],
): Promise<unknown> {
  const errors = await failuresOf(connectionFor(source, options));
  const failed = connectionProperties.filter((_, index) => errors[index] !== undefined);
  expect(failed).toEqual(failing);
  const [error, ...others] = new Set(errors.filter((each) => each !== undefined));
  expect(others).toEqual([]);
  return error;
}

describe("connectionFor", () => {
  it.each<[string, object, ConnectionForOptions, string, readonly ConnectionProperty[]]>([
    [
      "the connection does not exist",
      {},
      { network: "private", node: "standby" },
      "invalid_argument",
      chosenProperties,
    ],
    [
      "a new cluster has no connection yet",
      { connection: undefined, status: "creating" },
      {},
      "not_online",
      chosenProperties,
    ],
    ["the user does not exist", {}, { user: "planted-stranger" }, "invalid_argument", ofLogin],
    [
      "the cluster has no `users`",
      { users: undefined },
      { user: "planted-app" },
      "invalid_argument",
      ofLogin,
    ],
    ["the user's password is withheld", {}, { user: "planted-withheld" }, "credentials_withheld", ofLogin],
    [
      "the default user's password is withheld",
      { connection: plantedConnection("x", { password: undefined }) },
      {},
      "credentials_withheld",
      ofLogin,
    ],
    [
      "the default user is withheld",
      { connection: plantedConnection("x", { user: undefined }) },
      {},
      "credentials_withheld",
      ofLogin,
    ],
    [
      "the host is malformed",
      { connection: plantedConnection("x", { host: "a@b" }) },
      {},
      "unexpected_response",
      chosenProperties,
    ],
    ["the password is not valid Unicode", {}, { password: "planted-\ud800" }, "invalid_argument", ofUri],
    ["the database is not valid Unicode", {}, { database: "planted-\udc00" }, "invalid_argument", ofUri],
  ])(
    "fails with one error for the properties that need the value if %s",
    async (_, changes, options, code, failing) => {
      const error = await failure({ ...cluster, ...changes }, options, failing);
      expect(DigitalOceanApiError.isInstance(error)).toBe(true);
      expect(pulumi.RunError.isInstance(error)).toBe(true);
      expect(error).toMatchObject({ code, attempts: 0 });
      expect((error as Error).message).not.toMatch(/[\r\n]/);
      // The error may name only the requested user.
      const secrets = ["-password", "planted-connection", "example.com", "postgresql"];
      expect(leaksIn(error, secrets)).toEqual([]);
    },
  );

  it.each<ConnectionForOptions>([
    { database: "planted-x" },
    { password: "planted-x" },
    { user: "planted-app" },
    { user: "planted-x", password: connection.password },
  ])("fails for the URI with the options %j if the engine is unknown", async (options) => {
    const error = await failure({ ...cluster, engine: "duckdb" }, options, ofUri);
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect((error as Error).message).toContain("with its own user, password and database");
    expect(leaksIn(error, ["planted"])).toEqual([]);
  });

  it("fails with the error of the lookup for every property except the CA file", async () => {
    const source = getDatabaseClusterOutput({ uuid: "backend" });
    const [lookUpError] = await failuresOf(source);
    expect(lookUpError).toMatchObject({ code: "invalid_argument" });
    expect(await failure(source, {}, [...chosenProperties, "engine"])).toBe(lookUpError);
  });

  it.each<[keyof ConnectionForOptions, readonly ConnectionProperty[]]>([
    ["user", ofLogin],
    ["password", ofLogin],
    ["database", ["uri", "database"]],
  ])("fails with the error of the option %s for the properties that need it", async (option, failing) => {
    const reason = new Error("the secret store is not available");
    const fails = async (): Promise<never> => {
      await nextTurn();
      throw reason;
    };
    const given = pulumi.output(fails());
    expect(await failure(cluster, { [option]: given }, failing)).toBe(reason);
  });
});

// The default user is the administrator: a malformed option must not choose it.
describe("connectionFor", () => {
  const malformed = expect.objectContaining({ code: "invalid_argument" }) as unknown;

  it.each<[keyof ConnectionForOptions, unknown, readonly ConnectionProperty[]]>([
    ["user", "", ofLogin],
    ["user", 5, ofLogin],
    ["password", "", ofLogin],
    ["password", { a: 1 }, ofLogin],
    ["database", "", ["uri", "database"]],
  ])("fails with invalid_argument if the option %s is %j", async (option, value, failing) => {
    const error = await failure(cluster, { [option]: value }, failing);
    expect(error).toEqual(malformed);
    expect((error as Error).message).toContain(`connectionFor: ${option} must be a text that is not empty`);
  });

  it.each(["kafka", "opensearch", "redis", "valkey"])(
    "fails with invalid_argument for the name of a database if the engine is %s",
    async (engine) => {
      const source = { ...cluster, engine };
      expect(await failure(source, { database: "orders" }, ["uri", "database"])).toEqual(malformed);
    },
  );

  it("accepts the number of a database if the engine is Valkey", async () => {
    const { uri } = connectionFor({ ...cluster, engine: "valkey" }, { database: "3" });
    expect((await seen(uri)).value).toMatch(/^rediss:\/\/[^/]+\/3$/);
  });
});

describe("connectionFor", () => {
  /** Hides the type of a value from the compiler. */
  const wrong = (value: unknown): never => value as never;

  it.each<[string, unknown]>([
    ["a Promise that was not awaited", Promise.resolve(cluster)],
    ["undefined", undefined],
    ["null", null],
    ["a UUID", id],
    ["an object without an engine", { host: "h", port: 1 }],
    ["a connection", connectionFor(cluster)],
  ])("throws invalid_argument if the cluster is %s", (_, value) => {
    const error = thrownBy(() => connectionFor(wrong(value)));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toBe(
      "connectionFor: the argument is not a lookup result; did you forget `await`? The Output form of a function, " +
        "such as getDatabaseClusterOutput, needs none. [invalid_argument]",
    );
  });

  it("throws invalid_argument if the cluster is an Output", () => {
    const error = thrownBy(() => connectionFor(wrong(pulumi.output(cluster))));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toBe(
      "connectionFor: the argument is an Output; give it the cluster itself, whose properties are Outputs, " +
        "or call it inside `apply`. [invalid_argument]",
    );
  });

  it.each(["vpc", "Private", "", "toString", 5, true, {}, [], ["public"]])(
    "throws invalid_argument if the network is %j",
    (network) => {
      const error = thrownBy(() => connectionFor(cluster, { network: wrong(network) }));
      expect(error.code).toBe("invalid_argument");
      expect(error.message).toBe('connectionFor: network must be "public" or "private". [invalid_argument]');
    },
  );

  it.each(["replica", "PRIMARY", "", "toString", 5, true, {}, [], ["primary"]])(
    "throws invalid_argument if the node is %j",
    (node) => {
      const error = thrownBy(() => connectionFor(cluster, { node: wrong(node) }));
      expect(error.code).toBe("invalid_argument");
      expect(error.message).toBe('connectionFor: node must be "primary" or "standby". [invalid_argument]');
    },
  );

  it("throws invalid_argument if the network is an Output", () => {
    const error = thrownBy(() => connectionFor(cluster, { network: wrong(pulumi.output("private")) }));
    expect(error.message).toBe('connectionFor: network must be "public" or "private". [invalid_argument]');
  });
});

describe("the error of connectionFor for an unknown user", () => {
  const messageFor = async (user: ConnectionForOptions["user"]): Promise<string> =>
    ((await failure(cluster, { user }, ofLogin)) as Error).message;

  it("shows the name if it is a plain word", async () => {
    expect(await messageFor("planted-stranger")).toContain(
      ": it has no user planted-stranger. It has 2 others",
    );
    expect(await messageFor(pulumi.output("planted-stranger"))).toContain(
      " it has no user planted-stranger. ",
    );
  });

  it.each(["AVNS_planted", "postgresql://planted:planted@example.com", "two words", "planted\n"])(
    "shows only the length of the name if it is %j",
    async (user) => {
      const message = await messageFor(user);
      expect(message).toContain(`it has no user (a name of ${user.length} characters). `);
      expect(message).not.toContain("planted:");
    },
  );

  it("does not show the name if it is a secret Output", async () => {
    expect(await messageFor(pulumi.secret("planted-stranger"))).toContain("it has no user [secret]. ");
  });
});
