// Builds programs from Go modules.
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { foldersOnPath, locate } from "../programs";
import { run } from "../run";

export const sdkModule = "github.com/pulumi/pulumi/sdk/v3";

export interface GoProgram {
  readonly title: string;
  readonly name: string;
  readonly package: string;
  /** A Go file to copy beside the go.mod, for a program whose package is ".". */
  readonly source?: string;
  /** The lines of its go.mod. Programs need different versions of the same module, so each has its own go.mod. */
  readonly goMod: readonly string[];
  readonly linkerFlags?: string;
}

/** Go uses the go.mod that it is given, also if there is a Go workspace in a folder above. */
export const goSettings = { GOWORK: "off", GO111MODULE: "on" };

/** The full path of the installed Go. */
export function goExecutable(): string {
  const found = locate("go", foldersOnPath());
  if (found === undefined) {
    throw new Error("no go on PATH");
  }
  return found;
}

/** Builds Go programs and copies scripts out of Go modules. Temporary files go to `scratch`. */
export class GoBuild {
  private readonly executable: string;

  public constructor(
    private readonly scratch: string,
    private readonly report: (line: string) => void,
  ) {
    this.executable = goExecutable();
  }

  public async build(program: GoProgram, folder: string): Promise<void> {
    this.report(`Building ${program.title} with Go …`);
    const started = Date.now();
    const module = path.join(this.scratch, program.name);
    mkdirSync(module, { recursive: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      path.join(module, "go.mod"),
      [`module engine/${program.name}`, ...program.goMod, ""].join("\n"),
    );
    if (program.source !== undefined) {
      copyFileSync(program.source, path.join(module, path.basename(program.source)));
    }
    const flags = `-s -w ${program.linkerFlags ?? ""}`.trim();
    await this.go(
      ["build", "-mod=mod", "-ldflags", flags, "-o", path.join(folder, program.name), program.package],
      module,
      program.title,
    );
    this.report(`… ${program.title} built (${Math.round((Date.now() - started) / 1000)} s)`);
  }

  /** Copies a script out of a version of the SDK's module. */
  public async copyScript(version: string, script: string, folder: string): Promise<void> {
    mkdirSync(this.scratch, { recursive: true });
    mkdirSync(folder, { recursive: true });
    const answer = await this.go(
      ["mod", "download", "-json", `${sdkModule}@${version}`],
      this.scratch,
      "the SDK's module",
    );
    const { Dir: source } = JSON.parse(answer) as { Dir: string };
    const target = path.join(folder, path.basename(script));
    copyFileSync(path.join(source, script), target);
    // Go's module cache is read-only, and so is a copy from it.
    chmodSync(target, 0o755);
  }

  private async go(args: readonly string[], cwd: string, title: string): Promise<string> {
    const temporary = path.join(this.scratch, "tmp");
    mkdirSync(temporary, { recursive: true });
    try {
      return await run(this.executable, args, {
        cwd,
        env: { ...process.env, ...goSettings, GOTMPDIR: temporary },
        progress: (seconds) => {
          this.report(`… still building ${title} (${seconds} s)`);
        },
      });
    } catch (error) {
      throw new Error(
        `go failed to build ${title}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
}
