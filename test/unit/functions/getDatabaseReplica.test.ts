import * as pulumi from "@pulumi/pulumi";
import { connectionFor, getDatabaseReplica, getDatabaseReplicaOutput } from "../../../src/index";
import type { GetDatabaseReplicaArgs } from "../../../src/index";
import { clusterUuid, databaseCluster, engines, plantedPassword } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { databaseReplica } from "../../../testing/emulator/parts";
import { beginProgram } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { seen, seenAll } from "../seenOutput";

const pg = clusterUuid("pg");

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
let args: GetDatabaseReplicaArgs;
beforeAll(async () => {
  args = { clusterUuid: pg, name: "planted-replica", token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});
beforeEach(() => {
  emulator.state.replicas = { [pg]: [databaseReplica()], [clusterUuid("mysql")]: [databaseReplica("mysql")] };
});

const connection = databaseReplica()["connection"] as Connection;

/** Makes the emulator answer with a replica with these changes. */
function plant(overrides: Record<string, unknown>): void {
  emulator.state.replicas = { [pg]: [databaseReplica("pg", overrides)] };
}

/** The values of the Outputs, without their secrecy. */
async function values(): Promise<Record<string, unknown>> {
  const all = await seenAll({ ...getDatabaseReplicaOutput({ ...args, requireCredentials: false }) });
  return Object.fromEntries(Object.entries(all).map(([property, { value }]) => [property, value]));
}

describe("the uri of getDatabaseReplica, which the API leaves empty,", () => {
  it.each(["pg", "mysql"] as const)("is the one of connectionFor for %s", async (engine) => {
    const replica = await getDatabaseReplica({ ...args, clusterUuid: clusterUuid(engine) });
    const uri = (await seen(replica.uri)).value;
    expect(uri).toBe((await seen(connectionFor(replica).uri)).value);
    expect(uri).toContain(encodeURIComponent(plantedPassword(`${engine}-replica`)));
    // The API has a URI for this connection.
    const built = (await seen(connectionFor(replica, { network: "private" }).uri)).value;
    expect((await seen(replica.privateUri)).value).toBe(built);
  });

  it("is the API's own text if it has one", async () => {
    plant({ connection: { ...connection, uri: "postgres://u:p@h/d?sslmode=require" } });
    expect((await values())["uri"]).toBe("postgres://u:p@h/d?sslmode=require");
  });

  it("is built for the private connection too", async () => {
    plant({ private_connection: { ...connection, host: "private.example.com", uri: "" } });
    expect((await values())["privateUri"]).toMatch(
      /^postgresql:\/\/doadmin:.*@private\.example\.com:25060\/defaultdb\?/,
    );
  });

  it("says if the connection has no TLS", async () => {
    plant({ connection: { ...connection, ssl: false } });
    expect((await values())["uri"]).toMatch(/\?sslmode=disable$/);
  });

  it.each(["host", "port", "user", "password"])("is undefined if the %s is missing", async (member) => {
    plant({ connection: { ...connection, [member]: member === "port" ? 0 : "" } });
    expect((await values())["uri"]).toBeUndefined();
  });

  it.each<[string, Record<string, unknown>]>([
    ["the engine is unknown", { engine: "duckdb" }],
    ["the host is malformed", {}],
  ])("is undefined, while its parts are returned, if %s", async (_, cluster) => {
    const host = "engine" in cluster ? connection.host : "two hosts/x";
    plant({ connection: { ...connection, host } });
    emulator.state.clusters[0] = databaseCluster("pg", cluster);
    const { uri, password, host: seenHost } = await values();
    emulator.state.clusters[0] = databaseCluster("pg");
    expect([uri, password, seenHost]).toEqual([undefined, connection.password, host]);
  });
});

describe("getDatabaseReplica", () => {
  it.each(["creating", "forking"])(
    "fails with not_online if the replica has the status %s and no connection",
    async (status) => {
      plant({ status, connection: null, private_connection: {} });
      const error = await rejectionOf(getDatabaseReplica(args));
      expect(error).toMatchObject({ code: "not_online", status: 200, clusterUuid: pg, attempts: 2 });
      expect(error.message).toContain(
        `replica planted-replica of database cluster ${pg}: it is not online yet (status ${status}) and has no ` +
          "uri, host, port, user and password. Try again when it is online.",
      );
    },
  );

  it("returns the other values and warns with requireCredentials: false while the replica is being created", async () => {
    const warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
    plant({ status: "creating", connection: null, private_connection: {} });
    expect(await values()).toMatchObject({
      ...{ name: "planted-replica", status: "creating", region: "fra1", engine: "pg", tags: ["reports"] },
      ...{ connection: undefined, privateConnection: undefined, uri: undefined, privateUri: undefined },
    });
    expect(warn.mock.calls.map(([message]) => message)).toEqual([
      `replica planted-replica of database cluster ${pg}: it is being created (status creating); hosts and nodes may ` +
        "change until it is online. Run `pulumi up` again when it is.",
    ]);
    warn.mockRestore();
  });

  // The API's description mentions this status in its text only.
  it("returns a complete replica with the status active", async () => {
    plant({ status: "active" });
    expect((await getDatabaseReplica(args)).status).toBe("active");
  });
});

it("getDatabaseReplica returns a replica that has only a name, the least that the API's description requires", async () => {
  const name = "planted-replica";
  emulator.state.replicas = { [pg]: [{ name }] };
  const expected = { clusterUuid: pg, name, engine: "pg" };
  expect(
    Object.entries(await values())
      .filter(([, value]) => value !== undefined)
      .sort(),
  ).toEqual(Object.entries(expected).sort());
});

it("getDatabaseReplica fails with the error of the cluster's request", async () => {
  emulator.misbehave((request, response) => {
    const isReplica = request.url?.includes("replicas") === true;
    response.writeHead(isReplica ? 200 : 403);
    response.end(JSON.stringify(isReplica ? { replica: databaseReplica() } : { id: "forbidden" }));
  });
  expect(await rejectionOf(getDatabaseReplica(args))).toMatchObject({ code: "forbidden", clusterUuid: pg });
});
