import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { homedir } from "node:os";
import { join, posix } from "node:path";
import description from "../../package.json";
import { repository } from "../engine/workspace";
import { packAndUnpack, referencesOf } from "./tarball";
import type { Tarball } from "./tarball";

let tarball: Tarball;

beforeAll(() => {
  tarball = packAndUnpack();
});

afterAll(() => {
  rmSync(tarball.folder, { recursive: true, force: true });
});

/** Asserts which files contain a text. A failure shows their names only. */
function expectFilesWith(pattern: RegExp | string, names: readonly string[]): void {
  const found = [...tarball.files].filter(([, text]) =>
    typeof pattern === "string" ? text.includes(pattern) : pattern.test(text),
  );
  expect([pattern, found.map(([name]) => name)]).toEqual([pattern, names]);
}

describe("the files of the package", () => {
  it("are package.json, the texts, and code and types of each module, without the native plugin", () => {
    const modules = readdirSync(join(repository, "src"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && name !== "program.ts" && !/^plugin[/\\]/.test(name))
      .map((name) => `dist/${name.replace(/\.ts$/, "")}`);
    expect([...tarball.files.keys()].sort()).toEqual(
      [
        ...["CHANGELOG.md", "LICENSE", "README.md", "package.json"],
        ...modules.flatMap((name) => [`${name}.js`, `${name}.d.ts`]),
      ].sort(),
    );
  });

  it("have less than 180 kB together when they are packed", () => {
    expect(tarball.size).toBeLessThan(180_000);
  });

  it("contain no source map, no path of a machine and no name of a registry", () => {
    const registry = execFileSync("npm", ["config", "get", "registry"], {
      cwd: tarball.folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    expectFilesWith("sourceMappingURL", []);
    expectFilesWith(new URL(registry.trim()).host, []);
    for (const folder of [repository, homedir(), tarball.folder]) {
      expectFilesWith(folder, []);
    }
    // Absolute paths of any machine.
    expectFilesWith(/(?<![\w.~:/-])\/(home|mnt|opt|private|root|tmp|usr|Users|var|work)\//, []);
    expectFilesWith(/\b[A-Z]:\\/, []);
  });

  it("have the version of the repository in package.json and in the name of the tarball", () => {
    expect(JSON.parse(tarball.files.get("package.json") ?? "")).toMatchObject({
      version: description.version,
    });
    expect(posix.basename(tarball.path)).toBe(`${description.name}-${description.version}.tgz`);
  });

  it("have no scripts that an installation runs, and depend on released packages only", () => {
    const { scripts, dependencies, peerDependencies } = JSON.parse(
      tarball.files.get("package.json") ?? "",
    ) as typeof description;
    const atInstallation = ["preinstall", "install", "postinstall", "prepublish", "prepare"];
    expect(Object.keys(scripts).filter((name) => atInstallation.includes(name))).toEqual([]);
    for (const range of Object.values({ ...dependencies, ...peerDependencies })) {
      expect(range).toMatch(/^\^\d+\.\d+\.\d+$/);
    }
  });
});

describe("the modules of the package", () => {
  const declared = Object.keys({ ...description.dependencies, ...description.peerDependencies });
  const entries = ["dist/index", "dist/pulumi/resource/handler"];

  /** What a module refers to, by its code or its types. */
  function referencesOfModule(module: string): string[] {
    return [`${module}.js`, `${module}.d.ts`].flatMap((name) => referencesOf(tarball.files.get(name) ?? ""));
  }

  it("import only one another, Node and declared packages, and are all imported", () => {
    const seen = new Set(entries);
    for (const module of seen) {
      for (const reference of referencesOfModule(module)) {
        if (reference.startsWith(".")) {
          seen.add(posix.join(posix.dirname(module), reference));
        } else {
          const [scope = "", name = ""] = reference.split("/");
          const found =
            isBuiltin(reference) || declared.includes(scope.startsWith("@") ? `${scope}/${name}` : scope);
          expect([module, reference, found]).toEqual([module, reference, true]);
        }
      }
    }
    const there = [...tarball.files.keys()].filter((name) => name.endsWith(".js"));
    // The version comes from package.json.
    expect([...seen].sort()).toEqual(
      [...there.map((name) => name.replace(/\.js$/, "")), "package.json"].sort(),
    );
  });

  it("can be imported by the declared exports only", () => {
    expect(description.exports).toEqual({
      ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
      "./dynamic": {
        types: "./dist/pulumi/resource/handler.d.ts",
        default: "./dist/pulumi/resource/handler.js",
      },
      "./package.json": "./package.json",
    });
    expect({ main: description.main, types: description.types }).toEqual({
      main: "dist/index.js",
      types: "dist/index.d.ts",
    });
  });
});

describe("the package", () => {
  it("has no problem for publint and Are the types wrong, except one that is accepted", () => {
    const judged = execFileSync(process.execPath, [join(__dirname, "lint.mjs"), tarball.path], {
      encoding: "utf8",
    });
    expect(JSON.parse(judged)).toEqual({
      types: { kind: "included" },
      entrypoints: [".", "./dynamic", "./package.json"],
      messages: [],
      // Old compilers know no subpaths. This one is for Pulumi's provider host, not for programs.
      problems: [{ kind: "NoResolution", entrypoint: "./dynamic", resolutionKind: "node10" }],
    });
  });
});
