import { databaseCluster } from "../../testing/emulator/clusters";
import { caCertificate as anotherCa } from "../../testing/emulator/parts";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { ServedPostgres } from "../../testing/postgres/served";
import { createExample } from "./example";
import { describeWithEngine } from "./workspace";
import type { Project } from "./workspace";

describeWithEngine("the example ca-certificate", () => {
  let postgres: ServedPostgres;
  const emulator = useEmulator();
  let project: Project;

  beforeAll(async () => {
    postgres = await ServedPostgres.start();
    const { connection, caCertificate } = postgres;
    const cluster = databaseCluster("pg", { connection });
    Object.assign(emulator.state, { clusters: [cluster], caCertificate });
    project = await createExample("ca-certificate", emulator, { databaseClusterUuid: cluster.id });
  });

  afterAll(() => postgres.stop());

  it("connects to a real PostgreSQL and exports what an application needs to do so", async () => {
    const { outputs } = await project.up();
    expect(outputs["verifiedOver"]).toEqual({ value: "TLSv1.3", secret: false });
    expect(outputs["certificate"]).toEqual({ value: postgres.caCertificate, secret: false });
    expect(outputs["environment"]).toMatchObject({
      secret: true,
      value: { PGHOST: "localhost", DATABASE_CA_CERT: postgres.caCertificate },
    });
  });

  it("does not connect if the certificate is of another CA", async () => {
    emulator.state.caCertificate = anotherCa;
    const { code, printed } = await project.run("preview");
    expect(code).not.toBe(0);
    expect(printed).toMatch(/certificate/);
    expect(printed).not.toContain(postgres.connection.password);
  });
});
