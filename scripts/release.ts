// `npm run release -- 0.2.0`: one commit with the version in package.json, in the plugin's schema and in the changelog.
// Publishing is up to CI.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

function git(...args: readonly string[]): string {
  return execFileSync("git", args, { encoding: "utf8" });
}

/** The changelog with the entries under "Unreleased" moved under a version. */
function released(changelog: string, version: string, date: string): string {
  const [, before, entries, after] = /^([^]*?## Unreleased\n)([^]*?)(?=\n## |$)([^]*)$/.exec(changelog) ?? [];
  if (before === undefined || entries === undefined || entries.trim() === "") {
    throw new Error('CHANGELOG.md has nothing under "## Unreleased"');
  }
  return `${before}\n## ${version} - ${date}\n${entries}${after ?? ""}`;
}

/** The plugin's schema with a version, as `npm run plugin:schema` would write it. */
function withVersion(schema: string, version: string): string {
  return schema.replace(/^ {2}"version": ".*"/m, `  "version": "${version}"`);
}

function main(version: string): void {
  if (!/^\d+\.\d+\.\d+$/.test(version)) {
    throw new Error(`"${version}" is not a version such as 0.2.0`);
  }
  if (git("status", "--porcelain") !== "") {
    throw new Error("the working tree has changes: commit them first");
  }
  const date = new Date().toISOString().slice(0, 10);
  writeFileSync("CHANGELOG.md", released(readFileSync("CHANGELOG.md", "utf8"), version, date));
  execFileSync("npm", ["version", version, "--no-git-tag-version", "--allow-same-version"]);
  const schema = "src/plugin/schema.json";
  writeFileSync(schema, withVersion(readFileSync(schema, "utf8"), version));
  // docs/other-languages.md has the version in a command.
  const format = ["run", "--silent", "--if-present", "format"];
  execFileSync("npm", format, { stdio: ["ignore", "ignore", "inherit"] });
  git("commit", "--quiet", "--all", "--message", `Release ${version}`);
  console.log(`Committed. Have it reviewed and merged, then push the tag v${version}.`);
}

try {
  main(process.argv[2] ?? "");
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
