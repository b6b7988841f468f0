import { rmSync } from "node:fs";
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

describeWithEngine("a program with a TypeScript of its own", () => {
  const emulator = useEmulator();
  let parent: string;

  beforeAll(() => {
    parent = emptyFolder();
    const packages = helpers.map((name) => `${name}@${devDependencies[name]}`);
    installWith("npm", parent, [packPackage(parent), ...packages, "typescript@5.9.3"]);
  });

  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  /** A project whose program is compiled by ts-node with the folder's compiler and the usual options. */
  function create(name: string): Promise<Project> {
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
  ])("is held to the types by TypeScript 5.9 with $moduleResolution", (options) => {
    expect(mistakesFound(parent, options)).toEqual(plantedMistakes);
  });

  it("runs with TypeScript 5.9", async () => {
    await expectBothLookups(await create("typescript-5"));
  });

  it("is held to the types by TypeScript 4.9 and runs with it", async () => {
    installWith("npm", parent, ["typescript@4.9.5"]);
    const options = { module: "commonjs", moduleResolution: "node", declarationsToo: true };
    expect(mistakesFound(parent, options)).toEqual(plantedMistakes);
    await expectBothLookups(await create("typescript-4"));
  });
});
