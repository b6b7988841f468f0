// The stack outputs that a cluster should have.
import type { Cluster } from "../../testing/emulator/clusters";
import { clusterFields, clusterProperties } from "../../src/reads/secrecy";
import type { ClusterProperty } from "../../src/reads/secrecy";
import { expectedValue } from "../expectedValue";

/** The shortcut properties, and where the API has them. */
const flat: Partial<Record<ClusterProperty, readonly [connection: string, member: string]>> = {
  uri: ["connection", "uri"],
  host: ["connection", "host"],
  port: ["connection", "port"],
  user: ["connection", "user"],
  password: ["connection", "password"],
  database: ["connection", "database"],
  privateUri: ["private_connection", "uri"],
  privateHost: ["private_connection", "host"],
  privatePort: ["private_connection", "port"],
};

/** The expected stack output of a property: the API's value in camelCase, or `null` if it has none. */
export function expectedProperty(cluster: Cluster, property: ClusterProperty): unknown {
  return expectedValue(valueOf(cluster, property)) ?? null;
}

/**
 * The secret texts of a cluster: those in its secret properties, except texts that are also public in this cluster,
 * texts that are too short to search for, and Valkey's user, a word that Pulumi writes everywhere.
 */
export function secretTexts(cluster: Cluster): string[] {
  const textsOf = (secret: boolean): string[] =>
    clusterProperties
      .filter((property) => clusterFields[property].secret === secret)
      .flatMap((property) => textsIn(valueOf(cluster, property)));
  const open = textsOf(false);
  return [...new Set(textsOf(true))].filter(
    (text) => text.length > 6 && text !== "default" && !open.includes(text),
  );
}

function valueOf(cluster: Cluster, property: ClusterProperty): unknown {
  const place = flat[property];
  return place === undefined
    ? cluster[property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)]
    : (cluster[place[0]] as Record<string, unknown>)[place[1]];
}

function textsIn(value: unknown): string[] {
  if (typeof value === "object" && value !== null) {
    return Object.values(value).flatMap(textsIn);
  }
  return typeof value === "string" ? [value] : [];
}
