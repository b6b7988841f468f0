import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { repository, snippetsIn } from "./snippets";

const snippet =
  snippetsIn("docs/unit-tests.md", "ts").find(({ comment }) => comment?.includes("unitTests.test.ts"))
    ?.text ?? "";

describe("the unit test that docs/unit-tests.md shows", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "readme-"));
    symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the text as a test of Node.js and returns what it prints. */
  function run(text: string): string {
    const { outputText } = ts.transpileModule(text, {
      compilerOptions: {
        module: ts.ModuleKind.CommonJS,
        target: ts.ScriptTarget.ES2022,
        esModuleInterop: true,
      },
    });
    const file = join(folder, "snippet.test.js");
    const own = outputText.replaceAll('"pulumi-digitalocean-databases"', JSON.stringify(repository));
    writeFileSync(file, own);
    try {
      // Without this change, Node.js would take it for a part of this test.
      const env = { ...process.env, NODE_TEST_CONTEXT: undefined };
      return execFileSync(process.execPath, ["--test", "--test-reporter=tap", file], {
        ...{ cwd: folder, encoding: "utf8", env, timeout: 60_000 },
      });
    } catch (error) {
      return (error as { stdout: string }).stdout;
    }
  }

  it("passes", () => {
    expect(run(snippet)).toMatch(/^# pass 1$[^]*^# fail 0$/m);
  }, 90_000);

  it("fails with the error of the lookup if the mocks are wrong", () => {
    const wrong = snippet.replace('engine: "pg"', "engine: 5");
    expect(wrong).not.toBe(snippet);
    const printed = run(wrong);
    expect(printed).toMatch(/^# fail 1$/m);
    expect(printed).toContain("mocks.call: the answer to digitalocean-databases:index:getDatabaseCluster");
  }, 90_000);
});
