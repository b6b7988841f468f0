import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as description from "../../package.json";
import { repository } from "./snippets";

const schema = "src/plugin/schema.json";
const changelog =
  "# Changelog\n\n## Unreleased\n\n- A new thing.\n\n## 0.1.0 - 2026-01-01\n\n- An old thing.\n";

describe("the scripts for a release", () => {
  let project: string;
  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "release-"));
    const write = "fs.writeFileSync('page.md', require('./package.json').version)";
    const scripts = { format: `node -e "${write}"` };
    const content = { name: "some-package", version: "0.1.0", scripts };
    writeFileSync(join(project, "package.json"), JSON.stringify(content));
    writeFileSync(join(project, "page.md"), "0.1.0");
    writeFileSync(join(project, "CHANGELOG.md"), changelog);
    mkdirSync(join(project, "src/plugin"), { recursive: true });
    writeFileSync(join(project, schema), '{\n  "version": "0.1.0"\n}\n');
    git("init", "--quiet");
    git("config", "user.name", "tests");
    git("config", "user.email", "tests@example.com");
    git("add", ".");
    git("commit", "--quiet", "--message", "Begin");
  });
  afterEach(() => {
    rmSync(project, { recursive: true, force: true });
  });

  function git(...args: string[]): string {
    return execFileSync("git", args, { cwd: project, encoding: "utf8" });
  }

  function script(
    name: string,
    ...args: readonly string[]
  ): { readonly status: number | null; readonly stderr: string } {
    const register = require.resolve("ts-node/register/transpile-only");
    const all = ["--require", register, join(repository, "scripts", name), ...args];
    const env = { ...process.env, TS_NODE_PROJECT: join(repository, "tsconfig.json") };
    return spawnSync(process.execPath, all, { cwd: project, encoding: "utf8", env });
  }

  const described = (): Record<string, unknown> =>
    JSON.parse(readFileSync(join(project, "package.json"), "utf8")) as Record<string, unknown>;

  const schemaOf = (): Record<string, unknown> =>
    JSON.parse(readFileSync(join(project, schema), "utf8")) as Record<string, unknown>;

  it("make one commit with the version, the pages that show it, and the changelog", () => {
    expect(script("release.ts", "0.2.0")).toMatchObject({ status: 0 });
    expect(described()["version"]).toBe("0.2.0");
    expect(schemaOf()["version"]).toBe("0.2.0");
    expect(readFileSync(join(project, "page.md"), "utf8")).toBe("0.2.0");
    expect(readFileSync(join(project, "CHANGELOG.md"), "utf8")).toMatch(
      /^# Changelog\n\n## Unreleased\n\n## 0\.2\.0 - \d{4}-\d\d-\d\d\n\n- A new thing\.\n\n## 0\.1\.0 - 2026-01-01\n\n- An old thing\.\n$/,
    );
    expect(git("log", "--format=%s")).toBe("Release 0.2.0\nBegin\n");
    expect(git("status", "--porcelain")).toBe("");
  });

  it("refuse a release without entries in the changelog", () => {
    writeFileSync(
      join(project, "CHANGELOG.md"),
      "# Changelog\n\n## Unreleased\n\n## 0.1.0 - 2026-01-01\n\n- Old.\n",
    );
    git("commit", "--quiet", "--all", "--message", "Empty");
    const { status, stderr } = script("release.ts", "0.2.0");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'CHANGELOG.md has nothing under "## Unreleased"\n',
    });
  });

  it("refuse a release with changes that are not committed", () => {
    writeFileSync(join(project, "new.txt"), "");
    expect(script("release.ts", "0.2.0").stderr).toContain("the working tree has changes");
  });

  it("write the project's address into package.json", () => {
    expect(script("address.ts", "https://github.com/owner/name")).toMatchObject({ status: 0 });
    expect(described()).toMatchObject({
      homepage: "https://github.com/owner/name#readme",
      repository: "https://github.com/owner/name",
      bugs: "https://github.com/owner/name/issues",
    });
  });

  it("write into the plugin's schema where to download it, and into the examples which Go module to import", () => {
    const examples = "scripts/plugin/examples";
    cpSync(join(repository, examples), join(project, examples), { recursive: true });
    script("address.ts", "https://github.com/owner/name");
    expect(script("plugin/schema.ts", "--check")).toMatchObject({ status: 1 });
    expect(script("plugin/schema.ts")).toMatchObject({ status: 0, stderr: "" });
    expect(schemaOf()).toMatchObject({
      repository: "https://github.com/owner/name",
      pluginDownloadURL: "github://api.github.com/owner/name",
    });
    const program = readFileSync(join(project, examples, "DatabaseCluster/main.go"), "utf8");
    expect(program).toContain('"github.com/owner/name/sdk/go/digitaloceandatabases"');
    expect(script("plugin/schema.ts", "--check")).toMatchObject({ status: 0, stderr: "" });
  }, 120_000);
});

it("package.json names either no address of the project, or the same one everywhere", () => {
  const { homepage, repository: address, bugs } = description as Record<string, unknown>;
  const expected =
    typeof address === "string" ? [`${address}#readme`, `${address}/issues`] : [undefined, undefined];
  expect([homepage, bugs]).toEqual(expected);
});
