// Provides a virtual environment with Pulumi's Python SDK, and installs generated SDKs for its Python.
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cached } from "./cache";
import { foldersOnPath, locate } from "./programs";
import { run } from "./run";

/** The SDK of Python programs. */
const sdkVersion = "3.272.0";
/** It builds generated SDKs. Python 3.12 and newer come without it; older ones come with one that needs `wheel` too. */
const setuptoolsVersion = "80.9.0";

const bin = process.platform === "win32" ? "Scripts" : "bin";
const python3 = process.platform === "win32" ? "python.exe" : "python3";
const pipInstall = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];

/** The `bin` folder of a virtual environment with the `pulumi` package. */
export async function pythonEnvironment(report: (line: string) => void): Promise<string> {
  const interpreter = path.join(bin, python3);
  // The interpreter is a link. If its Python was uninstalled, the entry is incomplete and is made again.
  const entry = { name: `python-venv-${sdkVersion}-setuptools-${setuptoolsVersion}`, files: [interpreter] };
  const folder = await cached(entry, async (content) => {
    const python = locate("python3", foldersOnPath()) ?? locate("python", foldersOnPath());
    if (python === undefined) {
      throw new Error("no python3 on PATH");
    }
    report(`Making a Python environment with pulumi ${sdkVersion} …`);
    await run(python, ["-m", "venv", content], { timeoutSeconds: 120 });
    await run(
      path.join(content, interpreter),
      [...pipInstall, `pulumi==${sdkVersion}`, `setuptools==${setuptoolsVersion}`],
      { timeoutSeconds: 300 },
    );
    removeScripts(path.join(content, bin));
  });
  return path.join(folder, bin);
}

/**
 * Installs a generated SDK into a folder of its own, from its source alone and without the network. Returns the environment
 * in which programs can import it, and in which the Python host finds the plugin that it needs.
 */
export async function pythonSdk(
  source: string,
  folder: string,
  report: (line: string) => void = () => undefined,
): Promise<{ readonly PYTHONPATH: string }> {
  const python = path.join(await pythonEnvironment(report), python3);
  // The build writes files beside the source, and takes old ones that it finds there.
  const copy = mkdtempSync(path.join(tmpdir(), "python-sdk-"));
  try {
    cpSync(source, copy, { recursive: true });
    const offline = ["--no-deps", "--no-index", "--no-build-isolation"];
    await run(python, [...pipInstall, ...offline, "--upgrade", "--target", folder, copy], {
      timeoutSeconds: 120,
    });
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  return { PYTHONPATH: path.resolve(folder) };
}

/** Removes pip and other scripts: they name the folder they were installed into, and `cached` renames that. */
function removeScripts(folder: string): void {
  for (const name of readdirSync(folder).filter((candidate) => !candidate.startsWith("python"))) {
    rmSync(path.join(folder, name), { recursive: true });
  }
}
