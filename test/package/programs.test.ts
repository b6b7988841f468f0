import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { devDependencies } from "../../package.json";
import { packPackage } from "../../testing/pack";
import { clusterFields, clusterProperties } from "../../src/reads/secrecy";
import { stackOutputName } from "../../src/pulumi/stack/stackOutputs";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { describeWithEngine } from "../engine/workspace";
import {
  createProject,
  databaseClusterOf,
  expectBothLookups,
  mistakenTypeScript,
  programs,
} from "./lookupPrograms";
import { emptyFolder, installWith } from "./installation";

const sdk = `@pulumi/pulumi@${devDependencies["@pulumi/pulumi"]}`;
const settings = (name: string, main: string): string => `name: ${name}\nruntime: nodejs\nmain: ${main}\n`;

describeWithEngine("a program with nothing but the package and the SDK", () => {
  const emulator = useEmulator();
  let parent: string;
  let npmProviderText: unknown;

  beforeAll(() => {
    parent = emptyFolder();
    installWith("npm", parent, [packPackage(parent), sdk]);
  });

  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  it("runs in CommonJS", async () => {
    const project = await createProject("commonjs", emulator, { parent, program: programs.commonJs });
    npmProviderText = databaseClusterOf(await expectBothLookups(project))?.["__provider"];
  });

  it("runs as an ES module", async () => {
    const project = await createProject("esm", emulator, {
      parent,
      files: {
        "Pulumi.yaml": settings("esm", "index.js"),
        "package.json": JSON.stringify({ name: "esm", private: true, type: "module" }),
        "index.js": programs.esModule,
      },
    });
    await expectBothLookups(project);
  });

  it("exports flat stack outputs, each with its own secrecy, by the default export of an ES module", async () => {
    const project = await createProject("esm-default", emulator, {
      parent,
      files: {
        "Pulumi.yaml": settings("esm-default", "index.js"),
        "package.json": JSON.stringify({ name: "esm-default", private: true, type: "module" }),
        "index.js": programs.defaultExport,
      },
    });
    const { outputs } = await project.stack.up();
    const exported = clusterProperties.filter((property) => clusterFields[property].exported);
    expect(Object.fromEntries(Object.entries(outputs).map(([name, { secret }]) => [name, secret]))).toEqual(
      Object.fromEntries(
        exported.map((property) => [
          stackOutputName("databaseCluster", property),
          clusterFields[property].secret,
        ]),
      ),
    );
    expect(outputs["databaseClusterRegion"]?.value).toBe("nyc3");
    expect(JSON.stringify(await project.state())).not.toContain(Emulator.token);
  });

  it("runs in TypeScript with the compiler that Pulumi brings, which holds it to the types", async () => {
    const project = await createProject("vendored", emulator, {
      parent,
      files: {
        "Pulumi.yaml": settings("vendored", "index.ts"),
        "package.json": JSON.stringify({ name: "vendored", private: true }),
        "index.ts": programs.typeScript,
      },
    });
    expect(existsSync(join(parent, "node_modules", "typescript"))).toBe(false);
    await expectBothLookups(project);
    writeFileSync(join(project.folder, "index.ts"), mistakenTypeScript);
    const { code, printed } = await project.run("preview");
    expect(code).not.toBe(0);
    const complaint = /index\.ts\S* .*TS2322: Type 'Output.*string>' is not assignable to type 'string'/g;
    expect(printed.match(complaint)).toHaveLength(2);
  });

  it("runs from a folder below its project", async () => {
    const project = await createProject("below", emulator, {
      parent,
      files: {
        "Pulumi.yaml": settings("below", "infra/"),
        "package.json": JSON.stringify({ name: "below", private: true }),
        "infra/index.js": programs.commonJs,
      },
    });
    await expectBothLookups(project);
  });

  it("has the same short text in its state wherever it was installed", async () => {
    const isolated = emptyFolder();
    try {
      installWith("pnpm", isolated, [packPackage(isolated), sdk]);
      const project = await createProject("pnpm", emulator, { parent: isolated, program: programs.commonJs });
      const text = String(databaseClusterOf(await expectBothLookups(project))?.["__provider"]);
      expect(text).toBe(npmProviderText);
      expect(text).toContain('"pulumi-digitalocean-databases/dynamic"');
      expect(text.length).toBeLessThanOrEqual(850);
      // An absolute path.
      expect(text).not.toMatch(/["'`(\s]\/\w/);
    } finally {
      rmSync(isolated, { recursive: true, force: true });
    }
  });
});
