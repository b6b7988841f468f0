import { DigitalOceanApiError } from "../api/errors";

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
export function requirePrefix(caller: string, prefix: unknown = defaultPrefix): string {
  if (typeof prefix === "string") {
    return prefix;
  }
  throw new DigitalOceanApiError("invalid_argument", `${caller}: prefix must be a text.`);
}
