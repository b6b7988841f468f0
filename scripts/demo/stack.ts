// A stack of the demo, driven with the real CLI.
import type { ChildProcess } from "node:child_process";
import { basename } from "node:path";
import { runPulumi } from "../../testing/pulumi";
import { command } from "./narrator";

/** The fields of a resource in the state that the demo uses. */
export interface StateResource {
  readonly type: string;
  readonly id?: string;
  /** Whether Pulumi only reads it. */
  readonly external?: boolean;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The stack `dev` of the project in a folder. */
export class Stack {
  /** Everything that the CLI has printed, to search it for secrets. */
  public static printed = "";
  private static running: ChildProcess | undefined;
  private static interrupted = false;

  public constructor(
    private readonly folder: string,
    private readonly project: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** The name for a StackReference. */
  public get name(): string {
    return `organization/${this.project}/dev`;
  }

  /** Creates the stack. */
  public async init(): Promise<void> {
    await this.run(["stack", "init", "dev"]);
  }

  public async configure(key: string, value: string, options: { secret?: boolean } = {}): Promise<void> {
    const secret = options.secret === true ? ["--secret"] : [];
    // On standard input, because all users of this machine can read command lines.
    await this.run(["config", "set", ...secret, key], value);
  }

  /** Runs `pulumi up` with its preview. */
  public async up(): Promise<void> {
    command(`pulumi up --cwd ${basename(this.folder)}`);
    await this.run(["up", "--yes"]);
  }

  /** Runs `pulumi up`, which must fail, and returns what it printed. */
  public async failUp(): Promise<string> {
    command(`pulumi up --cwd ${basename(this.folder)}`);
    const { code, text } = await this.attempt(["up", "--yes"]);
    if (code === 0) {
      throw new Error(`pulumi up (${this.project}) should have failed, but succeeded:\n${text}`);
    }
    return text;
  }

  public async refresh(): Promise<void> {
    command(`pulumi refresh --cwd ${basename(this.folder)}`);
    await this.run(["refresh", "--yes"]);
  }

  public async destroy(): Promise<void> {
    command(`pulumi destroy --cwd ${basename(this.folder)}`);
    await this.run(["destroy", "--yes"]);
  }

  /** The stack outputs as Pulumi prints them, without secrets. */
  public async outputTable(): Promise<string> {
    const table = await this.run(["stack", "output"]);
    return table.replace(/^.*\n/, "");
  }

  /** The values of the stack outputs, including secrets. They are not added to `printed`. */
  public async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse(
      await this.run(["stack", "output", "--json", "--show-secrets"], undefined, false),
    ) as Record<string, unknown>;
  }

  /** The first resource of a type in the state. */
  public async resource(type: string): Promise<StateResource | undefined> {
    const { deployment } = JSON.parse(await this.run(["stack", "export"])) as {
      deployment: { resources: StateResource[] };
    };
    return deployment.resources.find((resource) => resource.type.endsWith(type));
  }

  /** Ends the running command, and prevents all further ones. */
  public static async interrupt(): Promise<void> {
    Stack.interrupted = true;
    const child = Stack.running;
    if (child === undefined || child.exitCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => child.once("close", resolve));
    child.kill("SIGINT");
    const impatience = setTimeout(() => child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(impatience);
  }

  private async run(args: readonly string[], input?: string, recorded = true): Promise<string> {
    const { code, stdout, text } = await this.attempt(args, input, recorded);
    if (code !== 0) {
      throw new Error(`pulumi ${args.join(" ")} (${this.project}) ended with ${String(code)}:\n${text}`);
    }
    return stdout;
  }

  private async attempt(
    args: readonly string[],
    input?: string,
    recorded = true,
  ): Promise<{ readonly code: number | null; readonly stdout: string; readonly text: string }> {
    if (Stack.interrupted) {
      throw new Error("interrupted");
    }
    const { code, stdout, stderr } = await runPulumi(args, {
      cwd: this.folder,
      environment: this.environment,
      input,
      started: (child) => (Stack.running = child),
    });
    if (recorded) {
      Stack.printed += stdout + stderr;
    }
    return { code, stdout, text: stdout + stderr };
  }
}
