// The properties that the state stores for a cluster.
import { isShortcut } from "../../../src/connection/connection";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import type { ClusterProperty } from "../../../src/reads/secrecy";
import { described } from "../reads/apiCluster";

/** The names of the stored properties: not the id, which the state has anyway, and no shortcuts. */
export const storedNames = clusterProperties.filter((property) => property !== "id" && !isShortcut(property));

/** The stored properties of a cluster, with `null` for missing values. */
export function storedProperties(api: Record<string, unknown>): Record<string, unknown> {
  return propertiesAsJson(api, storedNames);
}

/** All properties of a cluster for mocks, with `null` for missing values. */
export function mockedProperties(api: Record<string, unknown>): Record<string, unknown> {
  return propertiesAsJson(
    api,
    clusterProperties.filter((property) => property !== "id"),
  );
}

function propertiesAsJson(
  api: Record<string, unknown>,
  names: readonly ClusterProperty[],
): Record<string, unknown> {
  const cluster = described(api);
  const properties = Object.fromEntries(names.map((name) => [name, cluster[name] ?? null]));
  // Removes `undefined`.
  return JSON.parse(JSON.stringify(properties)) as Record<string, unknown>;
}

/** The secret properties. */
export const secretProperties = clusterProperties.filter((property) => clusterFields[property].secret);
export const storedSecretProperties = secretProperties.filter((property) => !isShortcut(property));
