import { execFileSync } from "node:child_process";
import { databaseCluster } from "../emulator/clusters";
import { Emulator } from "../emulator/emulator";
import { installPackages, packPackage } from "../../scripts/pack";
import { describeWithEngine, Project } from "./workspace";

const clusters = [databaseCluster("pg"), databaseCluster("mysql")] as const;

/** An example with the dependencies that its own package.json asks for, and this package as it is packed. */
async function install(
  example: string,
  emulator: Emulator,
  config: Record<string, string>,
): Promise<Project> {
  const project = await Project.create(example, {
    from: `examples/${example}`,
    config: { "digitalocean:apiEndpoint": emulator.url, ...config },
    secretConfig: { "digitalocean:token": Emulator.token },
  });
  installPackages(project.folder, [packPackage(project.folder)]);
  return project;
}

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
    const producer = await install("producer", emulator, config);
    const byResource = await install("producer-resource", emulator, config);
    const { outputs } = await producer.stack.up();
    expect(outputs["databaseClusterUri"]?.secret).toBe(true);
    expect((await byResource.stack.up()).outputs).toEqual(outputs);
    await byResource.remove();
    await producer.remove();
  });

  it("the one with unit tests passes them, and runs", async () => {
    const project = await install("unit-tests", emulator, {
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
});
