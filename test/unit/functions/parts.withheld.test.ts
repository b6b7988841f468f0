import { databaseCluster, engines } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import { leaksIn } from "../leaks";
import { beginProgram } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { seenAll } from "../seenOutput";
import {
  answering,
  plantedMetricsCredentials,
  plantedPool,
  plantedReplica,
  plantedUser,
} from "./partFunctions";
import type { PartFunction } from "./partFunctions";

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
let reader: { token: string; apiEndpoint: string };
beforeAll(async () => {
  emulator.allow("dop_v1_reader", ["database:read"]);
  reader = { token: "dop_v1_reader", apiEndpoint: emulator.url };
  await beginProgram();
});

const scope = "the token from the argument token lacks the scope database:view_credentials";

/** What is handed out without the credentials. */
async function valuesOf(part: PartFunction): Promise<Record<string, unknown>> {
  const all = await seenAll(part.outputs({ ...part.args, ...reader, requireCredentials: false }));
  return Object.fromEntries(Object.entries(all).map(([property, { value }]) => [property, value]));
}

describe.each<[string, PartFunction, string, string[]]>([
  ["a user", plantedUser("pg"), "password", ["password"]],
  ["a connection pool", plantedPool, "uri and password", ["uri", "password", "privateUri"]],
  [
    "a replica",
    plantedReplica("pg"),
    "uri, user and password",
    ["uri", "user", "password", "privateUri", "tags"],
  ],
])("%s, for a token without database:view_credentials", (_, part, missing, absent) => {
  it("credentials_withheld, which names the scope and the way out", async () => {
    const error = await rejectionOf(part.promised({ ...part.args, ...reader }));
    expect(error).toMatchObject({
      ...{ code: "credentials_withheld", status: 200, clusterUuid: part.args["clusterUuid"] },
      attempts: part.paths.length,
    });
    expect(error.message).toContain(`DigitalOcean withheld its ${missing}: `);
    expect(error.message).toContain(scope);
    expect(error.message).toContain("With `requireCredentials: false` the lookup succeeds without them.");
    expect(leaksIn(error, [reader.token])).toEqual([]);
  });

  it("requireCredentials: false: the rest, as for any token", async () => {
    const values = await valuesOf(part);
    expect(Object.keys(values)).toEqual(Object.keys(part.fields));
    for (const [property, value] of Object.entries(values)) {
      if (absent.includes(property)) {
        expect([property, value]).toEqual([property, undefined]);
      } else if (!property.toLowerCase().includes("connection") && property !== "privateNetworkUuid") {
        expect([property, value]).toEqual([property, part.expected[property]]);
      }
    }
  });

  it("requireCredentials: false: no URI without a password, in whatever property", async () => {
    const text = JSON.stringify(await valuesOf(part));
    expect(text).not.toContain("://");
    expect(text).not.toContain("AVNS_");
  });
});

describe("what else may be behind it", () => {
  const withoutPassword = { status: 200, body: { user: { name: "app", role: "normal" } } };

  it("a user: MongoDB's way is a second reason, because the answer does not say the engine", async () => {
    const part = plantedUser("mongodb");
    emulator.misbehave(answering(part, withoutPassword));
    const error = await rejectionOf(part.promised({ ...part.args, ...reader }));
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toMatch(/: either the token .*; or the engine is MongoDB, whose passwords /);
    expect(emulator.requests).toHaveLength(1);
  });

  it("a pool without a user of its own: that, and what connectionFor takes", async () => {
    const connection = { host: "h.example.com", port: 25061, database: "planted-pool", ssl: true };
    const pool = connectionPool({ user: "", connection });
    emulator.misbehave(answering(plantedPool, { status: 200, body: { pool } }));
    const error = await rejectionOf(plantedPool.promised({ ...plantedPool.args, ...reader }));
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain(
      "withheld its uri and password: either the pool has no user of its own; give one with connectionFor(pool, { user, password }); or ",
    );
    expect(await valuesOf(plantedPool)).toMatchObject({
      ...{ user: undefined, password: undefined, uri: undefined },
      ...{ host: "h.example.com", port: 25061, database: "planted-pool", connection },
    });
  });

  it("a pool without a user of its own whose connection has one: that is the connection's alone", async () => {
    const pool = connectionPool({ user: undefined });
    emulator.misbehave(answering(plantedPool, { status: 200, body: { pool } }));
    const values = await valuesOf(plantedPool);
    expect(values).toMatchObject({ user: undefined, password: plantedPool.expected["password"] });
    expect(values["connection"]).toMatchObject({ user: "app" });
  });

  it("metrics credentials that are there in name only", async () => {
    const body = { credentials: { basic_auth_username: "", basic_auth_password: null } };
    emulator.misbehave({ status: 200, body });
    const error = await rejectionOf(plantedMetricsCredentials.promised(reader));
    expect(error).toMatchObject({ code: "credentials_withheld", clusterUuid: undefined });
    expect(error.message).toContain("withheld its username and password");
  });

  it("a replica of MongoDB", async () => {
    const part = plantedReplica("pg");
    const connection = {
      host: "h.example.com",
      port: 27017,
      user: "doadmin",
      uri: "mongodb+srv://doadmin@h",
    };
    const replica = databaseReplica("pg", { connection, private_connection: null });
    emulator.misbehave((request, response) => {
      const database = databaseCluster("mongodb", { id: part.args["clusterUuid"] });
      response.end(JSON.stringify(request.url === part.paths[0] ? { replica } : { database }));
    });
    const error = await rejectionOf(part.promised({ ...part.args, ...reader }));
    expect(error.message).toContain("withheld its uri and password: either ");
    expect(error.message).toContain("shows MongoDB passwords only when they are made");
  });
});
