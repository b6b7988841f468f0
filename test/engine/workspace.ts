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
import { dirname, join, resolve } from "node:path";
import { LocalWorkspace, PulumiCommand } from "@pulumi/pulumi/automation";
import type { ConfigMap, Stack } from "@pulumi/pulumi/automation";
import { runPulumi } from "../../testing/pulumi";
import { name as packageName } from "../../package.json";
import type { Deployment } from "./state";

/** What the global set-up hands to the tests. */
export interface EngineSetup {
  /** A folder for projects, which find the package and all they import in its `node_modules`. */
  readonly folder?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Why there is no engine, or none for Python. */
  readonly engineMissing?: string;
  readonly pythonMissing?: string;
}

const setup = JSON.parse(
  process.env["ENGINE_SETUP"] ?? '{"engineMissing":"the set-up did not run"}',
) as EngineSetup;

export const repository = resolve(__dirname, "../..");

/** `describe`, skipped with the reason in its name where there is no engine. */
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

/** Where the stacks of one test file keep their state: files run side by side, and stacks have the same names. */
function backend(): string {
  return (backendFolder ??= mkdtempSync(join(setup.folder ?? tmpdir(), "state-")));
}

/** Every file of that place in one text: checkpoints, their backups, the history. */
export function backendText(): string {
  return readdirSync(backend(), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
    .join("\n");
}

/** What a stack is made from. */
export interface ProjectOptions {
  /** A folder of the repository, or `index.js` of a project written for the test. */
  readonly from?: string;
  readonly program?: string;
  /** Files to write, by their paths in the project, `Pulumi.yaml` among them. */
  readonly files?: Readonly<Record<string, string>>;
  /** Where its folder is made, if it is to find other packages than those that the set-up installed. */
  readonly parent?: string;
  readonly config?: Record<string, string>;
  readonly secretConfig?: Record<string, string>;
  readonly environment?: NodeJS.ProcessEnv;
  /** Whether it finds the package in its own `node_modules` only, from where a test can remove it. */
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

  /** Runs the CLI as a person would, and keeps what it printed, whether it succeeded or not. */
  public async run(...args: string[]): Promise<{ readonly code: number | null; readonly printed: string }> {
    return this.runWith(undefined, ...args);
  }

  /** As {@link run}, with something typed in. */
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

  /** Runs the CLI, and ends it in the given moment, so that it cannot tidy up. */
  public async runUntil(moment: Promise<unknown>, ...args: string[]): Promise<void> {
    const { folder: cwd, environment } = this;
    await runPulumi([...args, "--stack", "dev"], {
      cwd,
      environment,
      started: (child) => void moment.then(() => child.kill("SIGKILL")),
    });
  }

  /** The checkpoint as it lies on disk, ciphertext and all; decrypted with `--show-secrets`. */
  public async state(...args: "--show-secrets"[]): Promise<Deployment> {
    const { printed } = await this.run("stack", "export", ...args);
    return JSON.parse(printed) as Deployment;
  }

  /** Keeps the stack's config as it is now, and gives back what restores it. */
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
