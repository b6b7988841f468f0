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

/** A company's components, each over another door; they need nothing of the program but the cluster's UUID. */
const components = `
const pulumi = require("@pulumi/pulumi");
const { DatabaseCluster, getDatabaseClusterOutput } = require("${packageName}");
class Database extends pulumi.ComponentResource {
  constructor(name, uuid, open) {
    super("company:index:Database", name);
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
const components = require("company-components");
exports.region = components.${component}(new pulumi.Config().require("databaseClusterUuid")).region;
`;
}

describeWithEngine("a program that has the package through a library only, which pnpm keeps from it", () => {
  const emulator = useEmulator();
  let parent: string;
  let tarball: string;
  let overResource: Project;

  beforeAll(async () => {
    parent = emptyFolder();
    tarball = packPackage(parent);
    installWith("pnpm", parent, [packLibrary(), `@pulumi/pulumi@${sdk}`]);
    overResource = await createProject("resource", emulator, { parent, program: program("overResource") });
  });

  afterAll(() => {
    rmSync(parent, { recursive: true, force: true });
  });

  /** The library as it is published. */
  function packLibrary(): string {
    const source = join(parent, "company-components");
    mkdirSync(source);
    const description = {
      name: "company-components",
      version: "1.0.0",
      main: "index.js",
      dependencies: { [packageName]: `file:${tarball}` },
      peerDependencies: { "@pulumi/pulumi": "^3.0.0" },
    };
    writeFileSync(join(source, "package.json"), JSON.stringify(description));
    writeFileSync(join(source, "index.js"), components);
    return packPackage(parent, source);
  }

  it("runs where the library looks the cluster up", async () => {
    const options = { parent, program: program("overFunction") };
    const { outputs } = await (await createProject("function", emulator, options)).stack.up();
    expect(outputs).toEqual({ region: { value: "nyc3", secret: false } });
  });

  it("is told in one line what to add where the library has the resource", async () => {
    const before = emulator.requests.length;
    const { code, printed } = await overResource.run("up", "--yes", "--skip-preview");
    expect(code).not.toBe(0);
    expect(printed.match(/^ +error: .*$/gm)).toEqual([
      expect.stringMatching(
        /^ +error: DatabaseCluster: .+ pulumi-digitalocean-databases .+ through another package only.+ direct dependency .+, or use getDatabaseClusterOutput\. .*\[invalid_argument\]$/,
      ),
    ]);
    expect(printed).not.toMatch(/^ +at /m);
    expect(emulator.requests).toHaveLength(before);
  });

  it("runs when it has the package as a dependency of its own", async () => {
    installWith("pnpm", parent, [tarball]);
    const { outputs } = await overResource.stack.up();
    expect(outputs).toEqual({ region: { value: "nyc3", secret: false } });
  });
});
