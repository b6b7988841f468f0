import { connect } from "./connection";
import { ClusterGathering } from "./gathering";
import { RequestQueue } from "./queue";
import { version } from "../version";

/** What all lookups at one endpoint with one token share. */
export interface Access {
  readonly queue: RequestQueue;
  readonly clusters: ClusterGathering;
  /** How many lookups there are. */
  users: number;
}

const accesses = new Map<string, Access>();

/**
 * Does something with an access. When nobody uses it any more it is forgotten, with all that the answers have told:
 * whoever asks later is not bound by what was said before.
 */
export async function withAccess<T>(
  endpoint: URL,
  token: string,
  use: (access: Access) => Promise<T>,
): Promise<T> {
  // No URL has a blank in it.
  const key = `${endpoint.href} ${token}`;
  let access = accesses.get(key);
  if (access === undefined) {
    const queue = new RequestQueue(connect(endpoint, token, `pulumi-digitalocean-databases/${version}`));
    access = { queue, clusters: new ClusterGathering(queue), users: 0 };
    accesses.set(key, access);
  }
  access.users++;
  try {
    return await use(access);
  } finally {
    access.users--;
    if (access.users === 0) {
      accesses.delete(key);
    }
  }
}
