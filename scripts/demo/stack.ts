import type { ChildProcess } from "node:child_process";
import { basename } from "node:path";
import { runPulumi } from "../../testing/pulumi";
import { command } from "./narrator";

/** As much of a resource in a state as the demo looks at. */
export interface StateResource {
  readonly type: string;
  readonly id?: string;
  /** Whether Pulumi only reads it. */
  readonly external?: boolean;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** A stack of a project in a folder, driven by the real CLI. */
export class Stack {
  /** All that the CLI printed in this process, for the search for secrets in it. */
  public static printed = "";
  private static running: ChildProcess | undefined;
  private static interrupted = false;

  public constructor(
    private readonly folder: string,
    private readonly project: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** How other stacks refer to it. */
  public get name(): string {
    return `organization/${this.project}/dev`;
  }

  /** Creates the stack. */
  public async init(): Promise<void> {
    await this.run(["stack", "init", "dev"]);
  }

  public async configure(key: string, value: string, options: { secret?: boolean } = {}): Promise<void> {
    const secret = options.secret === true ? ["--secret"] : [];
    // The value goes in on standard input: on the command line every process of this machine could read it.
    await this.run(["config", "set", ...secret, key], value);
  }

  /** `pulumi up`, as a person runs it: with the preview. */
  public async up(): Promise<void> {
    command(`pulumi up --cwd ${basename(this.folder)}`);
    await this.run(["up", "--yes"]);
  }

  /** `pulumi up` that is to fail, and what it printed. */
  public async failUp(): Promise<string> {
    command(`pulumi up --cwd ${basename(this.folder)}`);
    const { code, text } = await this.attempt(["up", "--yes"]);
    if (code === 0) {
      throw new Error(`pulumi up (${this.project}) was to fail, and went through:\n${text}`);
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

  /** The stack outputs as Pulumi shows them, secrets hidden. */
  public async outputTable(): Promise<string> {
    const table = await this.run(["stack", "output"]);
    return table.replace(/^.*\n/, "");
  }

  /** The stack outputs as values, secrets shown; nothing of it is printed. */
  public async outputs(): Promise<Record<string, unknown>> {
    return JSON.parse(
      await this.run(["stack", "output", "--json", "--show-secrets"], undefined, false),
    ) as Record<string, unknown>;
  }

  /** The resource of a type in the state, if there is one. */
  public async resource(type: string): Promise<StateResource | undefined> {
    const { deployment } = JSON.parse(await this.run(["stack", "export"])) as {
      deployment: { resources: StateResource[] };
    };
    return deployment.resources.find((resource) => resource.type.endsWith(type));
  }

  /** Ends what runs, if anything does, and lets nothing run after it. */
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
