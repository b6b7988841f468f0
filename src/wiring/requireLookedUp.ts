import * as pulumi from "../pulumi/sdk";
import { DigitalOceanApiError } from "../api/errors";

/**
 * Without types a forgotten `await`, or another thing in the place of a cluster, is easily given, and would export
 * `null` over good outputs.
 *
 * @param caller whose argument it is, for the message
 * @param isMeant whether an object is what the caller works on
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireLookedUp(value: unknown, caller: string, isMeant: (value: object) => boolean): void {
  if (pulumi.Output.isInstance(value)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${caller}: its argument is an Output; give it the cluster itself, whose properties are Outputs, or call it inside \`apply\`.`,
    );
  }
  if (typeof value !== "object" || value === null || "then" in value || !isMeant(value)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${caller}: its argument is nothing that was looked up; \`await\` the result of the function, or use its Output form, such as getDatabaseClusterOutput.`,
    );
  }
}
