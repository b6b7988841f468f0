/** What a request is about, where the API has it, and how messages call it. */
/** What a request is about. */
export interface Subject {
  /** The beginning of a message: `database cluster 9cc10173-…`. */
  readonly name: string;
  readonly clusterUuid?: string | undefined;
  /** What a 404 means, if the request names a cluster. Otherwise the address is wrong. */
  readonly absence?: string;
  /** The scopes that a token needs to read it, with its secrets. */
  readonly scopes?: readonly string[];
}

/** A cluster, by its checked UUID. */
export function clusterSubject(uuid: string): Subject {
  return {
    name: `database cluster ${uuid}`,
    clusterUuid: uuid,
    absence: "the token's team has no cluster with this UUID",
  };
}

/** Something of a cluster, such as its user `app`. */
export function partSubject(name: string, clusterUuid: string): Subject {
  return {
    name: `${name} of database cluster ${clusterUuid}`,
    clusterUuid,
    absence: "it does not exist, or the token's team has no cluster with this UUID",
  };
}

/** The scopes that most reads need. */
export const defaultScopes = ["database:read", "database:view_credentials"] as const;

/** DigitalOcean answers 404 for some minutes for something that was just created. */
export const newness = "If it is new, it may still be in creation: try again in some minutes.";

/** The path of a cluster, by its checked UUID. */
export function clusterPath(uuid: string): string {
  return `/v2/databases/${uuid}`;
}

/** The path of a page of the list of all clusters, with as many entries as DigitalOcean allows. */
export function clusterListPath(page: number): string {
  return `/v2/databases?page=${page}&per_page=200`;
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether the text is a UUID. */
export function isUuid(text: string): boolean {
  return uuidForm.test(text);
}
