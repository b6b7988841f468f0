// Clusters of the API, as this package describes them.
import { clusterBody } from "../../../src/reads/clusterShape";
import type { ClusterPropertiesWithoutCredentials } from "../../../src/reads/clusterShape";
import { clusterRead } from "../../../src/reads/cluster";
import { requireCredentials } from "../../../src/reads/credentials";
import { describeCluster } from "../../../src/reads/clusterShape";
import { databaseCluster } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";

/** The requested UUID, which is also used for an answer without an `id`. */
export const askedUuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

/** The properties that this package makes of a cluster in an answer. */
export function described(database: Record<string, unknown>): ClusterPropertiesWithoutCredentials {
  return describeCluster(clusterBody({ database }, "").database, askedUuid);
}

/** The connection of the emulated PostgreSQL cluster with changes. `undefined` removes a member. */
export function connectionWith(changes: Record<string, unknown>): Record<string, unknown> {
  const connection: Record<string, unknown> = {
    ...(databaseCluster("pg")["connection"] as Connection),
    ...changes,
  };
  return Object.fromEntries(Object.entries(connection).filter(([, value]) => value !== undefined));
}

/** A cluster with only the members that the API's description requires. */
export const minimal = {
  name: "backend",
  engine: "pg",
  num_nodes: 1,
  size: "db-s-1vcpu-1gb",
  region: "nyc3",
} as const;

/** Requires the credentials of a cluster as a lookup does. */
export function requireClusterCredentials(
  cluster: ClusterPropertiesWithoutCredentials,
  uuid: string,
  tokenSource: string,
): ClusterPropertiesWithoutCredentials {
  const facts = clusterRead.facts({ ...cluster, oddDetails: undefined }, { uuid });
  requireCredentials(cluster, clusterRead.credentials, facts, { tokenSource, attempts: 1 });
  return cluster;
}
