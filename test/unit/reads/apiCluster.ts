import { clusterBody } from "../../../src/reads/clusterShape";
import type { ClusterPropertiesWithoutCredentials } from "../../../src/reads/clusterShape";
import { clusterRead } from "../../../src/reads/cluster";
import { requireCredentials } from "../../../src/reads/credentials";
import { describeCluster } from "../../../src/reads/clusterShape";
import { databaseCluster } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";

/** What was asked for; an answer without an `id` is taken to be this. */
export const askedUuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

/** The cluster in an answer, as this package describes it. */
export function described(database: Record<string, unknown>): ClusterPropertiesWithoutCredentials {
  return describeCluster(clusterBody({ database }, "").database, askedUuid);
}

/** The planted PostgreSQL cluster's connection with some members changed; `undefined` leaves one out. */
export function connectionWith(changes: Record<string, unknown>): Record<string, unknown> {
  const connection: Record<string, unknown> = {
    ...(databaseCluster("pg")["connection"] as Connection),
    ...changes,
  };
  return Object.fromEntries(Object.entries(connection).filter(([, value]) => value !== undefined));
}

/** The least that the API's description asks for. */
export const minimal = {
  name: "backend",
  engine: "pg",
  num_nodes: 1,
  size: "db-s-1vcpu-1gb",
  region: "nyc3",
} as const;

/** The cluster, once it has its credentials, as a lookup asks it for them. */
export function requireClusterCredentials(
  cluster: ClusterPropertiesWithoutCredentials,
  uuid: string,
  tokenSource: string,
): ClusterPropertiesWithoutCredentials {
  const facts = clusterRead.facts({ ...cluster, oddDetails: undefined }, { uuid });
  requireCredentials(cluster, clusterRead.credentials, facts, { tokenSource, attempts: 1 });
  return cluster;
}
