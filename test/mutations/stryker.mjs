import { Stryker } from "@stryker-mutator/core";

/**
 * Mutation tests: what of src/api and src/model could be otherwise without a test that fails. They take most of an
 * hour, and are no part of `npm test`.
 *
 *     npm run test:mutations [api | model]
 */
const folders = process.argv.length > 2 ? process.argv.slice(2) : ["api", "model"];

/**
 * @param {string} folder
 * @returns {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
const options = (folder) => ({
  mutate: [`src/${folder}/**/*.ts`],
  testRunner: "jest",
  jest: { configFile: "test/mutations/jest.config.mjs", enableFindRelatedTests: false },
  coverageAnalysis: "perTest",
  // A mutant in what runs while a module is loaded, such as a table, would need all tests.
  ignoreStatic: true,
  // Some tests wait more than they compute.
  concurrency: 3,
  dryRunTimeoutMinutes: 20,
  timeoutMS: 10_000,
  thresholds: { high: 95, low: 90, break: 85 },
  reporters: ["clear-text", "json", "progress-append-only"],
  clearTextReporter: { logTests: false, reportTests: false },
  jsonReporter: { fileName: `reports/mutations.${folder}.json` },
  tempDirName: `reports/stryker.${folder}`,
});

for (const folder of folders) {
  process.env["MUTATED"] = folder;
  await new Stryker(options(folder)).runMutationTest();
}
