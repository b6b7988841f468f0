// All tests that mutation tests use, in one file: modules are then loaded once per mutant instead of once per test file.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { testFaults } from "../faults/inProgram";
import { byUuid } from "../faults/reads";

/** The folders of tests, each with the pattern of its files. Left out are those that take long or test dist. */
const folders = {
  contract: /^/,
  drivers: /^uri\./,
  "unit/api": /^/,
  "unit/connection": /^/,
  "unit/functions": /^/,
  "unit/pulumi": /^/,
  "unit/reads": /^/,
  "unit/resource": /^/,
  "unit/stack": /^/,
  unit: /^unknownNames/,
};

for (const [folder, names] of Object.entries(folders)) {
  const path = join(__dirname, "..", folder);
  for (const name of readdirSync(path).filter((file) => file.endsWith(".test.ts") && names.test(file))) {
    describe(`${folder}/${name}`, () => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      require(join(path, name));
    });
  }
}

describe("getDatabaseCluster", () => {
  testFaults(() => [[byUuid, "Promise"]]);
});
