import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { devDependencies, name as packageName } from "../../package.json";
import { packPackage } from "../../testing/pack";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { describeWithEngine } from "../engine/workspace";
import type { Project } from "../engine/workspace";
import { createProject } from "./lookupPrograms";
import { emptyFolder, installWith } from "./installation";

const sdk = devDependencies["@pulumi/pulumi"];

/** Components of a library, one with the resource and one with the data function. They only need the cluster's UUID. */
const components = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, getDatabaseClusterOutput } = require("${packageName}");
class Database extends pulumi.ComponentResource {
  constructor(name, uuid, open) {
    super("team:index:Database", name);
    this.region = open(uuid, { parent: this }).region;
    this.registerOutputs({ region: this.region });
  }
}
exports.overResource = (uuid) =>
  new Database("resource", uuid, (uuid, opts) => new DatabaseCluster("cluster", { uuid }, opts));
exports.overFunction = (uuid) =>
  new Database("function", uuid, (uuid, opts) => getDatabaseClusterOutput({ uuid }, opts));
`;

/** A program that knows of the components only. */
function program(component: string): string {
  return `
const pulumi = require("@pulumi/pulumi");
const components = require("team-components");
exports.region = components.${component}(new pulumi.Config().require("databaseClusterUuid")).region;
`;
}

describeWithEngine("a program that has the package only through a library, installed by pnpm,", () => {
  const emulator = useEmulator();
  let parent: string;
  let tarball: string;
  let overResource: Project;

  beforeAll(() => {
    parent = emptyFolder();
    tarball = packPackage(parent);
    installWith("pnpm", parent, [packLibrary(), `@pulumi/pulumi@${sdk}`]);
    overResource = createProject("resource", emulator, { parent, program: program("overResource") });
  });

  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  /** The library as it is published. */
  function packLibrary(): string {
    const source = join(parent, "team-components");
    mkdirSync(source);
    const description = {
      name: "team-components",
      version: "1.0.0",
      main: "index.js",
      dependencies: { [packageName]: `file:${tarball}` },
      peerDependencies: { "@pulumi/pulumi": "^3.0.0" },
    };
    writeFileSync(join(source, "package.json"), JSON.stringify(description));
    writeFileSync(join(source, "index.js"), components);
    return packPackage(parent, source);
  }

  it("runs if the library uses getDatabaseClusterOutput", async () => {
    const options = { parent, program: program("overFunction") };
    const { outputs } = await createProject("function", emulator, options).up();
    expect(outputs).toEqual({ region: { value: "nyc3", secret: false } });
  });

  it("fails with one line that says what to add if the library uses the resource", async () => {
    const { code, printed } = await overResource.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(printed.match(/^ +error: .*$/gm)).toEqual([
      expect.stringMatching(
        /^ +error: DatabaseCluster: .+ pulumi-digitalocean-databases .+ through another package only.+ direct dependency .+, or use getDatabaseClusterOutput\. .*\[invalid_argument\]$/,
      ),
    ]);
    expect(printed).not.toMatch(/^ +at /m);
    expect(emulator.requests).toEqual([]);
  });

  it("runs with the resource if it has the package as a direct dependency", async () => {
    installWith("pnpm", parent, [tarball]);
    const { outputs } = await overResource.up();
    expect(outputs).toEqual({ region: { value: "nyc3", secret: false } });
  });
});
