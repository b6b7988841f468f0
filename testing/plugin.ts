// The native plugin: built, installed and with its SDKs, as users have it.
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { version } from "../package.json";
import { goSdk } from "./engine/goSdk";
import type { GoSdk } from "./engine/goSdk";
import { pythonSdk } from "./engine/python";
import { generateSdk } from "./engine/sdks";
import { runPulumi } from "./pulumi";

const repository = resolve(__dirname, "..");
const schema = join(repository, "src/plugin/schema.json");
const architectures: Readonly<Record<string, string>> = { x64: "amd64" };
const systems: Readonly<Record<string, string>> = { win32: "windows" };

type Report = (line: string) => void;

/** Builds the plugin and its tarballs into a folder, and returns the path of the program that the engine starts. */
export function buildPlugin(folder: string): string {
  execFileSync("npm", ["run", "--silent", "plugin", "--", folder], {
    cwd: repository,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  return join(folder, "files", "pulumi-resource-digitalocean-databases");
}

/**
 * Installs a built plugin with `pulumi plugin install`, for all programs with this environment.
 *
 * @param folder the folder of {@link buildPlugin}
 */
export async function installPlugin(folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const system = systems[process.platform] ?? process.platform;
  const platform = `${system}-${architectures[process.arch] ?? process.arch}`;
  const file = join(folder, `pulumi-resource-digitalocean-databases-v${version}-${platform}.tar.gz`);
  const args = ["plugin", "install", "resource", "digitalocean-databases", version, "--file", file];
  const { code, stderr } = await runPulumi(args, { cwd: folder, environment });
  if (code !== 0) {
    throw new Error(`the plugin cannot be installed: ${stderr}`);
  }
}

/** Writes and installs the SDK for Python, and returns the environment variables with which programs find it. */
export async function pluginPythonSdk(folder: string, report: Report): Promise<Record<string, string>> {
  await generateSdk(schema, "python", join(folder, "python-source"), report);
  return pythonSdk(join(folder, "python-source"), join(folder, "python"), report);
}

/** Writes the SDK for Go. */
export async function pluginGoSdk(folder: string, report: Report): Promise<GoSdk> {
  await generateSdk(schema, "go", join(folder, "go-source"), report);
  return goSdk(join(folder, "go-source"), join(folder, "go"), report);
}
