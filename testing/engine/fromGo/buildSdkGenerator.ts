// Builds the program that writes SDKs from a Pulumi schema, with the code generators of the Pulumi CLI.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { cached } from "../cache";
import { buildVersion, cliGoMod } from "./buildEngine";
import { GoBuild } from "./goBuild";
import type { GoProgram } from "./goBuild";

const name = "generate-sdk";
const source = path.join(__dirname, "generateSdk", "main.go");

const generator: GoProgram = {
  title: "the SDK generator",
  name,
  package: ".",
  source,
  goMod: cliGoMod,
};

/** Returns the full path of the program in the cache. */
export async function buildSdkGenerator(report: (line: string) => void): Promise<string> {
  if (process.platform === "win32") {
    throw new Error("the SDK generator can only be built on Linux and macOS");
  }
  // The hash is in the name, so that a changed source is built again.
  const hash = createHash("sha256").update(readFileSync(source)).digest("hex").slice(0, 10);
  const entry = { name: `${name}-${buildVersion}-${hash}`, files: [path.join("bin", name)] };
  const folder = await cached(entry, async (content) => {
    await new GoBuild(`${content}.scratch`, report).build(generator, path.join(content, "bin"));
  });
  return path.join(folder, "bin", name);
}
