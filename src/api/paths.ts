/** Where the API has a cluster, by its checked UUID. */
export function clusterPath(uuid: string): string {
  return `/v2/databases/${uuid}`;
}

/** A page of the list of all clusters, as long as DigitalOcean makes one. Requests are shared by their paths. */
export function clustersPath(page: number): string {
  return `/v2/databases?page=${page}&per_page=200`;
}
