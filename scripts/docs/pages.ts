// Fills the generated parts of the guides: tables and lists from the code, and the programs of the examples. In the example
// for Go it fills in the import path of the SDK.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";
import { language } from "../../src/plugin/schema.json";
import { projectDocuments, readme } from "../../typedoc.json";
import { sections } from "./sections";

const root = join(__dirname, "../..");

/** A page with its generated parts. */
async function filled(page: string): Promise<string> {
  let text = readFileSync(join(root, page), "utf8");
  for (const [name, write] of Object.entries(sections[page] ?? {})) {
    const section = new RegExp(`(<!-- begin: ${name} -->\n)[^]*?(<!-- end: ${name} -->)`);
    if (!section.test(text)) {
      throw new Error(`${page} has no section ${name}`);
    }
    text = text.replace(section, (_, begin: string, end: string) => `${begin}\n${write()}\n\n${end}`);
  }
  // The comment above a code block names the file that the block shows.
  text = text.replace(
    /(<!-- ((?:scripts\/plugin\/)?examples\/\S+) -->\n\n```\w+\n)[^]*?```$/gm,
    (block: string, begin: string, file: string) =>
      existsSync(join(root, file)) ? `${begin}${readFileSync(join(root, file), "utf8")}\`\`\`` : block,
  );
  return format(text, { parser: "markdown", printWidth: 110 });
}

const goExample = "examples/plugin-go/main.go";

/** The example for Go, which imports the SDK from the address of the project. */
function withImportPath(): string {
  const text = readFileSync(join(root, goExample), "utf8");
  return text.replace(/"[^"]+\/digitaloceandatabases"/, `"${language.go.importBasePath}"`);
}

/** Writes the files. With `--check` it only fails if one would change. */
async function main(): Promise<void> {
  update(goExample, withImportPath());
  for (const page of [readme, ...projectDocuments]) {
    update(page, await filled(page));
  }
}

function update(file: string, text: string): void {
  if (!process.argv.includes("--check")) {
    writeFileSync(join(root, file), text);
  } else if (text !== readFileSync(join(root, file), "utf8")) {
    console.error(`${file} is out of date: run \`npm run format\``);
    process.exitCode = 1;
  }
}

void main();
