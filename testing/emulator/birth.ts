import type { Cluster } from "./clusters";
import type { Reply } from "./routes";

/** The cluster as it is while it is being made: without a connection, users and databases. */
export function beingCreated(cluster: Cluster, status = "creating"): Cluster {
  return {
    ...cluster,
    ...{ status, connection: undefined, private_connection: undefined },
    ...{ standby_connection: undefined, standby_private_connection: undefined },
    ...{ users: null, db_names: null, maintenance_window: null },
  };
}

/** The API's answer to `GET /v2/databases/{uuid}`. */
export function clusterReply(cluster: Cluster): Reply {
  return { status: 200, body: { database: cluster } };
}
