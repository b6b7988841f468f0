import { execFileSync } from "node:child_process";
import { databaseCluster, plantedPassword } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { installExample } from "./example";
import { describeWithEngine } from "./workspace";

const clusters = [databaseCluster("pg"), databaseCluster("mysql")] as const;

// The consumers are run by consumers.test.ts (Python) and demo.test.ts (TypeScript, which needs a PostgreSQL).
describeWithEngine("the examples, installed as a user would", () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await Emulator.start({ clusters: [...clusters] });
  });

  afterAll(async () => {
    await emulator.stop();
  });

  it("both producers export the same", async () => {
    const config = { databaseClusterUuid: clusters[0].id };
    const producer = await installExample("producer", emulator, config);
    const byResource = await installExample("producer-resource", emulator, config);
    const { outputs } = await producer.stack.up();
    expect(outputs["databaseClusterUri"]?.secret).toBe(true);
    expect((await byResource.stack.up()).outputs).toEqual(outputs);
    await byResource.remove();
    await producer.remove();
  });

  it("the one with unit tests passes them, and runs", async () => {
    const project = await installExample("unit-tests", emulator, {
      ordersUuid: clusters[0].id,
      auditUuid: clusters[1].id,
    });
    const requests = emulator.requests.length;
    const printed = execFileSync("npm", ["test", "--", "--ci", "--json"], {
      cwd: project.folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const results: unknown = JSON.parse(printed.slice(printed.indexOf("{")));
    expect(results).toMatchObject({ success: true, numPassedTests: 3, numFailedTests: 0 });
    expect(emulator.requests).toHaveLength(requests);

    const { outputs } = await project.stack.up();
    expect(outputs["region"]).toEqual({ value: "nyc3", secret: false });
    expect(outputs["environment"]).toMatchObject({
      secret: true,
      value: {
        PGHOST: "private-planted-pg-do-user-1-0.db.example.com",
        AUDIT_MYSQL_HOST: "replica-planted-mysql-do-user-1-0.db.example.com",
      },
    });
    await project.remove();
  });

  it("the pool: as its user, over the private network, to the pool", async () => {
    const project = await installExample("connection-pool", emulator, {
      databaseClusterUuid: clusters[0].id,
      connectionPool: "planted-pool",
    });
    const { outputs } = await project.stack.up();
    const password = plantedPassword("pg-app");
    const host = "private-planted-pg-do-user-1-0.db.example.com";
    expect(outputs).toEqual({
      user: { value: "app", secret: false },
      database: { value: "app", secret: false },
      mode: { value: "transaction", secret: false },
      environment: {
        secret: true,
        value: {
          ...{ PGHOST: host, PGPORT: "25061", PGUSER: "app", PGPASSWORD: password, PGSSLMODE: "require" },
          PGDATABASE: "planted-pool",
          DATABASE_URL: `postgresql://app:${encodeURIComponent(password)}@${host}:25061/planted-pool?sslmode=require`,
        },
      },
    });
    await project.remove();
  });

  it("the replica: reports read from it, and the application does not", async () => {
    const project = await installExample("read-replica", emulator, {
      databaseClusterUuid: clusters[0].id,
      replica: "planted-replica",
      reportsDatabase: "orders",
    });
    const { outputs } = await project.stack.up();
    const uri = (password: string, host: string): string =>
      `postgresql://doadmin:${encodeURIComponent(password)}@${host}-do-user-1-0.db.example.com:25060/orders?sslmode=require`;
    expect(outputs).toEqual({
      applicationUrl: { value: uri(plantedPassword("pg"), "private-planted-pg"), secret: true },
      reportsUrl: { value: uri(plantedPassword("pg-replica"), "planted-replica"), secret: true },
      reportsRegion: { value: "fra1", secret: false },
    });
    await project.remove();
  });
});
