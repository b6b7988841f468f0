// `npm run engine`: provides an engine and prints where it is. Usage: npx ts-node testing/engine/main.ts [--python]
import { EngineUnavailable, provideEngine } from "./engine";
import { providePython } from "./languages";
import { cli, foldersOnPath, locate } from "./programs";

async function main(args: readonly string[]): Promise<void> {
  const unknown = args.filter((argument) => argument !== "--python");
  if (unknown.length > 0) {
    throw new EngineUnavailable(`unknown argument "${unknown.join(" ")}": the only one is --python.`);
  }
  // Standard output is for the result.
  const report = (line: string): void => {
    console.error(line);
  };
  const plain = await provideEngine(report);
  const engine = args.includes("--python") ? await providePython(plain, report) : plain;
  const pulumi = locate(cli, [...engine.directories, ...foldersOnPath()]) ?? cli;
  console.log(`Pulumi ${engine.version} (${engine.origin}): ${pulumi}`);
  if (engine.directories.length > 0) {
    console.log(`First on PATH: ${engine.directories.join(":")}`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof EngineUnavailable ? error.message : error);
  process.exitCode = 1;
});
