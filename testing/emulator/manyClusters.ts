// Many clusters for tests and measurements of lists.
import { databaseCluster } from "./clusters";
import type { Cluster } from "./clusters";

/** The UUID of the cluster at an index of `manyClusters`. */
export function uuidAt(index: number): string {
  return `5a1e0000-0000-4000-9000-${String(index).padStart(12, "0")}`;
}

/** The path by which this package requests a page of the list of clusters. */
export function pagePath(page: number): string {
  return `/v2/databases?page=${page}&per_page=200`;
}

/** PostgreSQL clusters with the names `cluster-0`, `cluster-1` and so on. */
export function manyClusters(count: number): Cluster[] {
  return Array.from({ length: count }, (_, index) =>
    databaseCluster("pg", { id: uuidAt(index), name: `cluster-${index}` }),
  );
}
