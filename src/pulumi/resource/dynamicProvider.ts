import * as settings from "@pulumi/pulumi/runtime/settings";
import { createRequire } from "node:module";
import { isAbsolute, join, relative } from "node:path";
import { DigitalOceanApiError } from "../../errors";

/** By what name old states load the handler: it never changes. */
export const handlerModule = "pulumi-digitalocean-databases/dynamic";

/**
 * The provider as it is stored with every resource, twice, and run by Pulumi's provider host, which takes what
 * `handler` returns. Copies of it in old states run with newer releases of this package, so it captures nothing and
 * leaves the work to `handler.ts`, which it finds by a subpath of package.json's `exports` that never changes. That is
 * looked for from the program's folder, where the host runs: a plain `require` would start from the SDK's.
 *
 * The host lets reads through as soon as `configure` has returned for the first time, and goes on after an error
 * of it as if there had been none: `read` is there at once, and all that can fail is in it. An error is printed
 * with its stack and goes to the engine as its message.
 */
export const provider = `exports.handler=()=>({async configure({config}){this.read=(id,props)=>{try{
return require("module").createRequire(process.cwd()+"/")("${handlerModule}").read(config,id,props)
}catch(e){const message=\`database cluster \${id}: \${e.message.split("\\n")[0]}; install it\`
throw{message,stack:"",toString:()=>message}}}}})`;

/** Where the program was when it loaded this package: it may change its folder later, and the host does not. */
const startFolder = process.cwd();

/**
 * The provider host loads this package from the folder of the project, or of the program in it. It may not be there: if
 * only a library of the program has it and the package manager keeps it to that library, or if an inline program of the
 * Automation API has another folder for its project. The host's own error would come late, and not say what to do.
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

/** Where the host may run: in the project's folder, or in one below it. Old language hosts do not name it. */
function hostFolders(): string[] {
  const ofProgram = [startFolder, process.cwd()];
  // Nor do old SDKs.
  const { getRootDirectory } = settings as { getRootDirectory?: () => string };
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
