// Builds a Pulumi engine (CLI and Node host) from Go modules, for where the official release cannot be downloaded.
import path from "node:path";
import { cached } from "../cache";
import type { CacheEntry } from "../cache";
import { GoBuild, sdkModule } from "./goBuild";
import type { GoProgram } from "./goBuild";
import { cli, dynamicLauncher, nodeHost } from "../programs";

/** The newest release whose modules `pkg/v3` and `sdk/v3` are both served. */
export const buildVersion = "3.274.1";
const hostVersion = "3.68.0";
const cliModule = "github.com/pulumi/pulumi/pkg/v3";

/** The go.mod of programs that import the CLI's module. */
export const cliGoMod: readonly string[] = [
  "go 1.25.11",
  `require ${cliModule} v${buildVersion}`,
  `require ${sdkModule} v${buildVersion}`,
  // The CLI's go.mod has the same line, but Go ignores it there: only the main module can replace.
  "replace github.com/atotto/clipboard => github.com/tgummerer/clipboard v0.0.0-20241001131231-d02d263e614e",
];

const pulumi: GoProgram = {
  title: `the Pulumi CLI ${buildVersion}`,
  name: cli,
  package: `${cliModule}/cmd/pulumi`,
  goMod: cliGoMod,
  linkerFlags: `-X ${sdkModule}/go/common/version.Version=${buildVersion}`,
};

/** Later versions of the host are in a module without tags, so Go cannot request them by version. */
const host: GoProgram = {
  title: "the Node language host",
  name: nodeHost,
  package: `${sdkModule}/nodejs/cmd/${nodeHost}`,
  goMod: ["go 1.24", `require ${sdkModule} v${hostVersion}`],
};

export const builtEngine: CacheEntry = {
  name: `build-${buildVersion}-node-${hostVersion}`,
  files: [cli, nodeHost, dynamicLauncher].map((name) => path.join("bin", name)),
};

/** Returns the folder of the built engine in the cache. */
export async function buildEngine(report: (line: string) => void): Promise<string> {
  if (process.platform === "win32") {
    throw new Error("only for Linux and macOS");
  }
  return cached(builtEngine, async (folder) => {
    const bin = path.join(folder, "bin");
    const go = new GoBuild(`${folder}.scratch`, report);
    report(
      "Building a Pulumi engine from Go modules. This happens once, and takes about 4 minutes on 2 cores.",
    );
    await go.build(host, bin);
    await go.copyScript(`v${buildVersion}`, `nodejs/dist/${dynamicLauncher}`, bin);
    await go.build(pulumi, bin);
  });
}
