/** @type {import("jest").Config} */
const project = {
  transform: { "^.+\\.ts$": ["ts-jest", { diagnostics: false }] },
  testEnvironment: "node",
  // Istanbul's counters would be serialised into what Pulumi keeps of a dynamic provider.
  coverageProvider: "v8",
};

/** @type {import("jest").Config} */
module.exports = {
  coverageProvider: "v8",
  collectCoverageFrom: ["src/**/*.ts"],
  maxWorkers: 2,
  projects: ["unit", "contract", "engine"].map((name) => ({
    ...project,
    displayName: name,
    testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  })),
};
