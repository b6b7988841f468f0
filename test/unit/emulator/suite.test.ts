import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

const root = resolve(__dirname, "../../..");

interface JestProject {
  readonly displayName: string;
  readonly setupFilesAfterEnv: readonly string[];
}
const { projects } = jest.requireActual<{ projects: JestProject[] }>(join(root, "jest.config.js"));

/** How Jest tells of test files. */
interface Outcome {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: "passed" | "failed";
    readonly message: string;
  }[];
}

it.each(projects.map(({ displayName, setupFilesAfterEnv }) => [displayName, setupFilesAfterEnv] as const))(
  "the project %s looks at what its emulators were asked",
  (_, files) => {
    expect(files[0]).toBe("<rootDir>/testing/emulator/requireReadOnly.ts");
  },
);

/** A test file that asks an emulator once, and neither looks at that nor stops the emulator. */
function testFile(method: string, path: string): string {
  return `const { Emulator } = require(${JSON.stringify(join(root, "testing/emulator/emulator"))});
it("asks", async () => {
  const { url } = await Emulator.start();
  const headers = { authorization: "Bearer planted-token", connection: "close" };
  await (await fetch(url + "${path}", { headers, method: "${method}" })).text();
});`;
}

it("what is no read of databases fails a test file that does not look", () => {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "read-only-"));
  const files = {
    "read.test.js": testFile("GET", "/v2/databases/x"),
    "post.test.js": testFile("POST", "/v2/databases"),
    "account.test.js": testFile("GET", "/v2/account"),
  };
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(folder, name), text);
  }
  const config = { ...projects[0], rootDir: root, roots: [folder], testMatch: [`${folder}/*.test.js`] };
  const jest = [
    require.resolve("jest/bin/jest"),
    "--config",
    JSON.stringify(config),
    "--json",
    "--forceExit",
  ];
  const { stdout, status } = spawnSync(process.execPath, jest, { cwd: root, encoding: "utf8" });
  const { testResults } = JSON.parse(stdout) as Outcome;
  const outcomes = new Map(testResults.map((result) => [basename(result.name), result]));
  rmSync(folder, { recursive: true, force: true });

  expect(status).not.toBe(0);
  expect(outcomes.get("read.test.js")).toMatchObject({ status: "passed", message: "" });
  expect(outcomes.get("post.test.js")?.status).toBe("failed");
  expect(outcomes.get("post.test.js")?.message).toContain("POST /v2/databases: it is not a GET");
  expect(outcomes.get("account.test.js")?.status).toBe("failed");
  expect(outcomes.get("account.test.js")?.message).toContain(
    "GET /v2/account: its path is not /v2/databases or below",
  );
}, 60_000);
