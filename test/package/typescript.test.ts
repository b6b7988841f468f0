import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { devDependencies } from "../../package.json";
import { packPackage } from "../../testing/pack";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { describeWithEngine } from "../engine/workspace";
import type { Project } from "../engine/workspace";
import { createProject, expectBothLookups, programs } from "./lookupPrograms";
import { emptyFolder, installWith } from "./installation";
import { mistakesFound, plantedMistakes } from "./typeCheck";
import type { ModuleOptions } from "./typeCheck";

const helpers = ["@pulumi/pulumi", "ts-node", "@types/node"] as const;

describeWithEngine("a program with its own TypeScript", () => {
  const emulator = useEmulator();
  let parent: string;

  beforeAll(() => {
    parent = emptyFolder();
    const packages = helpers.map((name) => `${name}@${devDependencies[name]}`);
    const compilers = ["typescript@5.9.3", "typescript-4@npm:typescript@4.9.5"];
    installWith("npm", parent, [packPackage(parent), ...packages, ...compilers]);
  });

  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  /** A project whose program is compiled by ts-node with the folder's compiler and the usual options. */
  function create(name: string): Project {
    const compilerOptions = { target: "es2020", module: "commonjs", moduleResolution: "node", strict: true };
    return createProject(name, emulator, {
      parent,
      files: {
        "Pulumi.yaml": `name: ${name}\nruntime: nodejs\nmain: index.ts\n`,
        "package.json": JSON.stringify({ name, private: true }),
        "tsconfig.json": JSON.stringify({ compilerOptions, files: ["index.ts"] }),
        "index.ts": programs.typeScript,
      },
    });
  }

  it.each<ModuleOptions>([
    { module: "node16", moduleResolution: "node16", declarationsToo: true },
    { module: "commonjs", moduleResolution: "node10" },
    { module: "nodenext", moduleResolution: "nodenext", type: "module" },
  ])(
    "gets the expected type errors from TypeScript 5.9 with moduleResolution $moduleResolution",
    (options) => {
      expect(mistakesFound(parent, options)).toEqual(plantedMistakes);
    },
  );

  it("runs with TypeScript 5.9", async () => {
    await expectBothLookups(create("typescript-5"));
  });

  it("gets the expected type errors from TypeScript 4.9 and runs with it", async () => {
    const compiler = join(parent, "node_modules", "typescript-4");
    const options = { module: "commonjs", moduleResolution: "node", declarationsToo: true };
    expect(mistakesFound(parent, options, join(compiler, "bin", "tsc"))).toEqual(plantedMistakes);
    const project = create("typescript-4");
    mkdirSync(join(project.folder, "node_modules"));
    symlinkSync(compiler, join(project.folder, "node_modules", "typescript"));
    await expectBothLookups(project);
  });
});
