import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The tests of a folder in one file, each with its own hooks: what they need is loaded once for every mutant, and not
 * once for every file.
 *
 * @param others those that run the compiled package, or for long, and say the same as their neighbours
 */
export function testsOf(folder: string, others = /^$/): void {
  const path = join(__dirname, "..", folder);
  for (const name of readdirSync(path).filter((file) => file.endsWith(".test.ts") && !others.test(file))) {
    describe(`${folder}/${name}`, () => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      require(join(path, name));
    });
  }
}
