// `npm run plugin:schema` writes the schema of the plugin, src/plugin/schema.json, and the import path of its SDK into the
// examples for Go. With `--check` it only fails if a file would change. Both are those of the project in this folder.
import { readFileSync, writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { Examples } from "./examples";
import { exampleNames, goImportPath, packageSchema } from "./packageSchema";
import type { PackageDescription } from "./packageSchema";

const file = "src/plugin/schema.json";

async function main(): Promise<void> {
  const description = JSON.parse(readFileSync("package.json", "utf8")) as PackageDescription;
  const examples = new Examples("scripts/plugin/examples", goImportPath(description));
  const options = await resolveConfig(file);
  const text = await format(JSON.stringify(packageSchema(description, examples), null, 2), {
    ...options,
    filepath: file,
  });
  const outdated = examples.outdated(exampleNames);
  if (!process.argv.includes("--check")) {
    writeFileSync(file, text);
    examples.update(outdated);
  } else if (text !== readFileSync(file, "utf8") || outdated.length > 0) {
    console.error("the schema of the plugin is out of date: run `npm run plugin:schema`");
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
