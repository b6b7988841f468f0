/** @type {import("jest").Config} */
const project = {
  transform: { "^.+\\.ts$": ["ts-jest", { diagnostics: false }] },
  testEnvironment: "node",
  setupFilesAfterEnv: ["<rootDir>/testing/emulator/requireReadOnly.ts"],
};

/** @type {import("jest").Config} */
module.exports = {
  // Istanbul's counters end up in the code that Pulumi serialises of dynamic providers.
  coverageProvider: "v8",
  collectCoverageFrom: ["src/**/*.ts"],
  maxWorkers: 2,
  projects: [
    { ...project, displayName: "unit", testMatch: ["<rootDir>/test/unit/**/*.test.ts"] },
    { ...project, displayName: "readme", testMatch: ["<rootDir>/test/readme/**/*.test.ts"] },
    { ...project, displayName: "contract", testMatch: ["<rootDir>/test/contract/**/*.test.ts"] },
    { ...project, displayName: "hostile", testMatch: ["<rootDir>/test/hostile/**/*.test.ts"] },
    {
      ...project,
      displayName: "host",
      testMatch: ["<rootDir>/test/host/**/*.test.ts"],
      setupFilesAfterEnv: [...project.setupFilesAfterEnv, "<rootDir>/test/host/timeout.ts"],
    },
    {
      ...project,
      displayName: "faults",
      testMatch: ["<rootDir>/test/faults/**/*.test.ts"],
      setupFilesAfterEnv: [...project.setupFilesAfterEnv, "<rootDir>/test/host/timeout.ts"],
    },
    {
      ...project,
      displayName: "engine",
      testMatch: ["<rootDir>/test/engine/**/*.test.ts"],
      globalSetup: "<rootDir>/test/engine/globalSetup.ts",
      globalTeardown: "<rootDir>/test/engine/globalTeardown.ts",
      setupFilesAfterEnv: [...project.setupFilesAfterEnv, "<rootDir>/test/engine/timeout.ts"],
    },
    {
      ...project,
      displayName: "package",
      testMatch: ["<rootDir>/test/package/**/*.test.ts"],
      // The engine's: Jest runs it once for both.
      globalSetup: "<rootDir>/test/engine/globalSetup.ts",
      globalTeardown: "<rootDir>/test/engine/globalTeardown.ts",
      setupFilesAfterEnv: [...project.setupFilesAfterEnv, "<rootDir>/test/engine/timeout.ts"],
    },
  ],
};
