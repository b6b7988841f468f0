import { existsSync, readdirSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "../..");

/** A file of assertions, and replacements that make its assertions wrong. */
const assertionFiles: readonly (readonly [file: string, wrong: Readonly<Record<string, string>>])[] = [
  [
    "promisedTypes.ts",
    {
      "typeof result.uri, Output<string>>": "typeof result.uri, Output<string | undefined>>",
      "typeof result.engine, DatabaseEngine>": "typeof result.engine, Output<string>>",
      'properties: ["hostname"]': 'properties: ["host"]',
    },
  ],
  [
    "promisedResourceTypes.ts",
    {
      "typeof cluster.uri, Output<string>>": "typeof cluster.uri, Output<string | undefined>>",
      "typeof _environment, Output<Record<string, string>>>": "typeof _environment, Record<string, string>>",
      'node: "replica"': 'node: "standby"',
    },
  ],
  [
    "promisedPartTypes.ts",
    {
      "typeof user.password, Output<string>>": "typeof user.password, string>",
      "typeof _bare.password, Output<string | undefined>>": "typeof _bare.password, Output<string>>",
      "getDatabaseConnectionPool({ clusterUuid: uuid });":
        'getDatabaseConnectionPool({ clusterUuid: uuid, name: "" });',
    },
  ],
];

describe("the public types", () => {
  /** The compiler's messages, by the path of the file. One program checks all files, which takes seconds. */
  let mistakes: ReadonlyMap<string, readonly string[]>;

  const rightPath = (file: string): string => resolve(__dirname, file);
  const rightText = (file: string): string => ts.sys.readFile(rightPath(file)) ?? "";
  /** A file beside the right one that only the compiler sees. */
  const wrongPath = (file: string): string => resolve(__dirname, file.replace(".ts", ".wrong.ts"));

  beforeAll(() => {
    const wrongTexts = new Map(
      assertionFiles.map(([file, wrong]) => [
        wrongPath(file),
        Object.entries(wrong).reduce((text, [right, other]) => text.replace(right, other), rightText(file)),
      ]),
    );
    const configFile = ts.readConfigFile(resolve(root, "tsconfig.json"), (path) => ts.sys.readFile(path));
    const { options: own } = ts.parseJsonConfigFileContent(configFile.config, ts.sys, root);
    const options = { ...own, types: ["node"] };
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, version, ...rest) => {
      const text = wrongTexts.get(resolve(name));
      return text === undefined ? read(name, version, ...rest) : ts.createSourceFile(name, text, version);
    };
    const files = [...assertionFiles.map(([file]) => rightPath(file)), ...wrongTexts.keys()];
    const program = ts.createProgram(files, options, host);
    mistakes = new Map(
      files.map((file) => [
        file,
        ts
          .getPreEmitDiagnostics(program, program.getSourceFile(file))
          .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
      ]),
    );
  }, 120_000);

  it.each(assertionFiles)("are as %s asserts", (file) => {
    expect(rightText(file)).toContain("expectSame<");
    expect(mistakes.get(rightPath(file))).toEqual([]);
  });

  it.each(assertionFiles)("would fail the assertions of %s if they were different", (file, wrong) => {
    expect(mistakes.get(wrongPath(file))).toHaveLength(Object.keys(wrong).length);
  });
});

describe("the published declarations", () => {
  // Pulumi compiles programs that have no TypeScript of their own with this one.
  const sdk = dirname(require.resolve("@pulumi/pulumi/package.json"));
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const vendored = require(resolve(sdk, "vendor/typescript@3.8.3/typescript.js")) as typeof ts;
  const dist = resolve(root, "dist");

  function declarations(): string[] {
    if (!existsSync(dist)) {
      throw new Error("there is no dist: run `npm run build` first");
    }
    return readdirSync(dist, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".d.ts"))
      .map((file) => resolve(dist, file));
  }

  /** The syntax errors that TypeScript 3.8 finds in texts, by the names of the files. */
  function syntaxErrors(texts: Readonly<Record<string, string>>): string[] {
    const host = vendored.createCompilerHost({});
    host.getSourceFile = (name, version) => {
      const text = texts[name];
      return text === undefined ? undefined : vendored.createSourceFile(name, text, version);
    };
    const program = vendored.createProgram(Object.keys(texts), { noLib: true, noResolve: true }, host);
    return program
      .getSyntacticDiagnostics()
      .map(
        ({ file, messageText }) =>
          `${file.fileName}: ${vendored.flattenDiagnosticMessageText(messageText, "\n")}`,
      );
  }

  it("have no syntax errors for the TypeScript that Pulumi vendors", () => {
    expect(vendored.version).toBe("3.8.3");
    const files = declarations();
    expect(files).toContain(resolve(dist, "index.d.ts"));
    const texts = files.map((file): [string, string] => [file, vendored.sys.readFile(file) ?? ""]);
    expect(texts.every(([, text]) => text !== "")).toBe(true);
    expect(syntaxErrors(Object.fromEntries(texts))).toEqual([]);
  });

  it("would have syntax errors for it if they used newer syntax", () => {
    const newer = {
      "/template.d.ts": "export type A = `a${string}`;",
      "/specifier.d.ts": 'export { type A } from "./a";',
    };
    const files = syntaxErrors(newer).map((error) => error.split(":")[0]);
    expect(new Set(files)).toEqual(new Set(Object.keys(newer)));
  });

  it("give the types of a small program to it", () => {
    const file = resolve(root, "planted-program.ts");
    const text = `
      import * as databases from "./dist/index";
      const cluster = databases.getDatabaseClusterOutput({ uuid: "x" });
      export const uri: string = cluster.uri.apply;
      export const region = cluster.region;`;
    const options: ts.CompilerOptions = {
      ...{ strict: true, noEmit: true, skipLibCheck: true, types: [] },
      target: vendored.ScriptTarget.ES2018,
      module: vendored.ModuleKind.CommonJS,
    };
    const host = vendored.createCompilerHost(options);
    const read = host.getSourceFile.bind(host);
    const exists = host.fileExists.bind(host);
    host.fileExists = (name) => name === file || exists(name);
    host.getSourceFile = (name, version, ...rest) =>
      name === file ? vendored.createSourceFile(name, text, version) : read(name, version, ...rest);
    const program = vendored.createProgram([file], options, host);
    const ours = vendored
      .getPreEmitDiagnostics(program)
      .filter(({ file: where }) => where?.fileName === file || where?.fileName.startsWith(dist + sep));
    // The only mistake is the planted one: `uri` is an Output.
    expect(ours.map(({ file: where, code }) => [where?.fileName, code])).toEqual([[file, 2322]]);
  }, 60_000);
});
