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
import { answer, describeWithAnswers, errorAnswer } from "./answers";
import type { AnswerName, Members } from "./answers";

// The provider host ends with its engine; this process is none.
jest.mock("../../src/engineGone", () => ({ endWhenEngineIsGone: () => undefined }));

/** The values of Outputs, whatever their secrecy. */
async function valuesOf(outputs: object): Promise<Members> {
  const all = await seenAll(outputs as Members);
  return Object.fromEntries(Object.entries(all).map(([name, { value }]) => [name, value]));
}

describeWithAnswers("answers that were seen in public, through every read", () => {
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

  /** The cluster in an answer, as the emulator's only one. */
  function prepare(name: AnswerName, changes: Members = {}): { uuid: string; name: string } {
    const database = { ...(answer(name)["database"] as Members), ...changes };
    emulator.state.clusters = [database as ReturnType<typeof databaseCluster>];
    return { uuid: String(database["id"]), name: String(database["name"]) };
  }

  type Way = (asked: { uuid: string; name: string }, requireCredentials: boolean) => Promise<Members>;

  /** Every way to the properties of a cluster. */
  const ways: [string, Way][] = [
    [
      "by UUID",
      async ({ uuid }, requireCredentials) =>
        valuesOf(getDatabaseClusterOutput({ uuid, requireCredentials, ...access })),
    ],
    [
      "by name",
      async ({ name }, requireCredentials) =>
        valuesOf(getDatabaseClusterOutput({ name, requireCredentials, ...access })),
    ],
    [
      "from the list of clusters",
      async ({ uuid }, requireCredentials) => {
        process.env["DIGITALOCEAN_LIST_THRESHOLD"] = "1";
        const found = await valuesOf(getDatabaseClusterOutput({ uuid, requireCredentials, ...access }));
        delete process.env["DIGITALOCEAN_LIST_THRESHOLD"];
        expect(emulator.requests.map(({ path }) => path)[0]).toContain("/v2/databases?");
        return found;
      },
    ],
    [
      "as a resource",
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
    const withShortcuts = way !== "as a resource";

    it.each([true, false])(
      "Kafka's URI is the list of brokers (requireCredentials: %s)",
      async (required) => {
        const found = await lookUp(prepare("kafka.uri-null"), required);
        const host = "db-kafka-nyc3-1-do-user-1-0.j.db.ondigitalocean.com";
        expect(found["connection"]).toMatchObject({
          ...{ uri: `${host}:25073`, port: 25073, applicationPorts: { sasl: 25073 } },
        });
        expect(found["privateConnection"]).toMatchObject({
          ...{ uri: `private-${host}:25080`, port: 25080, applicationPorts: { sasl: 25080 } },
        });
        if (withShortcuts) {
          expect(found).toMatchObject({
            ...{ uri: `${host}:25073`, privateUri: `private-${host}:25080`, port: 25073, privatePort: 25080 },
          });
        }
      },
    );

    it("Kafka's ports are found among its ports by name", async () => {
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

    it("MongoDB's replica set reaches connectionFor without the password", async () => {
      const found = await lookUp(prepare("mongodb.empty-password"), false);
      expect(JSON.stringify(found)).not.toContain("://");
      expect(found["connection"]).toMatchObject({
        withheldUri: {
          scheme: "mongodb+srv",
          options: { authSource: "admin", replicaSet: "db-mongodb-nyc3-1" },
        },
      });
      for (const network of ["public", "private"] as const) {
        // Also after it has been in a state, which is JSON.
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

    it("a token for reading only gets the connections and no URI", async () => {
      const asked = prepare("pg.read-token");
      const found = await lookUp(asked, false);
      expect(JSON.stringify(found)).not.toContain("://");
      for (const property of ["connection", "privateConnection", "standbyConnection"]) {
        expect(found[property]).toMatchObject({ user: "doadmin", database: "defaultdb", port: 25060 });
      }
    });

    it.each(["redis.2021", "mysql.2024"] as const)("%s has the API's own URI", async (name) => {
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

  it("the message of a token for reading only names the scope", async () => {
    const error = await refusal("pg.read-token");
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain("withheld its uri and password: the token from the argument token lacks");
  });

  it("the message of MongoDB says that its passwords are shown once", async () => {
    const error = await refusal("mongodb.empty-password");
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain("shows MongoDB passwords only when they are made");
  });

  it("the message of Kafka without a password says what is withheld", async () => {
    const connection = (answer("kafka.uri-null")["database"] as Members)["connection"] as Members;
    const error = await refusal("kafka.uri-null", { connection: { ...connection, password: "" } });
    expect(error.code).toBe("credentials_withheld");
    expect(error.message).toContain("withheld its uri and password: the token");
  });

  it("Kafka's environment and stack outputs are complete", async () => {
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

  it("a pool without a user of its own takes one in connectionFor", async () => {
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

  it("a replica has both URIs and the database in both connections", async () => {
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
  ])("error.%s is %s", async (name, code) => {
    const { status, headers, body } = errorAnswer(name);
    emulator.misbehave({ status, headers, body });
    const error = await failureOf(
      settingsFor(emulator.url, { requestTimeoutSeconds: 10, deadlineSeconds: 20, httpRetryMax: 1 }),
    );
    expect(error).toMatchObject({ code, status, id: body.id });
    expect(error.message).not.toContain(body.message);
  });
});
