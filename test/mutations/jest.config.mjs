import configuration from "../../jest.config.js";

const { projects, ...options } = configuration;

/** @type {import("jest").Config} */
export default {
  ...options,
  ...projects.find(({ displayName }) => displayName === "unit"),
  rootDir: "../..",
  testEnvironment: "<rootDir>/test/mutations/failFast.ts",
  testMatch: [`<rootDir>/test/mutations/${process.env["MUTATED"]}.test.ts`],
};
