import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError } from "../api/errors";

/**
 * Without types a forgotten `await` is easily made, and would export `null` over good outputs.
 *
 * @param caller whose argument it is, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireCluster(value: unknown, caller: string): void {
  if (pulumi.Output.isInstance(value)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${caller}: its argument is an Output; give it the cluster itself, whose properties are Outputs, or call it inside \`apply\`.`,
    );
  }
  if (typeof value !== "object" || value === null || !("engine" in value) || "then" in value) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${caller}: its argument is nothing that was looked up; \`await\` the result of the function, or use its Output form, such as getDatabaseClusterOutput.`,
    );
  }
}
