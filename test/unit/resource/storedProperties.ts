import { clusterFields, clusterProperties } from "../../../src/model/fields";
import { described } from "../model/apiCluster";

/** What is in the state of a cluster: all but the id, which has a place of its own there, and null for nothing. */
export function storedProperties(api: Record<string, unknown>): Record<string, unknown> {
  const cluster = described(api);
  const names = clusterProperties.filter((property) => property !== "id");
  const stored = Object.fromEntries(names.map((name) => [name, cluster[name] ?? null]));
  // Nothing in it is `undefined`.
  return JSON.parse(JSON.stringify(stored)) as Record<string, unknown>;
}

/** The properties that are secret. */
export const secretProperties = clusterProperties.filter((property) => clusterFields[property].secret);
