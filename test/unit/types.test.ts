import { existsSync, readdirSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "../..");
/** What the type checker says of a program's text in the place of a file, with the checkout's options. */
function mistakesIn(file: string, text: string): string[] {
  const configFile = ts.readConfigFile(resolve(root, "tsconfig.json"), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(configFile.config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version, ...rest) =>
    resolve(name) === file ? ts.createSourceFile(name, text, version) : read(name, version, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

/** A file of assertions, and what must be seen to be otherwise if it is put in the place of what stands there. */
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

describe.each(assertionFiles)("the types that programs are written against, in %s", (file, wrong) => {
  const assertions = resolve(__dirname, file);
  const text = ts.sys.readFile(assertions) ?? "";

  it("are as promised", () => {
    expect(text).toContain("expectSame<");
    expect(mistakesIn(assertions, text)).toEqual([]);
  }, 60_000);

  it("are seen to be otherwise where they are: the assertions work", () => {
    const changed = Object.entries(wrong).reduce((all, [right, other]) => all.replace(right, other), text);
    expect(mistakesIn(assertions, changed)).toHaveLength(Object.keys(wrong).length);
  }, 60_000);
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

  /** Syntax errors of a text in the eyes of TypeScript 3.8. */
  function syntaxErrors(file: string, text: string): string[] {
    const host = vendored.createCompilerHost({});
    host.getSourceFile = (name, version) =>
      name === file ? vendored.createSourceFile(name, text, version) : undefined;
    const program = vendored.createProgram([file], { noLib: true, noResolve: true }, host);
    return program
      .getSyntacticDiagnostics()
      .map(({ messageText }) => vendored.flattenDiagnosticMessageText(messageText, "\n"));
  }

  it("are read by the TypeScript that Pulumi vendors", () => {
    expect(vendored.version).toBe("3.8.3");
    const files = declarations();
    expect(files).toContain(resolve(dist, "index.d.ts"));
    for (const file of files) {
      expect([file, syntaxErrors(file, vendored.sys.readFile(file) ?? "")]).toEqual([file, []]);
    }
  });

  it("a newer notation would be noticed", () => {
    expect(syntaxErrors("/planted.d.ts", "export type A = `a${string}`;")).not.toEqual([]);
    expect(syntaxErrors("/planted.d.ts", 'export { type A } from "./a";')).not.toEqual([]);
  });

  it("mean the same to it: a small program is checked against them", () => {
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
    // Only the planted mistake: `uri` is an Output, and known as one.
    expect(ours.map(({ file: where, code }) => [where?.fileName, code])).toEqual([[file, 2322]]);
  }, 60_000);
});
