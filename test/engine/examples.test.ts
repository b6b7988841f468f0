import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { databaseCluster, plantedPassword } from "../../testing/emulator/clusters";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { descriptionOf } from "../../testing/pack";
import { createExample, installedFolder, npmExamples } from "./example";
import { describeWithEngine, repository } from "./workspace";

const clusters = [databaseCluster("pg"), databaseCluster("mysql")] as const;

// The other examples are run by examples.*.test.ts, consumers.test.ts (Python) and demo.test.ts (TypeScript, which needs a PostgreSQL).
describe("the example", () => {
  it.each(npmExamples)("%s declares every package that it imports", (example) => {
    const { dependencies, devDependencies } = descriptionOf(example);
    const folder = join(repository, "examples", example);
    const texts = readdirSync(folder)
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => readFileSync(join(folder, name), "utf8"));
    const imported = texts.flatMap((text) =>
      [...text.matchAll(/(?:\bfrom |\bimport |(?<!\.)\brequire\(|\bimport\()"([^".][^"]*)"/g)].map(
        ([, name = ""]) =>
          name
            .split("/")
            .slice(0, name.startsWith("@") ? 2 : 1)
            .join("/"),
      ),
    );
    expect(imported).toContain("pulumi-digitalocean-databases");
    const declared = Object.keys({ ...dependencies, ...devDependencies });
    expect(imported.filter((name) => !declared.includes(name) && !isBuiltin(name))).toEqual([]);
  });

  it.each(npmExamples)("%s has the same compiler settings as the others", (example) => {
    expect(compilerSettingsOf(example)).toEqual(compilerSettingsOf("producer"));
  });

  it.each(npmExamples)("%s asks for the same versions as the others", (example) => {
    const all = npmExamples.map((name) => {
      const { dependencies, devDependencies } = descriptionOf(name);
      return { ...dependencies, ...devDependencies };
    });
    const { dependencies, devDependencies } = descriptionOf(example);
    expect(Object.assign({}, ...all)).toMatchObject({ ...dependencies, ...devDependencies });
  });
});

/** Those that its tsconfig.json has besides the names of its files. */
function compilerSettingsOf(example: string): unknown {
  const path = join(repository, "examples", example, "tsconfig.json");
  return (JSON.parse(readFileSync(path, "utf8")) as { readonly compilerOptions: unknown }).compilerOptions;
}

describeWithEngine("the examples", () => {
  it("compile with the packages that they declare", async () => {
    const folder = mkdtempSync(join(await installedFolder(), "compiled-"));
    for (const example of npmExamples) {
      cpSync(join(repository, "examples", example), join(folder, example), { recursive: true });
    }
    // Without `files` it would have those of the producer.
    const settings = { extends: "./producer/tsconfig.json", include: ["*/*.ts"], files: [] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
    const { status, stdout } = spawnSync(join(folder, "../node_modules/.bin/tsc"), ["-p", "."], {
      cwd: folder,
      encoding: "utf8",
    });
    expect([status, stdout]).toEqual([0, ""]);
  });
});

describeWithEngine("the example", () => {
  const emulator = useEmulator({ clusters: [...clusters] });

  it("producer-resource exports the same as the example producer", async () => {
    const config = { databaseClusterUuid: clusters[0].id };
    const producer = await createExample("producer", emulator, config);
    const byResource = await createExample("producer-resource", emulator, config);
    const { outputs } = await producer.up();
    expect(outputs["databaseClusterUri"]?.secret).toBe(true);
    expect((await byResource.up()).outputs).toEqual(outputs);
  });

  it("unit-tests passes its tests without a request, and runs", async () => {
    const project = await createExample("unit-tests", emulator, {
      ordersUuid: clusters[0].id,
      auditUuid: clusters[1].id,
    });
    const printed = execFileSync("npm", ["test", "--", "--ci", "--json"], {
      cwd: project.folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const results: unknown = JSON.parse(printed.slice(printed.indexOf("{")));
    expect(results).toMatchObject({ success: true, numPassedTests: 3, numFailedTests: 0 });
    expect(emulator.requests).toEqual([]);

    const { outputs } = await project.up();
    expect(outputs["region"]).toEqual({ value: "nyc3", secret: false });
    expect(outputs["environment"]).toMatchObject({
      secret: true,
      value: {
        PGHOST: "private-planted-pg-do-user-1-0.db.example.com",
        AUDIT_MYSQL_HOST: "replica-planted-mysql-do-user-1-0.db.example.com",
      },
    });
  });

  it("connection-pool connects as the pool's user, over the private network, to the pool", async () => {
    const project = await createExample("connection-pool", emulator, {
      databaseClusterUuid: clusters[0].id,
      connectionPool: "planted-pool",
    });
    const { outputs } = await project.up();
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
  });

  it("read-replica lets reports read from the replica, and the application from the primary", async () => {
    const project = await createExample("read-replica", emulator, {
      databaseClusterUuid: clusters[0].id,
      replica: "planted-replica",
      reportsDatabase: "orders",
    });
    const { outputs } = await project.up();
    const uri = (password: string, host: string): string =>
      `postgresql://doadmin:${encodeURIComponent(password)}@${host}-do-user-1-0.db.example.com:25060/orders?sslmode=require`;
    expect(outputs).toEqual({
      applicationUrl: { value: uri(plantedPassword("pg"), "private-planted-pg"), secret: true },
      reportsUrl: { value: uri(plantedPassword("pg-replica"), "planted-replica"), secret: true },
      reportsRegion: { value: "fra1", secret: false },
    });
  });
});
