// Runs tests on another Node: `npm run test:on -- 22 --selectProjects unit`. What follows the major version is for Jest.
import { spawnSync } from "node:child_process";
import path from "node:path";
import { provideRuntime, runtimes } from "../testing/runtimes";

async function main([major = "", ...args]: readonly string[]): Promise<void> {
  const runtime = runtimes.find(({ name, version }) => name === "node" && version.startsWith(`${major}.`));
  if (runtime === undefined) {
    throw new Error(`there is no Node "${major}" among the runtimes of testing/runtimes.ts`);
  }
  const node = path.join(await provideRuntime(runtime), "node");
  console.error(`Testing on Node ${runtime.version} …`);
  const jest = require.resolve("jest/bin/jest");
  const { status } = spawnSync(node, [jest, ...args], { stdio: "inherit" });
  process.exitCode = status ?? 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
