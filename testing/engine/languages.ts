// Adds what programs in Python, YAML or Go need to an engine. TypeScript needs nothing: every engine has its host.
import path from "node:path";
import { EngineUnavailable, reasonOf } from "./engine";
import { buildLanguageHost } from "./fromGo/buildLanguageHost";
import type { HostLanguage } from "./fromGo/buildLanguageHost";
import { goExecutable } from "./fromGo/goBuild";
import { interrupted } from "./interruption";
import {
  cli,
  foldersBeside,
  foldersOnPath,
  goHost,
  locate,
  pythonExec,
  pythonHost,
  yamlHost,
} from "./programs";
import type { Engine } from "./programs";
import { pythonEnvironment } from "./python";

type Report = (line: string) => void;

interface Language {
  readonly name: string;
  /** The programs that the engine starts. */
  readonly programs: readonly string[];
  readonly needs: string;
}

const languages: Record<HostLanguage, Language> = {
  python: {
    name: "Python",
    programs: [pythonHost, pythonExec],
    needs: "Python 3 with venv and pip, and Go to build the Python host if none is installed beside pulumi",
  },
  yaml: {
    name: "YAML",
    programs: [yamlHost],
    needs: "Go to build the YAML host if none is installed beside pulumi",
  },
  go: {
    name: "Go",
    programs: [goHost],
    needs: "Go, which also builds the Go host if none is installed beside pulumi",
  },
};

/** The same engine, with the Python host and a Python that has the `pulumi` package first on PATH. */
export function providePython(engine: Engine, report: Report): Promise<Engine> {
  return provide("python", engine, report, () => pythonEnvironment(report));
}

/** The same engine, with the YAML host first on PATH. */
export function provideYaml(engine: Engine, report: Report): Promise<Engine> {
  return provide("yaml", engine, report);
}

/** The same engine, with the Go host first on PATH. Programs are compiled by the `go` on PATH. */
export function provideGo(engine: Engine, report: Report): Promise<Engine> {
  return provide("go", engine, report, () => {
    goExecutable();
  });
}

/** Puts the folders of the host first, and before them the folder that `also` returns. */
async function provide(
  language: HostLanguage,
  engine: Engine,
  report: Report,
  also: () => Promise<string> | undefined = () => undefined,
): Promise<Engine> {
  try {
    const folders = await hostFolders(language, engine.directories, report);
    const first = await also();
    const directories = [...(first === undefined ? [] : [first]), ...folders, ...engine.directories];
    return { ...engine, directories: [...new Set(directories)] };
  } catch (error) {
    if (interrupted()) {
      throw error;
    }
    const { name, needs } = languages[language];
    throw new EngineUnavailable(
      `Pulumi's ${name} support is not available: ${reasonOf(error)}\nIt needs ${needs}.`,
    );
  }
}

/**
 * Folders with the language's host: the one that came with the engine, as in official releases, or a built one. Folders
 * on PATH keep their position, as those of the engine do.
 */
async function hostFolders(
  language: HostLanguage,
  directories: readonly string[],
  report: Report,
): Promise<string[]> {
  const pulumi = locate(cli, [...directories, ...foldersOnPath()]);
  const own = [...directories, ...(pulumi === undefined ? [] : foldersBeside(pulumi))];
  const found = languages[language].programs.map((program) => locate(program, own));
  if (found.every((program) => program !== undefined)) {
    return found
      .map((program) => path.dirname(program))
      .filter((folder) => !foldersOnPath().includes(folder));
  }
  return [await buildLanguageHost(language, report)];
}
