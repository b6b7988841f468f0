import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The tests of a folder in one file, each with its own hooks: what they need is loaded once for every mutant, and not
 * once for every file.
 *
 * @param names those of them; what runs the compiled package, or for long, says the same as its neighbours
 */
export function testsOf(folder: string, names = /^/): void {
  const path = join(__dirname, "..", folder);
  for (const name of readdirSync(path).filter((file) => file.endsWith(".test.ts") && names.test(file))) {
    describe(`${folder}/${name}`, () => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      require(join(path, name));
    });
  }
}
