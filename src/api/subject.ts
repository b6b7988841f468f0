/** What a request is about. */
export interface Subject {
  /** As a message begins: `database cluster 9cc10173-…`. */
  readonly name: string;
  readonly clusterUuid?: string | undefined;
  /** What a 404 says of it, where it belongs to a cluster; else a 404 says something of the address. */
  readonly absence?: string;
  /** The scopes that a token needs to read it, with its secrets. */
  readonly scopes?: readonly string[];
}

/** A cluster, by its checked UUID. */
export function clusterSubject(uuid: string): Subject {
  return {
    name: `database cluster ${uuid}`,
    clusterUuid: uuid,
    absence: "DigitalOcean finds none with this UUID in the token's team",
  };
}

/** What belongs to a cluster, such as its user `app`. */
export function partSubject(name: string, clusterUuid: string): Subject {
  return {
    name: `${name} of database cluster ${clusterUuid}`,
    clusterUuid,
    absence: "DigitalOcean finds none, or no cluster with this UUID in the token's team",
  };
}

/** Those of most reads. */
export const defaultScopes = ["database:read", "database:view_credentials"] as const;

/** DigitalOcean answers 404 for some minutes for something that was just created. */
export const newness = "If it is new, it may still be in creation: try again in some minutes.";

/** Where the API has a cluster, by its checked UUID. */
export function clusterPath(uuid: string): string {
  return `/v2/databases/${uuid}`;
}

/** A page of the list of all clusters, as long as DigitalOcean makes one. Requests are shared by their paths. */
export function clustersPath(page: number): string {
  return `/v2/databases?page=${page}&per_page=200`;
}
