import { createRequire } from "node:module";
import { join } from "node:path";
import { DigitalOceanApiError } from "../api/errors";

/**
 * The provider host loads this package from the program's folder. Where only a library of the program has it,
 * and the package manager keeps it to that library, the host could not say which library that is.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireResolvable(): void {
  try {
    createRequire(join(process.cwd(), "noop.js")).resolve("pulumi-digitalocean-databases/dynamic");
  } catch {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "DatabaseCluster: the program has pulumi-digitalocean-databases through another package only, and Pulumi's " +
        "provider host cannot load it from the program's folder. Make it a dependency of the program " +
        "(`npm install pulumi-digitalocean-databases`), or use getDatabaseClusterOutput.",
    );
  }
}
