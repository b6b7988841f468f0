// Jest's configuration for mutation tests: the unit project with the test file of one run.
import { fileURLToPath } from "node:url";
import configuration from "../../jest.config.js";

const { projects, ...options } = configuration;

/** @type {import("jest").Config} */
export default {
  ...options,
  ...projects.find(({ displayName }) => displayName === "unit"),
  rootDir: "../..",
  testEnvironment: fileURLToPath(new URL("failFast.cjs", import.meta.url)),
  testMatch: [`<rootDir>/test/mutations/${process.env["MUTATED"]}.test.ts`],
};
