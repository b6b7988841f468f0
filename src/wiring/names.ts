/** The prefix of a cluster's stack outputs, unless told. */
export const defaultPrefix = "databaseCluster";

/** The name of the stack output that holds a property: `databaseClusterUri`; without a prefix, `uri`. */
export function stackOutputName(prefix: string, property: string): string {
  return prefix === "" ? property : prefix + property.charAt(0).toUpperCase() + property.slice(1);
}
