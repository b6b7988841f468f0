// Pulumi projects with a stack, for tests with the real CLI.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { runPulumi } from "../../testing/pulumi";
import { startCallLog } from "./callLog";
import { Encryption } from "./passphrase";
import { decrypted, isDecrypted, plainValue, stateOutputs } from "./state";
import type { Deployment } from "./state";

/** The result of globalSetup.ts. */
export interface EngineSetup {
  /** The folder with the other folders. */
  readonly root?: string;
  /** A folder for projects. Its `node_modules` has the package and everything that projects import. */
  readonly folder?: string;
  /** A folder for projects that install their own packages, outside of the other one. */
  readonly apart?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** The reason if there is no engine, or none for Python. */
  readonly engineMissing?: string;
  readonly pythonMissing?: string;
}

const setup = JSON.parse(
  process.env["ENGINE_SETUP"] ?? '{"engineMissing":"the set-up did not run"}',
) as EngineSetup;

export const repository = resolve(__dirname, "../..");

/** The environment for the CLI, with its state in a folder of the test's own. */
export function engineSettings(folder: string): NodeJS.ProcessEnv {
  mkdirSync(join(folder, "state"), { recursive: true });
  return { ...setup.environment, PULUMI_BACKEND_URL: `file://${join(folder, "state")}` };
}

/** `describe`, skipped if there is no engine, with the reason in its name. */
export function describeWithEngine(name: string, tests: () => void): void {
  describeUnless(setup.engineMissing, name, tests);
}

/** As {@link describeWithEngine}, for programs in Python. */
export function describeWithPython(name: string, tests: () => void): void {
  describeUnless(setup.engineMissing ?? setup.pythonMissing, name, tests);
}

export function describeUnless(missing: string | undefined, name: string, tests: () => void): void {
  (missing === undefined ? describe : describe.skip)(
    missing === undefined ? name : `${name} (skipped: ${missing.split("\n")[0] ?? ""})`,
    tests,
  );
}

/** The folder that the global set-up has made and removes in the end. */
export function rootFolder(): string {
  return setup.root ?? tmpdir();
}

let backendFolder: string | undefined;

/** The folder with the states of one test file. Test files run in parallel, with stacks of the same names. */
function backend(): string {
  return (backendFolder ??= mkdtempSync(join(setup.folder ?? tmpdir(), "state-")));
}

/** All files of that folder as one text: checkpoints, their backups, the history. */
export function backendText(): string {
  return readdirSync(backend(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

/** How to create a project. */
export interface ProjectOptions {
  /** A folder of the repository to copy. */
  readonly from?: string;
  /** The text of `index.js`, for a project without `from`. */
  readonly program?: string;
  /** Files to write, by path in the project, including `Pulumi.yaml`. */
  readonly files?: Readonly<Record<string, string>>;
  /** The folder to create it in, if it needs other packages than those of the global set-up. */
  readonly parent?: string;
  /** The stack's config. Keys without a namespace get the project's. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly secretConfig?: Readonly<Record<string, string>>;
  readonly environment?: NodeJS.ProcessEnv;
  /** A folder to put first on PATH, such as that of another Node. */
  readonly pathFirst?: string;
  /** Whether the project has its own `node_modules`, in which a test can remove or replace this package. */
  readonly apart?: boolean;
}

/** The result of a run: its exit code and all that it printed. */
export interface CliRun {
  readonly code: number | null;
  readonly printed: string;
}

/** A stack output, decrypted. */
export interface StackOutput {
  readonly value: unknown;
  readonly secret: boolean;
}

interface StackSettings {
  readonly encryptionsalt: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * A project with one stack, `dev`, whose state is shared with the other projects of a test file. The stack is created,
 * configured and read through its files, because a run of the CLI takes half a second at least.
 */
export class Project {
  /** The project's name, as in `Pulumi.yaml`. */
  public readonly name: string;
  private readonly passphrase: string;
  private readonly stateFolder: string;

  private constructor(
    public readonly folder: string,
    public readonly environment: NodeJS.ProcessEnv,
  ) {
    const settings = readFileSync(join(folder, "Pulumi.yaml"), "utf8");
    this.name = /^name: (\S+)$/m.exec(settings)?.[1] ?? "";
    this.passphrase = environment["PULUMI_CONFIG_PASSPHRASE"] ?? "";
    this.stateFolder = join((environment["PULUMI_BACKEND_URL"] ?? "").replace(/^file:\/\//, ""), ".pulumi");
  }

  public static create(name: string, options: ProjectOptions): Project {
    if (setup.folder === undefined || setup.apart === undefined || setup.environment === undefined) {
      throw new Error("the engine tests have no set-up");
    }
    const folder = mkdtempSync(
      join(options.parent ?? (options.apart === true ? setup.apart : setup.folder), `${name}-`),
    );
    if (options.apart === true) {
      linkPackages(join(setup.folder, "node_modules"), join(folder, "node_modules"));
    }
    if (options.from !== undefined) {
      cpSync(join(repository, options.from), folder, { recursive: true });
    }
    if (options.program !== undefined) {
      // The compiler is not needed for JavaScript, and loading it takes time in each run.
      const runtime = "{ name: nodejs, options: { typescript: false } }";
      writeFileSync(join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: ${runtime}\nmain: index.js\n`);
      writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
      writeFileSync(join(folder, "index.js"), options.program);
    }
    for (const [path, text] of Object.entries(options.files ?? {})) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const path = [options.pathFirst ?? [], setup.environment["PATH"] ?? ""].flat().join(delimiter);
    const project = new Project(folder, {
      ...setup.environment,
      PATH: path,
      PULUMI_BACKEND_URL: `file://${backend()}`,
      ...options.environment,
    });
    project.createStack(options);
    return project;
  }

  /** Writes the stack's config, and an empty state as `pulumi stack init` does. */
  private createStack({ config = {}, secretConfig = {} }: ProjectOptions): void {
    const { salt } = Encryption.withPassphrase(this.passphrase);
    this.writeSettings({ encryptionsalt: salt, config: {} });
    for (const [key, value] of Object.entries(config)) {
      this.setConfig(key, value);
    }
    for (const [key, value] of Object.entries(secretConfig)) {
      this.setConfig(key, value, { secret: true });
    }
    this.writeState({ deployment: { secrets_providers: passphraseProvider(salt) } });
  }

  /** How other stacks refer to this one. */
  public get reference(): string {
    return `organization/${this.name}/dev`;
  }

  /** Runs the CLI. The result has the exit code and all output, also if the run fails. */
  public async run(...args: string[]): Promise<CliRun> {
    return this.runWith(undefined, ...args);
  }

  /** As {@link run}, with text for standard input. */
  public async runWith(input: string | undefined, ...args: string[]): Promise<CliRun> {
    const { folder: cwd, environment } = this;
    const log = startCallLog(args);
    const { code, stdout, stderr } = await runPulumi([...args, "--stack", "dev"], {
      cwd,
      environment,
      input,
    });
    log();
    return { code, printed: stdout + stderr };
  }

  /** Runs an update without a preview, which must succeed, and returns the stack outputs and what it printed. */
  public async up(
    ...args: string[]
  ): Promise<{ readonly outputs: Record<string, StackOutput>; readonly printed: string }> {
    const { code, printed } = await this.run("up", "--yes", "--skip-preview", ...args);
    if (code !== 0) {
      throw new Error(`pulumi up ended with exit code ${code ?? "?"}:\n${printed}`);
    }
    return { outputs: this.outputs(), printed };
  }

  /** The stack's state as it is on disk, with encrypted secrets. */
  public state(): Deployment {
    const { checkpoint } = JSON.parse(readFileSync(this.stateFile, "utf8")) as {
      readonly checkpoint: { readonly latest?: Deployment["deployment"] };
    };
    return { deployment: checkpoint.latest ?? {} };
  }

  /** The stack's state with decrypted secrets. */
  public decryptedState(): Deployment {
    const state = this.state();
    const salt = state.deployment.secrets_providers?.state.salt;
    return salt === undefined ? state : decrypted(state, Encryption.withSalt(this.passphrase, salt));
  }

  /** Replaces the stack's state, as `pulumi stack import` does. */
  public writeState({ deployment }: Deployment): void {
    mkdirSync(dirname(this.stateFile), { recursive: true });
    // Without this file Pulumi expects the states where its first versions had them.
    writeFileSync(join(this.stateFolder, "meta.yaml"), "version: 1\n");
    const manifest = { time: new Date().toISOString(), magic: "", version: "" };
    const checkpoint = { stack: this.reference, latest: { manifest, ...deployment } };
    writeFileSync(this.stateFile, JSON.stringify({ version: 3, checkpoint }));
  }

  /** The stack outputs, decrypted. */
  public outputs(): Record<string, StackOutput> {
    const outputs = stateOutputs(this.decryptedState());
    return Object.fromEntries(
      Object.entries(outputs).map(([name, value]) => [
        name,
        { value: plainValue(value), secret: isDecrypted(value) },
      ]),
    );
  }

  public setConfig(key: string, value: unknown, { secret = false } = {}): void {
    const { encryptionsalt, config } = this.settings();
    const encryption = Encryption.withSalt(this.passphrase, encryptionsalt);
    const written = secret ? { secure: encryption.encrypt(String(value)) } : value;
    this.writeSettings({ encryptionsalt, config: { ...config, [this.fullKey(key)]: written } });
  }

  public removeConfig(key: string): void {
    const { encryptionsalt, config } = this.settings();
    const { [this.fullKey(key)]: _, ...others } = config;
    this.writeSettings({ encryptionsalt, config: others });
  }

  /** Saves the stack's config, and returns a function that restores it. */
  public keepConfig(): () => void {
    const kept = readFileSync(this.settingsFile);
    return () => {
      writeFileSync(this.settingsFile, kept);
    };
  }

  private fullKey(key: string): string {
    return key.includes(":") ? key : `${this.name}:${key}`;
  }

  /** It is YAML, of which JSON is a part. */
  private get settingsFile(): string {
    return join(this.folder, "Pulumi.dev.yaml");
  }

  private settings(): StackSettings {
    return JSON.parse(readFileSync(this.settingsFile, "utf8")) as StackSettings;
  }

  private writeSettings(settings: StackSettings): void {
    writeFileSync(this.settingsFile, JSON.stringify(settings));
  }

  private get stateFile(): string {
    return join(this.stateFolder, "stacks", this.name, "dev.json");
  }
}

/** What a state says of its encryption. */
export function passphraseProvider(salt: string): {
  readonly type: "passphrase";
  readonly state: { readonly salt: string };
} {
  return { type: "passphrase", state: { salt } };
}

/** Links every package of one `node_modules` into another. */
function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from).filter((each) => !each.startsWith("."))) {
    symlinkSync(join(from, name), join(to, name));
  }
}
