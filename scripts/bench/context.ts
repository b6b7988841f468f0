// What the measurements share: the packed package, installed as a user would, a Pulumi engine, and an emulated API.
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
import type { Engine } from "../../testing/engine/engine";
import { onInterruption } from "../../testing/engine/interruption";
import { providePython } from "../../testing/engine/languages";
import { installPackages, packPackage } from "../../testing/pack";
import { buildPlugin, installPlugin, pluginPythonSdk } from "../../testing/plugin";

/** Prints a line about the progress. */
export type Say = (line: string) => void;

/** The number of clusters in the API. */
const clusters = 1000;

export class BenchContext {
  private constructor(
    public readonly folder: string,
    public readonly environment: NodeJS.ProcessEnv,
    public readonly api: Emulator,
    public readonly say: Say,
    /** An API that sends the same answer to every request, so that it takes little time itself. */
    public readonly plainApi: Emulator,
    private readonly engine: Engine,
  ) {}

  /** Builds and installs the plugin, and returns its program and the environment of Python programs that use it. */
  public async plugin(): Promise<{ readonly program: string; readonly environment: NodeJS.ProcessEnv }> {
    const folder = join(this.folder, "plugin");
    mkdirSync(folder);
    const program = buildPlugin(join(folder, "built"));
    await installPlugin(join(folder, "built"), this.environment);
    const engine = await providePython(this.engine, this.say);
    const sdk = await pluginPythonSdk(folder, this.say);
    return { program, environment: { ...engineEnvironment(engine, this.folder), ...sdk } };
  }

  public static async open(say: Say): Promise<BenchContext> {
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
    // In this folder the programs find the installed package.
    cpSync(join(__dirname, "programs"), join(folder, "programs"), { recursive: true });
    const api = await Emulator.start({ clusters: manyClusters(clusters) });
    const plainApi = await Emulator.start();
    const body = Buffer.from(JSON.stringify({ database: databaseCluster("pg") }));
    plainApi.misbehave((_, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
      response.end(body);
    });
    return new BenchContext(folder, engineEnvironment(engine, folder), api, say, plainApi, engine);
  }

  /** The environment variables that make a program use this API. */
  public settingsFor(api: Emulator): Record<string, string> {
    return { DIGITALOCEAN_API_URL: api.url, DIGITALOCEAN_TOKEN: Emulator.token };
  }

  /** Makes a folder with these files, in which programs find the installed packages. */
  public project(name: string, files: Readonly<Record<string, string>>): string {
    const folder = join(this.folder, name);
    mkdirSync(folder);
    for (const [path, text] of Object.entries(files)) {
      writeFileSync(join(folder, path), text);
    }
    return folder;
  }

  /** Runs one of `programs/` in a process of its own, and returns the JSON that it prints. */
  public async run<Printed>(program: string, args: readonly string[] = [], api = this.api): Promise<Printed> {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["--expose-gc", join("programs", program), ...args],
      { cwd: this.folder, env: { ...process.env, ...this.settingsFor(api) } },
    );
    return JSON.parse(stdout) as Printed;
  }

  /** Runs a command and returns the seconds that it took. */
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
