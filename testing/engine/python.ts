// Provides a virtual environment with Pulumi's Python SDK.
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { cached } from "./cache";
import { foldersOnPath, locate } from "./programs";
import { run } from "./run";

/** The SDK of Python programs. */
const sdkVersion = "3.272.0";

/** The `bin` folder of a virtual environment with the `pulumi` package. */
export async function pythonEnvironment(report: (line: string) => void): Promise<string> {
  const bin = process.platform === "win32" ? "Scripts" : "bin";
  const interpreter = path.join(bin, process.platform === "win32" ? "python.exe" : "python3");
  // The interpreter is a link. If its Python was uninstalled, the entry is incomplete and is made again.
  const entry = { name: `python-venv-${sdkVersion}`, files: [interpreter] };
  const folder = await cached(entry, async (content) => {
    const python = locate("python3", foldersOnPath()) ?? locate("python", foldersOnPath());
    if (python === undefined) {
      throw new Error("no python3 on PATH");
    }
    report(`Making a Python environment with pulumi ${sdkVersion} …`);
    await run(python, ["-m", "venv", content], { timeoutSeconds: 120 });
    await run(
      path.join(content, interpreter),
      ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", `pulumi==${sdkVersion}`],
      { timeoutSeconds: 300 },
    );
    removeScripts(path.join(content, bin));
  });
  return path.join(folder, bin);
}

/** Removes pip and other scripts: they name the folder they were installed into, and `cached` renames that. */
function removeScripts(folder: string): void {
  for (const name of readdirSync(folder).filter((candidate) => !candidate.startsWith("python"))) {
    rmSync(path.join(folder, name), { recursive: true });
  }
}
