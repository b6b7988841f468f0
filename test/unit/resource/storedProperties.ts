import { isFlat } from "../../../src/connection/connection";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import type { ClusterProperty } from "../../../src/reads/secrecy";
import { described } from "../reads/apiCluster";

/** The properties that are in the state: not the id, which has a place of its own there, and nothing twice. */
export const storedNames = clusterProperties.filter((property) => property !== "id" && !isFlat(property));

/** What is in the state of a cluster, null for nothing. */
export function storedProperties(api: Record<string, unknown>): Record<string, unknown> {
  return propertiesAsJson(api, storedNames);
}

/** All properties of a cluster, null for nothing, as the mocks of a unit test may have them. */
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
  // Nothing in it is `undefined`.
  return JSON.parse(JSON.stringify(properties)) as Record<string, unknown>;
}

/** The properties that are secret, and those of them that are in the state. */
export const secretProperties = clusterProperties.filter((property) => clusterFields[property].secret);
export const storedSecretProperties = secretProperties.filter((property) => !isFlat(property));
