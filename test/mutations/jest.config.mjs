// Jest's configuration for mutation tests: the unit project, with one file of tests.
import { fileURLToPath } from "node:url";
import configuration from "../../jest.config.js";

const { projects, ...options } = configuration;

/** @type {import("jest").Config} */
export default {
  ...options,
  ...projects.find(({ displayName }) => displayName === "unit"),
  rootDir: "../..",
  testEnvironment: fileURLToPath(new URL("failFast.cjs", import.meta.url)),
  testMatch: ["<rootDir>/test/mutations/all.test.ts"],
};
