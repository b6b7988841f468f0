// The layout of the code: which folder may import which, and how large src may become.
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

const root = resolve(__dirname, "../..");

/** The places of src, from the top to the bottom. Places of one level do not import each other. */
const levels = [
  ["program.ts"],
  ["index.ts"],
  ["pulumi/functions", "pulumi/resource", "pulumi/stack"],
  ["pulumi", "plugin"],
  ["reads"],
  ["connection"],
  ["api"],
  ["engineGone.ts", "version.ts"],
  ["errors.ts"],
];

interface Import {
  /** Both are paths in the repository. */
  readonly from: string;
  /** Without the extension of TypeScript; a package's import is its name. */
  readonly to: string;
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

/** What a text imports, including type-only imports, `require` and `import()`. */
function importedBy(text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

function importsOf(file: string): Import[] {
  return importedBy(readFileSync(join(root, file), "utf8")).map((name) => ({
    from: file,
    to: name.startsWith(".") ? join(dirname(file), name) : name,
  }));
}

const files = filesIn("src");
const imports = files.flatMap(importsOf);
/** The imports of one file of src by another. */
const edges = imports
  .map(({ from, to }) => ({ from, to: files.find((file) => file === `${to}.ts`) }))
  .filter((edge): edge is Import => edge.to !== undefined);

/** A folder of src, or a file that lies in none. */
function placeOf(file: string): string {
  const folder = relative("src", dirname(file));
  return folder === "" ? basename(file) : folder;
}

function levelOf(file: string): number {
  return levels.findIndex((places) => places.includes(placeOf(file)));
}

function line({ from, to }: Import): string {
  return `${from} imports ${to}`;
}

/** Files that import themselves through other files. */
function filesInCircles(): string[] {
  const reachable = (start: string): Set<string> => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      for (const { to } of edges.filter(({ from, to: next }) => from === file && !seen.has(next))) {
        seen.add(to);
        visit(to);
      }
    };
    visit(start);
    return seen;
  };
  return files.filter((file) => reachable(file).has(file));
}

it("reads imports of every form", () => {
  const text = `import a from "a"; import type { B } from "b"; export { c } from "c"; export type { D } from "d";
    import e = require("e"); const f = require("f"); const g = await import("g"); type H = typeof import("h");`;
  expect(importedBy(text).sort().join("")).toBe("abcdefgh");
});

it("finds the file that each relative import of src means", () => {
  const relativeImports = imports.filter(({ to }) => to.startsWith("src/") && !to.endsWith(".json"));
  expect(edges).toHaveLength(relativeImports.length);
  expect(edges.length).toBeGreaterThan(files.length);
});

it("every file of src has its place in the layout", () => {
  expect(files.filter((file) => levelOf(file) < 0)).toEqual([]);
});

it("no file of src imports a file of a higher folder, or of another folder of the same level", () => {
  const upward = edges.filter(
    ({ from, to }) => placeOf(from) !== placeOf(to) && levelOf(from) >= levelOf(to),
  );
  expect(upward.map(line)).toEqual([]);
});

it("no file of src imports itself through other files", () => {
  expect(filesInCircles()).toEqual([]);
});

it("only src/pulumi and program.ts import @pulumi/pulumi, and the plugin its messages", () => {
  const isAllowed = ({ from, to }: Import): boolean =>
    /^src\/(pulumi\/|program\.ts)/.test(from) ||
    (from.startsWith("src/plugin/") && to.startsWith("@pulumi/pulumi/proto/"));
  const elsewhere = imports.filter((edge) => /^@pulumi\/pulumi(\/|$)/.test(edge.to) && !isAllowed(edge));
  expect(elsewhere.map(line)).toEqual([]);
});

it("only src/api imports axios", () => {
  const elsewhere = imports.filter(({ from, to }) => /^axios(\/|$)/.test(to) && !from.startsWith("src/api/"));
  expect(elsewhere.map(line)).toEqual([]);
});

it("no two files of src have the same name", () => {
  const names = files.map((file) => basename(file));
  expect(files.filter((file) => names.indexOf(basename(file)) !== names.lastIndexOf(basename(file)))).toEqual(
    [],
  );
});

it("no file of src has more than 310 lines", () => {
  const long = files.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length - 1 > 310);
  expect(long).toEqual([]);
});

it("src has at most 77 files", () => {
  expect(files.length).toBeLessThanOrEqual(77);
});

it("scripts, test and testing import each other only where testing is the one imported", () => {
  const own = (path: string): string => path.split("/")[0] ?? "";
  const others = ["scripts", "test", "testing"]
    .flatMap(filesIn)
    .flatMap(importsOf)
    .filter(({ from, to }) => ["scripts", "test"].includes(own(to)) && own(to) !== own(from));
  expect(others.map(line)).toEqual([]);
});

it("src imports nothing from outside of src", () => {
  const outside = imports.filter(({ to }) => /^(\.\.|examples|scripts|test|testing)(\/|$)/.test(to));
  expect(outside.map(line)).toEqual([]);
});
