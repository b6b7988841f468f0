// `npm run test:long`: long forms of tests that are in `npm test` in a short form. They take hours.
const { projects, ...shared } = require("../../jest.config.js");

const [unit] = projects;
const engine = projects.find(({ displayName }) => displayName === "engine");

/** @type {import("jest").Config} */
module.exports = {
  ...shared,
  rootDir: "../..",
  projects: [
    {
      ...unit,
      ...engine,
      rootDir: "../..",
      displayName: "long",
      testMatch: ["<rootDir>/test/long/**/*.test.ts"],
    },
  ],
};
