import { createRequire } from "node:module";
import { join } from "node:path";
import { DigitalOceanApiError } from "../api/errors";
import { handlerModule } from "./provider";

/**
 * The provider host loads this package from the program's folder. It may not be there: where only a library of the
 * program has it and the package manager keeps it to that library, or where an inline program of the Automation
 * API runs in another folder. The host's own error would come late, and not say what to do.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireResolvable(): void {
  try {
    createRequire(join(process.cwd(), "noop.js")).resolve(handlerModule);
  } catch {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "DatabaseCluster: Pulumi's provider host cannot load pulumi-digitalocean-databases from the program's folder: " +
        "the program has it through another package only, or is started from elsewhere. Make it a direct " +
        "dependency (`npm install pulumi-digitalocean-databases`), or use getDatabaseClusterOutput.",
    );
  }
}
