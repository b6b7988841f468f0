// `npm run test:mutations`: runs Stryker.
import { existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { Stryker } from "@stryker-mutator/core";

/**
 * Mutation tests: changes single expressions of src and reports those that no test notices. They take most of an hour,
 * and are not part of `npm test`.
 *
 *     npm run test:mutations [api | reads]
 */
const folders = { api: ["api"], reads: ["connection", "reads"] };
const chosen = process.argv.slice(2);
const runs = Object.entries(folders).filter(([name]) => chosen.length === 0 || chosen.includes(name));

const tempFolder = (/** @type {string} */ name) => `reports/stryker.${name}`;

/**
 * @param {string} name
 * @param {string[]} mutated
 * @returns {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
const options = (name, mutated) => ({
  mutate: mutated.map((folder) => `src/${folder}/**/*.ts`),
  testRunner: "jest",
  jest: { configFile: "test/mutations/jest.config.mjs", enableFindRelatedTests: false },
  coverageAnalysis: "perTest",
  // A mutant in code that runs when a module is loaded, such as a table, would need all tests.
  ignoreStatic: true,
  // More than there are cores, because some tests mostly wait.
  concurrency: 3,
  dryRunTimeoutMinutes: 20,
  timeoutMS: 10_000,
  thresholds: { high: 95, low: 90, break: 85 },
  reporters: ["clear-text", "json", "progress-append-only"],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: `reports/mutations.${name}.json` },
  tempDirName: tempFolder(name),
  // The other run's folder has a link to a folder, which Stryker cannot copy.
  ignorePatterns: ["/reports"],
});

/** Puts the API's description, which is beside this repository, beside the copies that Stryker makes of it. */
function linkDescription(/** @type {string} */ folder) {
  if (existsSync("../shared")) {
    mkdirSync(folder, { recursive: true });
    rmSync(`${folder}/shared`, { force: true });
    symlinkSync("../../../shared", `${folder}/shared`);
  }
}

for (const [name, mutated] of runs) {
  process.env["MUTATED"] = name;
  linkDescription(tempFolder(name));
  await new Stryker(options(name, mutated)).runMutationTest();
}
