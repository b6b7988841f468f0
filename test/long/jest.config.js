// `npm run test:long`: long forms of tests that are in `npm test` in a short form. They take hours.
const { resolve } = require("node:path");
const { projects, ...shared } = require("../../jest.config.js");

const rootDir = resolve(__dirname, "../..");
const engine = projects.find(({ displayName }) => displayName === "engine");

/** @type {import("jest").Config} */
module.exports = {
  ...shared,
  rootDir,
  // The set-up of the engine tests serves all of them.
  projects: [
    {
      ...engine,
      rootDir,
      displayName: "long",
      testMatch: ["<rootDir>/test/long/**/*.test.ts"],
    },
  ],
};
