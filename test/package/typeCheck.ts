// Type-checks programs against the installed package.
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mistakenTypeScript, programs } from "./lookupPrograms";

/** Compiler options that decide how the package and its types are found. */
export interface ModuleOptions {
  readonly module: string;
  readonly moduleResolution: string;
  /** `type` of the program's package.json: with `node16` and later, `module` makes it an ES module. */
  readonly type?: "commonjs" | "module";
  /** Whether declarations are checked as well, which takes three times as long. */
  readonly declarationsToo?: boolean;
}

/**
 * The errors that a compiler reports for the right program and the one with type errors. Errors in declarations count
 * only if they are in this package.
 *
 * @param folder the folder with the `node_modules` for the program
 */
export function mistakesFound(
  folder: string,
  options: ModuleOptions,
  compiler = ownCompiler(folder),
): string[] {
  const { module, moduleResolution, type = "commonjs", declarationsToo = false } = options;
  const project = mkdtempSync(join(folder, "types-"));
  const compilerOptions = {
    target: "es2022",
    module,
    moduleResolution,
    strict: true,
    noEmit: true,
    types: [],
  };
  const skipLibCheck = !declarationsToo;
  const files = {
    "package.json": JSON.stringify({ private: true, type }),
    "tsconfig.json": JSON.stringify({ compilerOptions: { ...compilerOptions, skipLibCheck } }),
    "index.ts": programs.typeScript,
    "mistaken.ts": mistakenTypeScript,
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(project, name), text);
  }
  return complaints(compiler, project).filter(
    (line) => !/^\.\.\/node_modules\/(?!pulumi-digitalocean-databases\/)/.test(line),
  );
}

/** The expected errors: one for the data function, one for the resource. */
export const plantedMistakes = [1, 2].map(
  () =>
    expect.stringMatching(
      /^mistaken\.ts\(\d+,\d+\): error TS2322: Type 'Output.*string>' is not assignable to type 'string'\.$/,
    ) as unknown,
);

function ownCompiler(folder: string): string {
  return join(folder, "node_modules", "typescript", "bin", "tsc");
}

/** The lines that the compiler prints. */
function complaints(compiler: string, project: string): string[] {
  try {
    execFileSync(process.execPath, [compiler, "--pretty", "false"], {
      cwd: project,
      encoding: "utf8",
      stdio: "pipe",
    });
    return [];
  } catch (error) {
    const { stdout } = error as { stdout: string };
    return stdout.trimEnd().split("\n");
  }
}
