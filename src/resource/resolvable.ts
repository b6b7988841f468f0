import { createRequire } from "node:module";
import { isAbsolute, join, relative } from "node:path";
import * as settings from "@pulumi/pulumi/runtime/settings";
import { DigitalOceanApiError } from "../api/errors";
import { handlerModule } from "./provider";

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
