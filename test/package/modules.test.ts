import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { devDependencies } from "../../package.json";
import { packPackage } from "../../testing/pack";
import { emptyFolder, installWith } from "./installation";

/** What programs can name, and nothing else. A name that goes is a new major version. */
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

describe("the package, installed so strictly that it has what it declares and no more", () => {
  let folder: string;

  beforeAll(() => {
    folder = emptyFolder();
    installWith("pnpm", folder, [packPackage(folder), `@pulumi/pulumi@${devDependencies["@pulumi/pulumi"]}`]);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs a module there, and gives back what it printed as JSON. */
  function run(file: string, text: string): unknown {
    writeFileSync(join(folder, file), text);
    return JSON.parse(execFileSync(process.execPath, [file], { cwd: folder, encoding: "utf8" }));
  }

  it("has the public names where it is required", () => {
    const names = run(
      "names.cjs",
      `console.log(JSON.stringify(Object.keys(require("pulumi-digitalocean-databases")).sort()));`,
    );
    expect(names).toEqual(publicNames);
  });

  it("has the same names, defined, where it is imported", () => {
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
      // Two are Node's, which has them for every module that TypeScript made CommonJS of.
      names: [...publicNames, "__esModule", "default"].sort(),
    });
  });

  it("has the subpath that states name, and no other way into its files", () => {
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
});
