// Builds Pulumi's Python host from Go modules, for where no official release brings it.
import path from "node:path";
import { cached } from "../cache";
import { pythonExec, pythonHost } from "../programs";
import { buildVersion } from "./buildEngine";
import { GoBuild, sdkModule } from "./goBuild";
import type { GoProgram } from "./goBuild";

/** As with the Node host, later versions are in a module without tags. */
const hostVersion = "3.79.0";

const host: GoProgram = {
  title: "the Python language host",
  name: pythonHost,
  package: `${sdkModule}/python/cmd/${pythonHost}`,
  goMod: ["go 1.24", `require ${sdkModule} v${hostVersion}`],
};

/** Returns the folder of the built host in the cache. */
export async function buildPythonHost(report: (line: string) => void): Promise<string> {
  if (process.platform === "win32") {
    throw new Error("the Python host can only be built on Linux and macOS");
  }
  const entry = {
    name: `python-host-${hostVersion}`,
    files: [pythonHost, pythonExec].map((name) => path.join("bin", name)),
  };
  const folder = await cached(entry, async (content) => {
    const bin = path.join(content, "bin");
    const go = new GoBuild(`${content}.scratch`, report);
    await go.build(host, bin);
    await go.copyScript(`v${buildVersion}`, `python/cmd/${pythonExec}`, bin);
  });
  return path.join(folder, "bin");
}
