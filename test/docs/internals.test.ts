// docs/pulumi-internals.md lists all internals of Pulumi that the code uses, and names only files that exist.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repository } from "./snippets";

const page = readFileSync(join(repository, "docs/pulumi-internals.md"), "utf8");
const entries = [...page.matchAll(/^### (.+)$/gm)].map(([, name]) => name);

const sources = (readdirSync(join(repository, "src"), { recursive: true }) as string[])
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(join(repository, "src", name), "utf8").replace(/\n\s*(\*|\/\/) /g, " "));

it("docs/pulumi-internals.md has exactly the entries that comments in src cite", () => {
  const cited = sources.flatMap((text) =>
    [...text.matchAll(/(?:pulumi-internals\.md, |entry )"([^"]+)"/g)].map(([, name]) => name),
  );
  expect(cited.length).toBeGreaterThan(20);
  expect(cited.filter((name) => !entries.includes(name))).toEqual([]);
  expect(entries.filter((name) => !cited.includes(name))).toEqual([]);
});

it("docs/pulumi-internals.md names an existing test for each entry", () => {
  const named = [...page.matchAll(/`(test\/[\w./-]+)`/g)].map(([, path]) => path ?? "");
  expect(named.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  for (const section of page.split(/^### /m).slice(1)) {
    expect(section).toMatch(/\*\*Tests?\.\*\* `test\//);
  }
});
