import { execFileSync } from "node:child_process";
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

/** The text that the state has of the provider after an installation with npm. */
let npmProviderText: unknown;

describeWithEngine("a program with nothing but the package and the SDK", () => {
  const emulator = useEmulator();
  let parent: string;

  beforeAll(() => {
    parent = emptyFolder();
    installWith("npm", parent, [packPackage(parent), sdk]);
  });

  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  it("runs as an ES module", async () => {
    const project = createProject("esm", emulator, {
      parent,
      files: {
        "Pulumi.yaml": settings("esm", "index.js"),
        "package.json": JSON.stringify({ name: "esm", private: true, type: "module" }),
        "index.js": programs.esModule,
      },
    });
    await expectBothLookups(project);
  });

  it("exports flat stack outputs, each with its own secrecy, as the default export of an ES module", async () => {
    const project = createProject("esm-default", emulator, {
      parent,
      files: {
        "Pulumi.yaml": settings("esm-default", "index.js"),
        "package.json": JSON.stringify({ name: "esm-default", private: true, type: "module" }),
        "index.js": programs.defaultExport,
      },
    });
    const { outputs } = await project.up();
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
    expect(JSON.stringify(project.state())).not.toContain(Emulator.token);
  });

  it("runs in TypeScript with the compiler of Pulumi's SDK, which reports type errors", async () => {
    const project = createProject("vendored", emulator, {
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

  it("runs in CommonJS from a folder below its project", async () => {
    const project = createProject("below", emulator, {
      parent,
      files: {
        "Pulumi.yaml": settings("below", "infra/"),
        "package.json": JSON.stringify({ name: "below", private: true }),
        "infra/index.js": programs.commonJs,
      },
    });
    npmProviderText = databaseClusterOf(await expectBothLookups(project))?.["__provider"];
  });
});

/** The public names. A release without one of them must be a new major version. */
const publicNames = [
  "DatabaseCluster",
  "DigitalOceanApiError",
  "connectionEnv",
  "connectionFor",
  "databaseClusterFromStack",
  "databaseConnectionFromStack",
  ...["getDatabaseCa", "getDatabaseCaOutput"],
  ...["getDatabaseCluster", "getDatabaseClusterOutput"],
  ...["getDatabaseConnectionPool", "getDatabaseConnectionPoolOutput"],
  ...["getDatabaseMetricsCredentials", "getDatabaseMetricsCredentialsOutput"],
  ...["getDatabaseReplica", "getDatabaseReplicaOutput"],
  ...["getDatabaseUser", "getDatabaseUserOutput"],
  "stackOutputs",
];

describe("the package, installed by pnpm with its declared dependencies only,", () => {
  let folder: string;

  beforeAll(() => {
    folder = emptyFolder();
    installWith("pnpm", folder, [packPackage(folder), sdk]);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a module in the folder, and returns the JSON that it printed. */
  function run(file: string, text: string): unknown {
    writeFileSync(join(folder, file), text);
    return JSON.parse(execFileSync(process.execPath, [file], { cwd: folder, encoding: "utf8" }));
  }

  it("has the public names if it is required", () => {
    const names = run(
      "names.cjs",
      `console.log(JSON.stringify(Object.keys(require("pulumi-digitalocean-databases")).sort()));`,
    );
    expect(names).toEqual(publicNames);
  });

  it("has the same names if it is imported, and all are defined", () => {
    const values = run(
      "names.mjs",
      `import { ${publicNames.join(", ")} } from "pulumi-digitalocean-databases";
      import * as everything from "pulumi-digitalocean-databases";
      console.log(JSON.stringify({
        types: [${publicNames.join(", ")}].map((value) => typeof value),
        names: Object.keys(everything).filter((name) => name !== "module.exports").sort(),
      }));`,
    );
    expect(values).toEqual({
      types: publicNames.map(() => "function"),
      // Node adds two names to every module that TypeScript has compiled to CommonJS.
      names: [...publicNames, "__esModule", "default"].sort(),
    });
  });

  it("has the subpath that states contain, and no other one into its files", () => {
    const found = run(
      "subpaths.cjs",
      `const find = (subpath) => {
        try {
          return Object.keys(require("pulumi-digitalocean-databases" + subpath));
        } catch ({ code }) {
          return code;
        }
      };
      console.log(JSON.stringify({
        dynamic: find("/dynamic"),
        description: find("/package.json").includes("version"),
        others: ["/dist/api/client", "/dist/api/client.js", "/dist/index.js", "/dist", "/dynamic.js"].map(find),
      }));`,
    );
    expect(found).toEqual({
      dynamic: ["read"],
      description: true,
      others: Array(5).fill("ERR_PACKAGE_PATH_NOT_EXPORTED"),
    });
  });

  describeWithEngine("in a program", () => {
    const emulator = useEmulator();

    it("runs, with the same short text in the state as after npm install", async () => {
      const project = createProject("pnpm", emulator, { parent: folder, program: programs.commonJs });
      const text = String(databaseClusterOf(await expectBothLookups(project))?.["__provider"]);
      expect(text).toBe(npmProviderText);
      expect(text).toContain('"pulumi-digitalocean-databases/dynamic"');
      expect(text.length).toBeLessThanOrEqual(850);
      // An absolute path.
      expect(text).not.toMatch(/["'`(\s]\/\w/);
    });
  });
});
