import { connectionEnv, connectionFor, getDatabaseCluster, getDatabaseClusterOutput } from "../../src/index";
import { getDatabaseConnectionPool, getDatabaseReplica, stackOutputs } from "../../src/index";
import type { ConnectionSource, DigitalOceanApiError } from "../../src/index";
import { read } from "../../src/pulumi/resource/handler";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { failureOf, settingsFor } from "../unit/api/lookUp";
import { beginProgram } from "../unit/pulumiProgram";
import { rejectionOf } from "../unit/rejection";
import { seen, seenAll } from "../unit/seenOutput";
import { answer, describeWithAnswers, errorAnswer } from "./publishedAnswers";
import type { AnswerName, Members } from "./publishedAnswers";

// The provider host ends when its engine is gone. This process has no engine.
jest.mock("../../src/engineGone", () => ({ endWhenEngineIsGone: () => undefined }));

/** The values of Outputs, secret or not. */
async function valuesOf(outputs: object): Promise<Members> {
  const all = await seenAll(outputs as Members);
  return Object.fromEntries(Object.entries(all).map(([name, { value }]) => [name, value]));
}

describeWithAnswers("Published answers of the API", () => {
  const emulator = useEmulator();
  let access: { token: string; apiEndpoint: string };
  beforeAll(async () => {
    jest.spyOn(console, "warn").mockReturnValue(undefined);
    access = { token: Emulator.token, apiEndpoint: emulator.url };
    await beginProgram();
  });
  afterAll(() => {
    jest.restoreAllMocks();
  });

  /** Makes the cluster of an answer the emulator's only one. */
  function prepare(name: AnswerName, changes: Members = {}): { uuid: string; name: string } {
    const database = { ...(answer(name)["database"] as Members), ...changes };
    emulator.state.clusters = [database as ReturnType<typeof databaseCluster>];
    return { uuid: String(database["id"]), name: String(database["name"]) };
  }

  type Way = (asked: { uuid: string; name: string }, requireCredentials: boolean) => Promise<Members>;

  /** All ways to look up a cluster. */
  const ways: [string, Way][] = [
    [
      "looked up by UUID",
      async ({ uuid }, requireCredentials) =>
        valuesOf(getDatabaseClusterOutput({ uuid, requireCredentials, ...access })),
    ],
    [
      "looked up by name",
      async ({ name }, requireCredentials) =>
        valuesOf(getDatabaseClusterOutput({ name, requireCredentials, ...access })),
    ],
    [
      "looked up in the list of clusters",
      async ({ uuid }, requireCredentials) => {
        process.env["DIGITALOCEAN_LIST_THRESHOLD"] = "1";
        const found = await valuesOf(getDatabaseClusterOutput({ uuid, requireCredentials, ...access }));
        delete process.env["DIGITALOCEAN_LIST_THRESHOLD"];
        expect(emulator.requests.map(({ path }) => path)[0]).toContain("/v2/databases?");
        return found;
      },
    ],
    [
      "looked up as a resource",
      async ({ uuid }, requireCredentials) => {
        const config = { get: (key: string) => (key === "digitalocean:token" ? access.token : undefined) };
        const inputs = { requireCredentials, apiEndpoint: access.apiEndpoint };
        const { props = {} } = (await read(config as never, uuid, inputs)) as { props?: Members };
        const { apiEndpoint: _, ...properties } = props;
        const values = Object.entries(properties).map(([name, stored]) => [
          name,
          (stored as { value?: unknown } | null)?.value ?? stored ?? undefined,
        ]);
        return Object.fromEntries(values) as Members;
      },
    ],
  ];

  describe.each(ways)("%s", (way, lookUp) => {
    const hasFlatProperties = way !== "looked up as a resource";

    it.each([true, false])(
      "have the list of brokers as the URI of Kafka if requireCredentials is %s",
      async (required) => {
        const found = await lookUp(prepare("kafka.uri-null"), required);
        const host = "db-kafka-nyc3-1-do-user-1-0.j.db.ondigitalocean.com";
        expect(found["connection"]).toMatchObject({
          ...{ uri: `${host}:25073`, port: 25073, applicationPorts: { sasl: 25073 } },
        });
        expect(found["privateConnection"]).toMatchObject({
          ...{ uri: `private-${host}:25080`, port: 25080, applicationPorts: { sasl: 25080 } },
        });
        if (hasFlatProperties) {
          expect(found).toMatchObject({
            ...{ uri: `${host}:25073`, privateUri: `private-${host}:25080`, port: 25073, privatePort: 25080 },
          });
        }
      },
    );

    it("have the port of Kafka among the ports by name", async () => {
      const without = (property: string): Members => ({
        ...((answer("kafka.uri-null")["database"] as Members)[property] as Members),
        port: null,
      });
      const asked = prepare("kafka.uri-null", {
        connection: without("connection"),
        private_connection: without("private_connection"),
      });
      const found = await lookUp(asked, true);
      expect(found["connection"]).toMatchObject({ port: 25073 });
      expect(found["privateConnection"]).toMatchObject({ port: 25080 });
    });

    it("have the replica set of MongoDB, which connectionFor uses, without the password", async () => {
      const found = await lookUp(prepare("mongodb.empty-password"), false);
      expect(JSON.stringify(found)).not.toContain("://");
      expect(found["connection"]).toMatchObject({
        withheldUri: {
          scheme: "mongodb+srv",
          options: { authSource: "admin", replicaSet: "db-mongodb-nyc3-1" },
        },
      });
      for (const network of ["public", "private"] as const) {
        // As it is, and as JSON, which states contain.
        for (const source of [found, JSON.parse(JSON.stringify(found)) as Members]) {
          const connection = connectionFor(source as unknown as ConnectionSource, {
            password: "p@ss",
            network,
          });
          expect((await seen(connection.uri)).value).toBe(
            `mongodb+srv://doadmin:p%40ss@${network === "public" ? "" : "private-"}` +
              "db-mongodb-nyc3-1-4aef1b0f.mongo.ondigitalocean.com/admin" +
              "?tls=true&authSource=admin&replicaSet=db-mongodb-nyc3-1",
          );
        }
      }
    });

    it("have connections without URIs for a token that may only read", async () => {
      const asked = prepare("pg.read-token");
      const found = await lookUp(asked, false);
      expect(JSON.stringify(found)).not.toContain("://");
      for (const property of ["connection", "privateConnection", "standbyConnection"]) {
        expect(found[property]).toMatchObject({ user: "doadmin", database: "defaultdb", port: 25060 });
      }
    });

    it.each(["redis.2021", "mysql.2024"] as const)("have the API's own URI: %s", async (name) => {
      const asked = prepare(name);
      const found = await lookUp(asked, true);
      const api = (answer(name)["database"] as Members)["connection"] as Members;
      expect(found["connection"]).toMatchObject({ uri: api["uri"], host: api["host"] });
      expect((found["connection"] as Members)["database"] ?? "").toBe(api["database"]);
    });
  });

  async function refusal(name: AnswerName, changes: Members = {}): Promise<DigitalOceanApiError> {
    return rejectionOf(getDatabaseCluster({ uuid: prepare(name, changes).uuid, ...access }));
  }

  it("lead to a message that names the scope for a token that may only read", async () => {
    const error = await refusal("pg.read-token");
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain("withheld its uri and password: the token from the argument token lacks");
  });

  it("lead to a message that MongoDB's passwords are shown once", async () => {
    const error = await refusal("mongodb.empty-password");
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain("shows MongoDB passwords only when they are made");
  });

  it("lead to a message that names the missing properties for Kafka without a password", async () => {
    const connection = (answer("kafka.uri-null")["database"] as Members)["connection"] as Members;
    const error = await refusal("kafka.uri-null", { connection: { ...connection, password: "" } });
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain("withheld its uri and password: the token");
  });

  it("lead to a complete environment and complete stack outputs for Kafka", async () => {
    const { uuid } = prepare("kafka.uri-null");
    const cluster = await getDatabaseCluster({ uuid, ...access });
    const { value } = await seen(connectionEnv(connectionFor(cluster, { network: "private" })));
    expect(value).toMatchObject({
      KAFKA_BROKERS: "private-db-kafka-nyc3-1-do-user-1-0.j.db.ondigitalocean.com:25080",
      KAFKA_SASL_USERNAME: "doadmin",
    });
    const exported = await valuesOf(stackOutputs(cluster));
    expect(exported["databaseClusterPrivatePort"]).toBe(25080);
    expect(exported["databaseClusterUri"]).toBe("db-kafka-nyc3-1-do-user-1-0.j.db.ondigitalocean.com:25073");
  });

  const part = { clusterUuid: "0a5e0000-0000-4000-8000-000000000004" };

  it("have a pool without a user, for which connectionFor takes one", async () => {
    emulator.misbehave({ status: 200, body: answer("pool.inbound-user") });
    const args = { ...part, name: "p-04", ...access };
    const error = await rejectionOf(getDatabaseConnectionPool(args));
    expect(error.message).toContain("either the pool has no user of its own");
    const pool = await getDatabaseConnectionPool({ ...args, requireCredentials: false });
    expect(JSON.stringify(await valuesOf({ connection: pool.connection, uri: pool.uri }))).not.toContain(
      "://",
    );
    const connection = connectionFor(pool, { user: "app", password: "p@ss" });
    expect((await seen(connection.uri)).value).toBe(
      "postgresql://app:p%40ss@db-do-user-1-0.b.db.ondigitalocean.com:25061/p-04?sslmode=require",
    );
  });

  it("have a replica with both URIs and the database in both connections", async () => {
    const database = { ...databaseCluster("pg"), id: part.clusterUuid };
    emulator.misbehave((request, response) => {
      const isReplica = (request.url ?? "").includes("/replicas/");
      response.end(JSON.stringify(isReplica ? answer("replica.active") : { database }));
    });
    const replica = await getDatabaseReplica({ ...part, name: "read-nyc3-01", ...access });
    expect(replica).toMatchObject({ status: "active", createdAt: "0001-01-01T00:00:00Z" });
    const { uri, privateUri, connection, privateConnection } = await valuesOf({
      ...{ uri: replica.uri, privateUri: replica.privateUri },
      ...{ connection: replica.connection, privateConnection: replica.privateConnection },
    });
    expect(uri).toBe(
      "postgresql://doadmin:nope@read-do-user-1-0.db.ondigitalocean.com:25060/defaultdb?sslmode=require",
    );
    expect(privateUri).toBe(
      "postgres://doadmin:nope@private-read-do-user-1-0.db.ondigitalocean.com:25060/defaultdb?sslmode=require",
    );
    expect(connection).toMatchObject({ uri, database: "defaultdb" });
    expect(privateConnection).toMatchObject({ uri: privateUri, database: "defaultdb" });
  });

  it.each([
    ["404-cluster-not-found", "not_found"],
    ["503-forward", "server_error"],
    ["429-reset-in-the-past", "too_many_requests"],
  ])("lead from the error %s to %s", async (name, code) => {
    const { status, headers, body } = errorAnswer(name);
    emulator.misbehave({ status, headers, body });
    const error = await failureOf(settingsFor(emulator.url, { httpRetryMax: 1 }));
    expect(error).toMatchObject({ code, status, id: body.id });
    expect(error.message).not.toContain(body.message);
  });
});
