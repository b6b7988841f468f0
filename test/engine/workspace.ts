// Pulumi projects with a stack, for tests with the real CLI.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import type { ConfigMap, Stack } from "@pulumi/pulumi/automation";
import { runPulumi } from "../../testing/pulumi";
import { name as packageName } from "../../package.json";
import type { Deployment } from "./state";

/** The result of globalSetup.ts. */
export interface EngineSetup {
  /** A folder for projects. Its `node_modules` has the package and everything that projects import. */
  readonly folder?: string;
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

function describeUnless(missing: string | undefined, name: string, tests: () => void): void {
  (missing === undefined ? describe : describe.skip)(
    missing === undefined ? name : `${name} (skipped: ${missing.split("\n")[0] ?? ""})`,
    tests,
  );
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
  readonly config?: Record<string, string>;
  readonly secretConfig?: Record<string, string>;
  readonly environment?: NodeJS.ProcessEnv;
  /** A folder to put first on PATH, such as that of another Node. */
  readonly pathFirst?: string;
  /** Whether the package is only in the project's own `node_modules`, from where a test can remove it. */
  readonly apart?: boolean;
}

/** A project with one stack, `dev`, whose state is shared with the other projects of a test file. */
export class Project {
  private constructor(
    public readonly folder: string,
    public readonly stack: Stack,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  public static async create(name: string, options: ProjectOptions): Promise<Project> {
    if (setup.folder === undefined || setup.environment === undefined) {
      throw new Error("the engine tests have no set-up");
    }
    const folder = mkdtempSync(
      join(options.parent ?? (options.apart === true ? tmpdir() : setup.folder), `${name}-`),
    );
    if (options.apart === true) {
      mkdirSync(join(folder, "node_modules"));
      for (const dependency of ["@pulumi", packageName]) {
        symlinkSync(join(setup.folder, "node_modules", dependency), join(folder, "node_modules", dependency));
      }
    }
    if (options.from !== undefined) {
      cpSync(join(repository, options.from), folder, { recursive: true });
    }
    if (options.program !== undefined) {
      writeFileSync(join(folder, "Pulumi.yaml"), `name: ${name}\nruntime: nodejs\nmain: index.js\n`);
      writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
      writeFileSync(join(folder, "index.js"), options.program);
    }
    for (const [path, text] of Object.entries(options.files ?? {})) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const environment: NodeJS.ProcessEnv = {
      ...setup.environment,
      PULUMI_BACKEND_URL: `file://${backend()}`,
      ...options.environment,
    };
    process.env["PATH"] = environment["PATH"];
    if (options.pathFirst !== undefined) {
      environment["PATH"] = [options.pathFirst, environment["PATH"]].join(delimiter);
    }
    const pulumiCommand = await PulumiCommand.get({ skipVersionCheck: true });
    const envVars = environment as Record<string, string>;
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "dev", workDir: folder },
      { pulumiCommand, envVars },
    );
    const config: ConfigMap = {};
    for (const [key, value] of Object.entries(options.config ?? {})) {
      config[key] = { value };
    }
    for (const [key, value] of Object.entries(options.secretConfig ?? {})) {
      config[key] = { value, secret: true };
    }
    await stack.setAllConfig(config);
    return new Project(folder, stack, environment);
  }

  /** How other stacks refer to this one. */
  public async reference(): Promise<string> {
    const { name } = await this.stack.workspace.projectSettings();
    return `organization/${name}/dev`;
  }

  /** Runs the CLI. The result has the exit code and all output, also if the run fails. */
  public async run(...args: string[]): Promise<{ readonly code: number | null; readonly printed: string }> {
    return this.runWith(undefined, ...args);
  }

  /** As {@link run}, with text for standard input. */
  public async runWith(
    input: string | undefined,
    ...args: string[]
  ): Promise<{ readonly code: number | null; readonly printed: string }> {
    const { folder: cwd, environment } = this;
    const { code, stdout, stderr } = await runPulumi([...args, "--stack", "dev"], {
      cwd,
      environment,
      input,
    });
    return { code, printed: stdout + stderr };
  }

  /** Runs the CLI and kills it at the given moment, so that it cannot clean up. */
  public async runUntil(moment: Promise<unknown>, ...args: string[]): Promise<void> {
    const { folder: cwd, environment } = this;
    await runPulumi([...args, "--stack", "dev"], {
      cwd,
      environment,
      started: (child) => void moment.then(() => child.kill("SIGKILL")),
    });
  }

  /** The checkpoint as it is on disk, or decrypted with `--show-secrets`. */
  public async state(...args: "--show-secrets"[]): Promise<Deployment> {
    const { printed } = await this.run("stack", "export", ...args);
    return JSON.parse(printed) as Deployment;
  }

  /** Saves the stack's config, and returns a function that restores it. */
  public keepConfig(): () => void {
    const path = join(this.folder, "Pulumi.dev.yaml");
    const kept = readFileSync(path);
    return () => {
      writeFileSync(path, kept);
    };
  }

  public async remove(): Promise<void> {
    await this.stack.destroy();
    await this.stack.workspace.removeStack("dev", { force: true });
    rmSync(this.folder, { recursive: true, force: true });
  }
}
