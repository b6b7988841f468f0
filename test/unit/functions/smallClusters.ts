// Clusters for long lists. Full clusters take long to write and to parse.
import type { Cluster } from "../../../testing/emulator/clusters";
import { manyClusters } from "../../../testing/emulator/manyClusters";

/** The clusters of `manyClusters`, each with only the members that a lookup requires. */
export function smallClusters(count: number): Cluster[] {
  return manyClusters(count).map(smallCluster);
}

/** The cluster with only the members that a lookup requires. */
export function smallCluster(cluster: Cluster): Cluster {
  const { id, name, engine } = cluster;
  const members = ["num_nodes", "size", "region", "connection"].map((member) => [member, cluster[member]]);
  return { id, name, engine, ...(Object.fromEntries(members) as object) };
}
