import { DigitalOceanApiError } from "../api/errors";
import { shown } from "../model/words";

/** The prefix of a cluster's stack outputs, unless told. */
export const defaultPrefix = "databaseCluster";

/** The name of the stack output that holds a property: `databaseClusterUri`; without a prefix, `uri`. */
export function stackOutputName(prefix: string, property: string): string {
  return prefix === "" ? property : prefix + property.charAt(0).toUpperCase() + property.slice(1);
}

/**
 * The prefix, or the default one.
 *
 * @param caller whose option it is, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requirePrefix(caller: string, prefix: unknown, byDefault = defaultPrefix): string {
  if (prefix === undefined || typeof prefix === "string") {
    return prefix ?? byDefault;
  }
  throw new DigitalOceanApiError("invalid_argument", `${caller}: prefix must be a text.`);
}

/**
 * The names of the properties to export, if the program limits them.
 *
 * @param known the properties that there are
 * @param thing whose properties they are, for the message: `a cluster`
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireProperties(
  properties: unknown,
  known: readonly string[],
  thing: string,
): readonly string[] | undefined {
  if (properties === undefined) {
    return undefined;
  }
  if (!Array.isArray(properties)) {
    throw new DigitalOceanApiError("invalid_argument", "stackOutputs: properties must be a list of names.");
  }
  return properties.map((name: unknown) => {
    if (typeof name === "string" && known.includes(name)) {
      return name;
    }
    throw new DigitalOceanApiError(
      "invalid_argument",
      `properties: ${typeof name === "string" ? `"${shown(name).replace(/^"|"$/g, "")}"` : "a value that is no text"} is no property of ${thing}; ` +
        `there are ${known.join(", ")}.`,
    );
  });
}
