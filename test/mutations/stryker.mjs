// `npm run test:mutations`: runs Stryker.
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { Stryker } from "@stryker-mutator/core";

/**
 * Mutation tests: changes single expressions of src and reports those that no test notices. They take hours, and
 * are not part of `npm test`. Arguments choose folders or files of src:
 *
 *     npm run test:mutations -- [connection reads/credentials.ts …]
 */
const chosen = process.argv.slice(2);
const mutated = (chosen.length === 0 ? ["api", "connection", "reads"] : chosen).map((path) =>
  path.includes(".ts") ? `src/${path}` : `src/${path}/**/*.ts`,
);

const tempFolder = "reports/stryker";

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
const options = {
  mutate: mutated,
  testRunner: "jest",
  jest: { configFile: "test/mutations/jest.config.mjs", enableFindRelatedTests: false },
  coverageAnalysis: "perTest",
  // A mutant in code that runs when a module is loaded, such as a table, would need all tests.
  ignoreStatic: true,
  // More than there are cores, because some tests mostly wait.
  concurrency: 3,
  dryRunTimeoutMinutes: 20,
  timeoutMS: 10_000,
  thresholds: { high: 95, low: 90, break: 89 },
  reporters: ["clear-text", "json", "progress-append-only"],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: "reports/mutations.json" },
  tempDirName: tempFolder,
};

// The API's description is beside this repository; this puts it beside the copies that Stryker makes of it.
if (existsSync("../shared")) {
  mkdirSync(tempFolder, { recursive: true });
  rmSync(`${tempFolder}/shared`, { force: true });
  symlinkSync("../../../shared", `${tempFolder}/shared`);
}

await new Stryker(options).runMutationTest();
