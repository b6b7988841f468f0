import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** How a run of the CLI ended, and what it printed. */
export interface PulumiRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run the CLI. */
export interface PulumiRunOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** What is typed in. */
  readonly input?: string | undefined;
  /** Called with the process, to end it before it ends by itself. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs the real CLI as a person would; a run that fails is a result like any other. */
export async function runPulumi(args: readonly string[], options: PulumiRunOptions): Promise<PulumiRun> {
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    cwd: options.cwd,
    env: options.environment,
    // In a group of its own, so that Ctrl-C in the terminal does not reach it twice.
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  options.started?.(child);
  child.stdin.end(options.input);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, stdout, stderr };
}
