import { databaseCluster, plantedPassword } from "../../testing/emulator/clusters";
import { caCertificate as anotherCa } from "../../testing/emulator/parts";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { ServedPostgres } from "../../testing/postgres/served";
import { askPg } from "../drivers/postgresClients";
import { createExample } from "./example";
import { stateOutputs } from "./state";
import { backendText, describeWithEngine, Project } from "./workspace";

const password = plantedPassword("pg-app");
const whoami = "select current_user";

describeWithEngine("the examples application-user and application-user-consumer", () => {
  let postgres: ServedPostgres;
  const emulator = useEmulator();
  let producer: Project;
  let consumer: Project;
  let caFile: string;

  beforeAll(async () => {
    postgres = await ServedPostgres.start();
    await postgres.setPassword("app", password);
    caFile = postgres.file("database-ca.pem", "not written yet");
    const { connection, caCertificate } = postgres;
    const cluster = databaseCluster("pg", { private_connection: connection });
    Object.assign(emulator.state, { clusters: [cluster], caCertificate });
    producer = await createExample("application-user", emulator, {
      databaseClusterUuid: cluster.id,
      applicationUser: "app",
      applicationDatabase: "defaultdb",
      caFile,
    });
    consumer = await createExample("application-user-consumer", emulator, {
      databaseStack: producer.reference,
    });
  });

  afterAll(() => postgres.stop());

  it("export the connection of one user as secrets, and no other user's password", async () => {
    const { outputs } = await producer.up();
    const { port } = postgres.connection;
    const secret = (value: unknown): object => ({ value, secret: true });
    const login = `app:${encodeURIComponent(password)}@localhost:${port}/defaultdb`;
    expect(outputs).toEqual({
      databaseConnectionUri: secret(
        `postgresql://${login}?sslmode=verify-full&sslrootcert=${encodeURIComponent(caFile)}`,
      ),
      databaseConnectionHost: secret("localhost"),
      databaseConnectionPort: secret(port),
      databaseConnectionUser: secret("app"),
      databaseConnectionPassword: secret(password),
      databaseConnectionDatabase: secret("defaultdb"),
      databaseConnectionSsl: secret(true),
      databaseConnectionCaFile: { value: caFile, secret: false },
      databaseConnectionEngine: { value: "pg", secret: false },
      databaseCaCertificate: { value: postgres.caCertificate, secret: false },
    });
    const decrypted = JSON.stringify(producer.decryptedState());
    for (const other of [plantedPassword("pg"), postgres.connection.password]) {
      for (const form of [other, encodeURIComponent(other), JSON.stringify(other).slice(1, -1)]) {
        expect(decrypted).not.toContain(form);
      }
    }
  });

  it("give the consumer what connects as that user, with the server verified", async () => {
    const { outputs } = await consumer.up();
    expect(emulator.requests).toEqual([]);
    expect(outputs["engine"]).toEqual({ value: "pg", secret: false });
    expect(outputs["environment"]?.secret).toBe(true);
    const environment = outputs["environment"]?.value as Record<string, string>;
    const { DATABASE_URL = "", DATABASE_CA_CERT = "", DATABASE_CA_FILE } = environment;
    expect(environment).toMatchObject({ PGUSER: "app", PGSSLMODE: "verify-full", PGSSLROOTCERT: caFile });
    expect(DATABASE_CA_FILE).toBe(caFile);

    const connect = (certificate: string): ReturnType<typeof askPg> => {
      postgres.file("database-ca.pem", certificate);
      return askPg(whoami, {}, JSON.stringify({ connectionString: DATABASE_URL }));
    };
    expect(connect(DATABASE_CA_CERT)).toEqual({ status: 0, printed: "app", complaint: "" });
    expect(connect(anotherCa)).toMatchObject({ status: 2, printed: "" });
  });

  it("keep no password in plain text in either state", () => {
    const texts = [
      backendText(),
      JSON.stringify(stateOutputs(producer.state())),
      JSON.stringify(stateOutputs(consumer.state())),
    ];
    for (const form of [password, encodeURIComponent(password), JSON.stringify(password).slice(1, -1)]) {
      expect(texts.filter((text) => text.includes(form))).toEqual([]);
    }
  });

  it("tell a consumer with another prefix in one line what the producer must export", async () => {
    const other = Project.create("other-consumer", {
      program: `
        const pulumi = require("@pulumi/pulumi");
        const { connectionEnv, databaseConnectionFromStack } = require("pulumi-digitalocean-databases");
        const stack = new pulumi.Config().require("databaseStack");
        exports.environment = connectionEnv(databaseConnectionFromStack(stack, { prefix: "orders" }));`,
      config: { databaseStack: producer.reference },
    });
    const { code, printed } = await other.run("preview");
    expect(code).not.toBe(0);
    expect(printed).toContain("exports no database connection: it has no output ordersEngine.");
    expect(printed).not.toMatch(/node_modules|Unhandled/);
  });
});
