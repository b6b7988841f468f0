// Runs the real Pulumi CLI.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

/** The result of a run: its exit code and what it printed. */
export interface PulumiRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PulumiRunOptions {
  /** The project's folder. */
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Text for standard input. */
  readonly input?: string | undefined;
  /** Called with the started process, so that the caller can end it early. */
  readonly started?: (child: ChildProcess) => void;
}

/** Runs `pulumi` and waits for its end. A failed run is a result, not an exception. */
export async function runPulumi(args: readonly string[], options: PulumiRunOptions): Promise<PulumiRun> {
  const child = spawn("pulumi", [...args, "--non-interactive"], {
    cwd: options.cwd,
    env: options.environment,
    // In its own process group, so that Ctrl-C in the terminal does not reach it twice.
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
