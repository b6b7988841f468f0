// Combines test files into one, for mutation tests.
import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Includes the test files of a folder, each with its own hooks, in one file. Modules are then loaded once per mutant
 * instead of once per test file.
 *
 * @param names which files to include. Leave out slow files and those that test the compiled package.
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
