import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dependencies } from "../../examples/producer/package.json";
import { npmLockFile } from "../../testing/lockedVersions";
import { packPackage } from "../../testing/pack";
import { runPulumi } from "../../testing/pulumi";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { emptyFolder } from "../package/installation";
import { describeWithPython, engineSettings, repository } from "./workspace";

describeWithPython("pulumi new, with examples/producer as the template", () => {
  const cluster = databaseCluster("pg");
  const emulator = useEmulator({ clusters: [cluster] });
  const folder = emptyFolder();
  const [template, project] = [join(folder, "template"), join(folder, "project")];
  let environment: NodeJS.ProcessEnv;

  beforeAll(() => {
    cpSync(join(repository, "examples/producer"), template, { recursive: true });
    // The package is not published yet.
    const file = join(template, "package.json");
    const published = `"pulumi-digitalocean-databases": "${dependencies["pulumi-digitalocean-databases"]}"`;
    const text = readFileSync(file, "utf8");
    expect(text).toContain(published);
    const packed = `"pulumi-digitalocean-databases": "file:${packPackage(folder)}"`;
    writeFileSync(file, text.replace(published, packed));
    writeFileSync(join(template, "package-lock.json"), npmLockFile());
    mkdirSync(project);
    environment = { ...engineSettings(folder), DIGITALOCEAN_API_URL: emulator.url, TERM: "xterm" };
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("asks for the token as a secret and for the UUID", () => {
    const answers = [`digitalocean:token=${Emulator.token}`, `databaseClusterUuid=${cluster.id}`];
    const command = ["pulumi", "new", template, "--name", "made-from-template", "--stack", "dev"];
    const script = join(repository, "testing/answerPrompts.py");
    const { status, stdout } = spawnSync(
      "python3",
      [script, ...answers, "--", ...command, "--description", "made by a test", "--color", "never"],
      { cwd: project, env: environment, encoding: "utf8" },
    );
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).not.toContain(Emulator.token);
    const config = readFileSync(join(project, "Pulumi.dev.yaml"), "utf8");
    expect(config).toMatch(/digitalocean:token:\s+secure: /);
    expect(config).toContain(`databaseClusterUuid: ${cluster.id}`);
  });

  it("gives a project that exports the connection at the first pulumi up", async () => {
    const up = await runPulumi(["up", "--yes", "--skip-preview", "--stack", "dev"], {
      cwd: project,
      environment,
    });
    expect(up).toMatchObject({ code: 0 });
    expect(up.stdout).toMatch(/databaseClusterUri +: \[secret\]/);
    expect(up.stdout).toMatch(/databaseClusterRegion +: "nyc3"/);
  });
});
