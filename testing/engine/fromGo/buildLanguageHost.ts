// Builds Pulumi's language hosts from Go modules, for where no official release brings them.
import path from "node:path";
import { cached } from "../cache";
import { goHost, pythonExec, pythonHost, yamlHost } from "../programs";
import { buildVersion } from "./buildEngine";
import { GoBuild, sdkModule } from "./goBuild";
import type { GoProgram } from "./goBuild";

export type HostLanguage = "python" | "yaml" | "go";

interface LanguageHost extends GoProgram {
  readonly version: string;
  /** A script of the SDK's module that belongs beside the host. */
  readonly script?: string;
}

const yamlModule = "github.com/pulumi/pulumi-yaml";

/** As with the Node host, later versions of the Python and the Go host are in modules without tags. */
const [pythonVersion, goVersion, yamlVersion] = ["3.79.0", "3.60.0", "1.25.0"];

const hosts: Record<HostLanguage, LanguageHost> = {
  python: {
    title: "the Python language host",
    name: pythonHost,
    version: pythonVersion,
    package: `${sdkModule}/python/cmd/${pythonHost}`,
    goMod: ["go 1.24", `require ${sdkModule} v${pythonVersion}`],
    script: `python/cmd/${pythonExec}`,
  },
  yaml: {
    title: "the YAML language host",
    name: yamlHost,
    version: yamlVersion,
    package: `${yamlModule}/cmd/${yamlHost}`,
    goMod: ["go 1.24.7", `require ${yamlModule} v${yamlVersion}`],
    linkerFlags: `-X ${yamlModule}/pkg/version.Version=${yamlVersion}`,
  },
  go: {
    title: "the Go language host",
    name: goHost,
    version: goVersion,
    package: `${sdkModule}/go/${goHost}`,
    goMod: ["go 1.24", `require ${sdkModule} v${goVersion}`],
  },
};

/** Returns the folder of the built host in the cache. */
export async function buildLanguageHost(
  language: HostLanguage,
  report: (line: string) => void,
): Promise<string> {
  const host = hosts[language];
  if (process.platform === "win32") {
    throw new Error(`${host.title} can only be built on Linux and macOS`);
  }
  const programs = [host.name, ...(host.script === undefined ? [] : [path.basename(host.script)])];
  const entry = {
    name: `${language}-host-${host.version}`,
    files: programs.map((name) => path.join("bin", name)),
  };
  const folder = await cached(entry, async (content) => {
    const bin = path.join(content, "bin");
    const go = new GoBuild(`${content}.scratch`, report);
    await go.build(host, bin);
    if (host.script !== undefined) {
      await go.copyScript(`v${buildVersion}`, host.script, bin);
    }
  });
  return path.join(folder, "bin");
}
