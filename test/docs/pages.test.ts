import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import * as ts from "typescript";
import * as publicNames from "../../src/index";
import { pages, repository, snippets, textOf } from "./snippets";

/** The anchor of a heading, as GitHub makes it. */
function anchorOf(heading: string): string {
  const text = heading.replace(/[`*_]/g, "").toLowerCase();
  return text.replace(/[^\p{L}\p{N} -]/gu, "").replace(/ /g, "-");
}

function anchorsIn(page: string): string[] {
  return [...textOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));
}

/** A page for developers, which the site does not have. */
const survivors = "test/mutations/survivors.md";

describe.each([...pages, survivors])("the page %s", (page) => {
  it("links only to files and headings that exist", () => {
    const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link = ""]) => link);
    const broken = links.filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : normalize(join(dirname(page), path));
      return (
        !existsSync(join(repository, target)) || (anchor !== undefined && !anchorsIn(target).includes(anchor))
      );
    });
    expect(broken).toEqual([]);
  });

  it("names only files of this repository that exist", () => {
    const names = [
      ...textOf(page).matchAll(/(?<![\w./-])((?:src|test|testing|scripts|examples)\/[\w./-]*\w)/g),
    ];
    const missing = names.map(([, name = ""]) => name).filter((name) => !existsSync(join(repository, name)));
    expect(missing).toEqual([]);
  });

  it("has no line that is too long to read as text", () => {
    const long = textOf(page)
      .split("\n")
      .filter((line) => line.length > 220);
    expect(long).toEqual([]);
  });
});

describe("the README", () => {
  it("has at most 200 lines", () => {
    expect(textOf("README.md").split("\n").length).toBeLessThanOrEqual(200);
  });

  it("links to every guide, and the site has each", () => {
    const guides = readdirSync(join(repository, "docs")).map((name) => `docs/${name}`);
    expect(guides.filter((guide) => !pages.includes(guide))).toEqual([]);
    expect(guides.length).toBeGreaterThan(8);
    expect(guides.filter((guide) => !textOf("README.md").includes(`](${guide})`))).toEqual([]);
  });
});

describe("docs/errors.md", () => {
  it("explains exactly the error codes that exist", () => {
    const codes = [...textOf("src/errors.ts").matchAll(/^ {2}"(\w+)",$/gm)].map(([, code]) => code);
    const explained = [...textOf("docs/errors.md").matchAll(/^- `(\w+)`: /gm)].map(([, code]) => code);
    expect(codes).toHaveLength(16);
    expect(explained).toEqual(codes);
  });
});

/** A comment that names the file that is shown: an example, or a program of the plugin's schema. */
const exampleFile = /^(scripts\/plugin\/)?examples\//;

describe("the code blocks of the documentation", () => {
  it("are compiled, run, or shown from an example", () => {
    const compiledOrRun = ["ts", "sh", "text"];
    const others = snippets.filter(({ language }) => !compiledOrRun.includes(language));
    // The layout in CONTRIBUTING.md has no language; its paths are checked above.
    const unchecked = others.filter(
      ({ language, comment = "", page }) =>
        !exampleFile.test(comment) &&
        !existsSync(join(repository, /^run by (test\/\S+)$/.exec(comment)?.[1] ?? "nothing")) &&
        !(language === "" && page === "CONTRIBUTING.md"),
    );
    expect(unchecked).toEqual([]);
    expect(snippets.length).toBeGreaterThan(20);
  });

  const shown = snippets.filter(({ comment }) => exampleFile.test(comment ?? ""));
  it.each(shown.map(({ page, comment = "", text }) => [page, comment, text]))(
    "in %s shows %s unchanged",
    (_, file, text) => {
      expect(text).toBe(readFileSync(join(repository, file), "utf8"));
    },
  );

  it("in TypeScript compile in strict mode", () => {
    // test/engine/examples.newCluster.test.ts compiles the program that needs another package.
    const programs = snippets.filter(
      ({ language, text }) => language === "ts" && !text.includes("@pulumi/digitalocean"),
    );
    expect(programs.length).toBeGreaterThan(10);
    expect(compile(programs.map(({ text }) => text))).toEqual([]);
  });

  it("in the doc comments of the source compile, too", () => {
    const files = readdirSync(join(repository, "src"), { recursive: true, encoding: "utf8" });
    const examples = files
      .filter((file) => file.endsWith(".ts"))
      .flatMap((file) => [...textOf(`src/${file}`).matchAll(/^ \* ```ts\n([^]*?)^ \* ```$/gm)])
      .map(([, lines = ""]) => lines.replace(/^ \* ?/gm, ""));
    expect(examples.length).toBeGreaterThan(5);
    const names = Object.keys(publicNames).join(", ");
    const programs = examples.map(
      (example) => `import { ${names} } from "pulumi-digitalocean-databases";\n${example}`,
    );
    expect(compile(programs)).toEqual([]);
  });

  it("would fail these tests if one did not compile", () => {
    const wrong =
      'import { getDatabaseClusterOutput } from "pulumi-digitalocean-databases"; getDatabaseClusterOutput({ uid: "" });';
    expect(compile([wrong])).toEqual([expect.stringContaining("uid")]);
  });
});

/** The compiler's messages for programs that import this package, in strict mode. */
function compile(texts: readonly string[]): string[] {
  const programs = new Map(texts.map((text, index) => [join(repository, `snippet${index}.ts`), text]));
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
  host.getSourceFile = (name, ...rest) => {
    const text = programs.get(name);
    return text === undefined
      ? getSourceFile(name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022);
  };
  host.fileExists = (name) => programs.has(name) || fileExists(name);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([...programs.keys()], options, host))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}
