import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { devDependencies, dependencies } from "../../package.json";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { manyClusters } from "../../testing/emulator/manyClusters";
import { engineEnvironment, provideEngine } from "../../testing/engine/engine";
import { onInterruption } from "../../testing/engine/interruption";
import { installPackages, packPackage } from "../../testing/pack";

/** Tells how far it has come. */
export type Say = (line: string) => void;

/** How many clusters the API has. */
const clusters = 1000;

/** Where the measures are taken: the packed package, installed as a user would, an engine, and an API. */
export class Workshop {
  private constructor(
    public readonly folder: string,
    public readonly environment: NodeJS.ProcessEnv,
    public readonly api: Emulator,
    public readonly say: Say,
    /** One answer for every request, at no cost but that of HTTP. */
    public readonly plainApi: Emulator,
  ) {}

  public static async open(say: Say): Promise<Workshop> {
    const engine = await provideEngine(say);
    say(`Pulumi ${engine.version}, Node.js ${process.versions.node}; installing the packed package …`);
    const folder = mkdtempSync(join(tmpdir(), "database-bench-"));
    onInterruption(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bench", private: true }));
    const tools = ["@pulumi/pulumi", "@types/node", "typescript", "ts-node"] as const;
    installPackages(folder, [
      packPackage(folder),
      ...tools.map((name) => `${name}@${devDependencies[name]}`),
      `axios@${dependencies.axios}`,
    ]);
    // There they find the package as a user's program does.
    cpSync(join(__dirname, "programs"), join(folder, "programs"), { recursive: true });
    const api = await Emulator.start({ clusters: manyClusters(clusters) });
    const plainApi = await Emulator.start();
    const body = Buffer.from(JSON.stringify({ database: databaseCluster("pg") }));
    plainApi.misbehave((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
      response.end(body);
    });
    return new Workshop(folder, engineEnvironment(engine, folder), api, say, plainApi);
  }

  /** What every program is told of the API. */
  public settingsFor(api: Emulator): Record<string, string> {
    return { DIGITALOCEAN_API_URL: api.url, DIGITALOCEAN_TOKEN: Emulator.token };
  }

  /** A folder with some files, from where what is installed is found. */
  public project(name: string, files: Readonly<Record<string, string>>): string {
    const folder = join(this.folder, name);
    mkdirSync(folder);
    for (const [path, text] of Object.entries(files)) {
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  /** Runs one of the bench's programs in a process of its own, and takes what it prints, as JSON. */
  public async run<Printed>(program: string, args: readonly string[] = [], api = this.api): Promise<Printed> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--expose-gc", join("programs", program), ...args],
      { cwd: this.folder, env: { ...process.env, ...this.settingsFor(api) } },
    );
    return JSON.parse(stdout) as Printed;
  }

  /** How many seconds a command takes, from its start to its end. */
  public async seconds(
    command: string,
    args: readonly string[],
    cwd: string,
    environment: NodeJS.ProcessEnv = process.env,
  ): Promise<number> {
    const started = performance.now();
    await promisify(execFile)(command, args, { cwd, env: environment });
    return (performance.now() - started) / 1000;
  }

  public async close(): Promise<void> {
    await Promise.all([this.api.stop(), this.plainApi.stop()]);
  }
}
