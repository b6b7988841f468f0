/** With this the SDK serialises functions. No test does that in Jest's process, and each test file would load it for 0.2 s. */
const serialiser = "/typescript-shim$";

/** @param {string} name @param {string[]} [setUp] files that Jest runs before each test file */
function project(name, setUp = []) {
  return {
    displayName: name,
    testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
    moduleNameMapper: { [serialiser]: "<rootDir>/test/unneeded.cjs" },
    transform: { "^.+\\.ts$": ["ts-jest", { diagnostics: false }] },
    testEnvironment: "node",
    setupFilesAfterEnv: ["testing/emulator/requireReadOnly.ts", "test/environment.ts", ...setUp].map(
      (file) => `<rootDir>/${file}`,
    ),
  };
}

/** The projects with the real CLI. Jest runs their global set-up once for all of them. */
const engine = {
  globalSetup: "<rootDir>/test/engine/globalSetup.ts",
  globalTeardown: "<rootDir>/test/engine/globalTeardown.ts",
};

/** The project with the native plugin, which its global set-up bundles. */
const plugin = {
  globalSetup: "<rootDir>/test/plugin/globalSetup.ts",
  globalTeardown: "<rootDir>/test/plugin/globalTeardown.ts",
};

/** @type {import("jest").Config} */
module.exports = {
  // Istanbul's counters end up in the code that Pulumi serialises of dynamic providers.
  coverageProvider: "v8",
  collectCoverageFrom: ["src/**/*.ts"],
  maxWorkers: 2,
  projects: [
    project("unit", ["test/unit/failAtOnce.ts"]),
    project("docs"),
    project("contract"),
    project("drivers", ["test/unit/failAtOnce.ts"]),
    project("hostile", ["test/unit/failAtOnce.ts"]),
    project("host", ["test/host/timeout.ts"]),
    project("faults", ["test/host/timeout.ts"]),
    { ...project("plugin"), ...plugin },
    { ...project("engine", ["test/engine/timeout.ts"]), ...engine },
    { ...project("package", ["test/engine/timeout.ts"]), ...engine },
    { ...project("runtimes", ["test/engine/timeout.ts"]), ...engine },
    {
      ...project("languages", ["test/engine/timeout.ts"]),
      ...engine,
      globalSetup: "<rootDir>/test/languages/globalSetup.ts",
    },
  ],
};
