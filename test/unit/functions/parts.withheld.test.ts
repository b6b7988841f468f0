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

/** The values of a lookup that does not require credentials. */
async function valuesOf(part: PartFunction): Promise<Record<string, unknown>> {
  const all = await seenAll(part.outputs({ ...part.args, ...reader, requireCredentials: false }));
  return Object.fromEntries(Object.entries(all).map(([property, { value }]) => [property, value]));
}

describe.each<[string, PartFunction, string, string[]]>([
  ["getDatabaseUser", plantedUser("pg"), "password", ["password"]],
  ["getDatabaseConnectionPool", plantedPool, "uri and password", ["uri", "password", "privateUri"]],
  [
    "getDatabaseReplica",
    plantedReplica("pg"),
    "uri, user and password",
    ["uri", "user", "password", "privateUri", "tags"],
  ],
])("%s with a token without database:view_credentials", (_, part, missing, absent) => {
  it("fails with credentials_withheld and names the scope and the option to set", async () => {
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

  it("returns everything else with requireCredentials: false", async () => {
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

  it("returns no URI in any property with requireCredentials: false", async () => {
    const text = JSON.stringify(await valuesOf(part));
    expect(text).not.toContain("://");
    expect(text).not.toContain("AVNS_");
  });
});

describe("the error for withheld credentials", () => {
  const withoutPassword = { status: 200, body: { user: { name: "app", role: "normal" } } };

  it("names the scope and MongoDB as possible reasons for a user, whose answer does not have the engine", async () => {
    const part = plantedUser("mongodb");
    emulator.misbehave(answering(part, withoutPassword));
    const error = await rejectionOf(part.promised({ ...part.args, ...reader }));
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toMatch(/: either the token .*; or the engine is MongoDB, whose passwords /);
    expect(emulator.requests).toHaveLength(1);
  });

  it("names the missing user of a pool as a possible reason, and the options of connectionFor", async () => {
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

  it("is not raised for a pool without a user if its connection has one", async () => {
    const pool = connectionPool({ user: undefined });
    emulator.misbehave(answering(plantedPool, { status: 200, body: { pool } }));
    const values = await valuesOf(plantedPool);
    expect(values).toMatchObject({ user: undefined, password: plantedPool.expected["password"] });
    expect(values["connection"]).toMatchObject({ user: "app" });
  });

  it("is raised if the metrics credentials are empty", async () => {
    const body = { credentials: { basic_auth_username: "", basic_auth_password: null } };
    emulator.misbehave({ status: 200, body });
    const error = await rejectionOf(plantedMetricsCredentials.promised(reader));
    expect(error).toMatchObject({ code: "credentials_withheld", clusterUuid: undefined });
    expect(error.message).toContain("withheld its username and password");
  });

  it("names MongoDB as a possible reason for a replica", async () => {
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
