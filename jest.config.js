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
  projects: [
    { ...project, displayName: "unit", testMatch: ["<rootDir>/test/unit/**/*.test.ts"] },
    { ...project, displayName: "readme", testMatch: ["<rootDir>/test/readme/**/*.test.ts"] },
    { ...project, displayName: "contract", testMatch: ["<rootDir>/test/contract/**/*.test.ts"] },
    {
      ...project,
      displayName: "engine",
      testMatch: ["<rootDir>/test/engine/**/*.test.ts"],
      globalSetup: "<rootDir>/test/engine/globalSetup.ts",
      globalTeardown: "<rootDir>/test/engine/globalTeardown.ts",
      setupFilesAfterEnv: ["<rootDir>/test/engine/timeout.ts"],
    },
  ],
};
