import type { ChildProcess } from "node:child_process";
import { basename } from "node:path";
import { runPulumi } from "../pulumi";
import { command } from "./narrator";

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
    if (code !== 0) {
      throw new Error(
        `pulumi ${args.join(" ")} (${this.project}) ended with ${String(code)}:\n${stdout}${stderr}`,
      );
    }
    return stdout;
  }
}
