import * as pulumi from "../pulumi/sdk";
import { DigitalOceanApiError } from "../api/errors";
import { valueOrError } from "../model/stackValues";
import type { Values } from "../model/stackValues";

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
  if (!isLookedUp(value, isMeant)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${caller}: its argument is nothing that was looked up; \`await\` the result of the function, or use its Output form, such as getDatabaseClusterOutput.`,
    );
  }
}

function isLookedUp(value: unknown, isMeant: (value: object) => boolean): boolean {
  try {
    return typeof value === "object" && value !== null && !("then" in value) && isMeant(value);
  } catch {
    // A proxy may throw.
    return false;
  }
}

/**
 * A property of what a program gives, which it may have made by hand or read from a stack by itself.
 *
 * @throws DigitalOceanApiError `unexpected_response` names the property, and never what is there
 */
export function checkedArgument(caller: string, values: Values, property: string, value: unknown): unknown {
  return valueOrError(
    values,
    property,
    value,
    (defect) => `${caller}: ${defect} in its argument. Give it what was looked up, as it is.`,
  );
}
