import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { connectionFor, DigitalOceanApiError, getDatabaseClusterOutput } from "../../../src/index";
import type { ConnectionForOptions, ConnectionSource } from "../../../src/index";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { leaksIn } from "../leaks";
import { plantedConnection, plantedUser } from "../connection/connectable";
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

beforeAll(() => beginProgram());

/** The one error that these values fail with, while the others do not. */
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

describe("which values fail, all with the one error", () => {
  // Jest fails a test that leaves a rejection which nobody handles, if it is still running then.
  afterEach(() => sleep(200));

  it.each<[string, object, ConnectionForOptions, string, readonly ConnectionProperty[]]>([
    ["no such connection", {}, { network: "private", node: "standby" }, "invalid_argument", chosenProperties],
    ["no connection yet", { connection: undefined, status: "creating" }, {}, "not_online", chosenProperties],
    ["no such user", {}, { user: "planted-nobody" }, "invalid_argument", ofLogin],
    ["no users", { users: undefined }, { user: "planted-app" }, "invalid_argument", ofLogin],
    ["a user without a password", {}, { user: "planted-withheld" }, "credentials_withheld", ofLogin],
    [
      "no password",
      { connection: plantedConnection("x", { password: undefined }) },
      {},
      "credentials_withheld",
      ofLogin,
    ],
    [
      "no user",
      { connection: plantedConnection("x", { user: undefined }) },
      {},
      "credentials_withheld",
      ofLogin,
    ],
    [
      "a host that is none",
      { connection: plantedConnection("x", { host: "a@b" }) },
      {},
      "unexpected_response",
      chosenProperties,
    ],
    ["a password that is no text", {}, { password: "planted-\ud800" }, "invalid_argument", ofUri],
    ["a database that is no text", {}, { database: "planted-\udc00" }, "invalid_argument", ofUri],
  ])("%s", async (_, changes, options, code, failing) => {
    const error = await failure({ ...cluster, ...changes }, options, failing);
    expect(DigitalOceanApiError.isInstance(error)).toBe(true);
    expect(pulumi.RunError.isInstance(error)).toBe(true);
    expect(error).toMatchObject({ code, attempts: 0 });
    expect((error as Error).message).not.toMatch(/[\r\n]/);
    // The user that was asked for is named. Nothing else is.
    const secrets = ["-password", "planted-connection", "example.com", "postgresql"];
    expect(leaksIn(error, secrets)).toEqual([]);
  });

  it.each<ConnectionForOptions>([
    { database: "planted-x" },
    { password: "planted-x" },
    { user: "planted-app" },
    { user: "planted-x", password: connection.password },
  ])("%j, of an engine whose URI is passed on as it is", async (options) => {
    const error = await failure({ ...cluster, engine: "duckdb" }, options, ofUri);
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect((error as Error).message).toContain("with its own user, password and database");
    expect(leaksIn(error, ["planted"])).toEqual([]);
  });

  it("a lookup that failed: all of them but the CA file, with its error", async () => {
    const source = getDatabaseClusterOutput({ uuid: "backend" });
    const [lookUpError] = await failuresOf(source);
    expect(lookUpError).toMatchObject({ code: "invalid_argument" });
    expect(await failure(source, {}, [...chosenProperties, "engine"])).toBe(lookUpError);
  });

  it.each<[keyof ConnectionForOptions, readonly ConnectionProperty[]]>([
    ["user", ofLogin],
    ["password", ofLogin],
    ["database", ["uri", "database"]],
  ])("an option %s that fails: what it is part of, with its error", async (option, failing) => {
    const reason = new Error("a vault is closed");
    const fails = async (): Promise<never> => {
      await sleep(10);
      throw reason;
    };
    const given = pulumi.output(fails());
    expect(await failure(cluster, { [option]: given }, failing)).toBe(reason);
  });
});

describe("a text that is none is not taken for the default, who is the administrator", () => {
  const malformed = expect.objectContaining({ code: "invalid_argument" }) as unknown;

  it.each<[keyof ConnectionForOptions, readonly ConnectionProperty[], unknown]>([
    ["user", ofLogin, ""],
    ["user", ofLogin, 5],
    ["password", ofLogin, ""],
    ["password", ofLogin, { a: 1 }],
    ["database", ["uri", "database"], ""],
  ])("%s", async (option, failing, value) => {
    const error = await failure(cluster, { [option]: value }, failing);
    expect(error).toEqual(malformed);
    expect((error as Error).message).toContain(`connectionFor: ${option} must be a text that is not empty`);
  });

  it.each(["kafka", "opensearch", "redis", "valkey"])(
    "a database of %s, which has none by name",
    async (engine) => {
      const source = { ...cluster, engine };
      expect(await failure(source, { database: "orders" }, ["uri", "database"])).toEqual(malformed);
    },
  );

  it("but by number, as Redis and Valkey have them", async () => {
    const { uri } = connectionFor({ ...cluster, engine: "valkey" }, { database: "3" });
    expect((await seen(uri)).value).toMatch(/^rediss:\/\/[^/]+\/3$/);
  });
});

describe("what connectionFor is given wrongly: thrown at once, in one line", () => {
  /** What TypeScript would not let pass. */
  const wrong = (value: unknown): never => value as never;

  it.each<[string, unknown]>([
    ["a Promise that was not awaited", Promise.resolve(cluster)],
    ["nothing", undefined],
    ["null", null],
    ["a UUID", id],
    ["something without an engine", { host: "h", port: 1 }],
    ["a connection, which is chosen already", connectionFor(cluster)],
  ])("%s as the cluster", (_, value) => {
    const error = thrownBy(() => connectionFor(wrong(value)));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toBe(
      "connectionFor: the argument is not a lookup result; did you forget `await`? The Output form of a function, " +
        "such as getDatabaseClusterOutput, needs none. [invalid_argument]",
    );
  });

  it("an Output of a cluster", () => {
    const error = thrownBy(() => connectionFor(wrong(pulumi.output(cluster))));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toBe(
      "connectionFor: the argument is an Output; give it the cluster itself, whose properties are Outputs, " +
        "or call it inside `apply`. [invalid_argument]",
    );
  });

  it.each(["vpc", "Private", "", "toString", 5, true, {}, [], ["public"]])("network: %j", (network) => {
    const error = thrownBy(() => connectionFor(cluster, { network: wrong(network) }));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toBe('connectionFor: network must be "public" or "private". [invalid_argument]');
  });

  it.each(["replica", "PRIMARY", "", "toString", 5, true, {}, [], ["primary"]])("node: %j", (node) => {
    const error = thrownBy(() => connectionFor(cluster, { node: wrong(node) }));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toBe('connectionFor: node must be "primary" or "standby". [invalid_argument]');
  });

  it("an Output for the network, which is to be known at once", () => {
    const error = thrownBy(() => connectionFor(cluster, { network: wrong(pulumi.output("private")) }));
    expect(error.message).toBe('connectionFor: network must be "public" or "private". [invalid_argument]');
  });
});

describe("a user that is not there is named, where that gives no secret away", () => {
  const messageFor = async (user: ConnectionForOptions["user"]): Promise<string> =>
    ((await failure(cluster, { user }, ofLogin)) as Error).message;

  it("as it was given", async () => {
    expect(await messageFor("planted-nobody")).toContain(": it has no user planted-nobody. It has 2 others");
    expect(await messageFor(pulumi.output("planted-nobody"))).toContain(" it has no user planted-nobody. ");
  });

  it.each(["AVNS_planted", "postgresql://planted:planted@example.com", "two words", "planted\n"])(
    "but not a text such as %j, which may be a secret by mistake",
    async (user) => {
      const message = await messageFor(user);
      expect(message).toContain(`it has no user (a name of ${user.length} characters). `);
      expect(message).not.toContain("planted:");
    },
  );

  it("nor one that the program keeps as a secret", async () => {
    expect(await messageFor(pulumi.secret("planted-nobody"))).toContain("it has no user [secret]. ");
  });
});
