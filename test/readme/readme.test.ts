import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import { readme, repository, snippets, snippetsIn } from "./snippets";

/** Languages of consumers, whose programs are examples and shown as they are. */
const exampleLanguages = ["python", "go", "csharp", "yaml"];

describe("the README", () => {
  it("has nothing but snippets that a test compiles, compares or runs", () => {
    // ts: compiled below; sh, text: run by test/engine/readme.test.ts.
    const checked = ["ts", "sh", "text", "mermaid", ...exampleLanguages];
    const others = snippets.filter(({ language }) => !checked.includes(language));
    // The drawing of the layout, whose paths are looked up below.
    expect(others.map(({ text }) => text.split(" ")[0])).toEqual(["Pulumi.yaml"]);
    expect(snippetsIn("ts").length).toBeGreaterThan(2);
  });

  it("takes its snippets in other languages from examples", () => {
    const others = snippets.filter(({ language }) => exampleLanguages.includes(language));
    expect(others.map(({ comment }) => comment)).toEqual([
      "examples/consumer-python/__main__.py",
      "examples/consumer-go/main.go",
      "examples/consumer-dotnet/Program.cs",
      "examples/consumer-yaml/Pulumi.yaml",
    ]);
  });

  it.each(
    snippets
      .filter(({ comment }) => comment?.startsWith("examples/"))
      .map((snippet) => [snippet.comment ?? "", snippet.text]),
  )("shows %s as it is", (file, text) => {
    expect(text).toBe(readFileSync(join(repository, file), "utf8"));
  });

  // What needs another package is compiled where that is installed, by test/engine/examples.newCluster.test.ts.
  const compiled = snippetsIn("ts").filter(({ text }) => !text.includes("@pulumi/digitalocean"));

  it.each(compiled.map<[number, string]>(({ text }, index) => [index + 1, text]))(
    "compiles TypeScript snippet %i",
    (_, text) => {
      expect(compile(text)).toEqual([]);
    },
  );

  it("would notice a snippet that does not compile", () => {
    const wrong =
      'import { getDatabaseClusterOutput } from "pulumi-digitalocean-databases"; getDatabaseClusterOutput({ uid: "" });';
    expect(compile(wrong)).toEqual([expect.stringContaining("uid")]);
  });

  it("explains every error code, and no other", () => {
    const source = readFileSync(join(repository, "src/errors.ts"), "utf8");
    const codes = [...source.matchAll(/^ {2}"(\w+)",$/gm)].map(([, code]) => code);
    const table = readme.slice(readme.indexOf("## Errors"), readme.indexOf("## How it differs"));
    const rows = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, code]) => code);
    expect(codes).toHaveLength(16);
    expect(rows).toEqual(codes);
  });

  it("names only files that are there", () => {
    const layout = snippets.find(({ language }) => language === "")?.text ?? "";
    const named = [...layout.matchAll(/^((?:src|test|examples|scripts)\S*[/.]\S*)/gm)].map(
      ([, path]) => path ?? "",
    );
    const linked = [...readme.matchAll(/\]\((?!http)([^)#]+)\)/g)].map(([, path]) => path ?? "");
    expect(named.length).toBeGreaterThan(8);
    expect([...named, ...linked].filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  });
});

/** What the compiler says of a program that imports this package, strictly. */
function compile(text: string): string[] {
  const file = join(repository, "snippet.ts");
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    types: ["node"],
    paths: { "pulumi-digitalocean-databases": [join(repository, "src/index.ts")] },
  };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  const fileExists = host.fileExists.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  host.fileExists = (name) => name === file || fileExists(name);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}
