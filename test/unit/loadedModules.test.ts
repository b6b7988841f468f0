import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const root = resolve(__dirname, "../..");

const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

/** Whether the HTTP client is loaded after each step of a program. */
interface Loaded {
  readonly afterStack: boolean;
  readonly afterMocks: boolean;
  readonly afterLookup: boolean;
}

/**
 * A program that reads a stack, then looks up under mocks, then sends a request. It runs in a process of its own with the
 * compiled package, because Jest has its own registry of modules.
 */
function runProgram(): Loaded {
  if (!existsSync(resolve(root, "dist/index.js"))) {
    throw new Error("there is no dist: run `npm run build` first");
  }
  const program = `
    const pulumi = require("@pulumi/pulumi");
    const databases = require("./dist/index.js");
    const isLoaded = () => Object.keys(require.cache).some((file) => /node_modules.axios./.test(file));
    const outputs = { databaseClusterEngine: "pg", databaseClusterUri: "postgresql://x" };
    const mocks = {
      newResource: ({ id, inputs }) => ({ id, state: { ...inputs, outputs, secretOutputNames: [] } }),
      call: () => ({ uri: "postgresql://x" }),
    };
    (async () => {
      await pulumi.runtime.setMocks(mocks);
      const read = databases.databaseClusterFromStack("organization/databases/production");
      if ((await read.uri.promise()) !== "postgresql://x") throw new Error("not read");
      await databases.stackOutputs(read).databaseClusterUri.promise();
      const afterStack = isLoaded();
      const mocked = databases.getDatabaseClusterOutput({ uuid: "${uuid}" });
      if ((await mocked.uri.promise()) !== "postgresql://x") throw new Error("not mocked");
      const afterMocks = isLoaded();
      pulumi.runtime.setMockOptions(undefined);
      const args = { uuid: "${uuid}", token: "t", apiEndpoint: "ftp://none" };
      await databases.getDatabaseCluster(args).catch(() => undefined);
      process.stdout.write("\\n" + JSON.stringify({ afterStack, afterMocks, afterLookup: isLoaded() }));
    })();`;
  const printed = execFileSync(process.execPath, ["-e", program], {
    ...{ cwd: root, encoding: "utf8", timeout: 60_000 },
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(printed.trimEnd().split("\n").at(-1) ?? "") as Loaded;
}

describe("the HTTP client", () => {
  let loaded: Loaded;
  beforeAll(() => {
    loaded = runProgram();
  }, 90_000);

  it("is not loaded by a program that reads a cluster from another stack", () => {
    expect(loaded.afterStack).toBe(false);
  });

  it("is not loaded by a lookup under the mocks of a unit test", () => {
    expect(loaded.afterMocks).toBe(false);
  });

  it("is loaded by a lookup that sends a request", () => {
    expect(loaded.afterLookup).toBe(true);
  });
});
