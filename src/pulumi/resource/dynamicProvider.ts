/** The text of the dynamic provider, which Pulumi stores in the state, and whether the provider host can run it. */
import { createRequire } from "node:module";
import { isAbsolute, join, relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError } from "../../errors";

/** A subpath of package.json's `exports`, by which old states load the handler: it never changes. */
const handlerModule = "pulumi-digitalocean-databases/dynamic";

/**
 * The provider as Pulumi stores it with every resource, twice, and runs it in the provider host. Old states run it with
 * newer releases of this package, so that it only loads `handler.ts` and captures nothing
 * (docs/pulumi-internals.md, "STORED TEXT").
 *
 * It loads from the program's folder, where the host runs; a plain `require` would search from the SDK's. `read` exists
 * as soon as `configure` has been called, and only `read` fails (docs/pulumi-internals.md, "CONFIGURE"). Its error has
 * no stack (docs/pulumi-internals.md, "ERROR LINES").
 */
export const provider = `exports.handler = () => ({
  async configure({ config }) {
    this.read = (id, props) => load(id).read(config, id, props);
  },
});
function load(id) {
  try {
    return require("module").createRequire(process.cwd() + "/")("${handlerModule}");
  } catch (e) {
    const message = \`database cluster \${id}: \${e.message.split("\\n")[0]}; install it\`;
    throw { message, stack: "", toString: () => message };
  }
}`;

/** The folder in which the program loaded this package. It may change its folder later; the host does not. */
const startFolder = process.cwd();

/**
 * Refuses a program from whose folder the provider host cannot load this package: only a library of the program has it,
 * or an inline program of the Automation API has its project in another folder. The host's own error would come late
 * and without a fix.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireResolvable(): void {
  if (!hostFolders().some(isResolvableFrom)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "DatabaseCluster: Pulumi's provider host cannot load pulumi-digitalocean-databases from the project's folder: " +
        "the program has it through another package only, or its project is in another folder. Make it a direct " +
        "dependency there (`npm install pulumi-digitalocean-databases`), or use getDatabaseClusterOutput. With the " +
        "Automation API, `main` of the project settings names that folder; it is the working directory by default.",
    );
  }
}

/** Where the host may run: in the project's folder or below it. Old SDKs and language hosts do not know that folder. */
function hostFolders(): string[] {
  const ofProgram = [startFolder, process.cwd()];
  const { getRootDirectory } = pulumi.runtime as { getRootDirectory?: () => string };
  const project = getRootDirectory?.() ?? "";
  return isAbsolute(project)
    ? [project, ...ofProgram.filter((folder) => !relative(project, folder).startsWith(".."))]
    : ofProgram;
}

function isResolvableFrom(folder: string): boolean {
  try {
    createRequire(join(folder, "noop.js")).resolve(handlerModule);
    return true;
  } catch {
    return false;
  }
}
