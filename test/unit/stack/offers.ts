// Clusters, pools and replicas to choose a connection from, some of them without a part.
import { clusterUuid, databaseCluster, engines } from "../../../testing/emulator/clusters";
import type { Engine } from "../../../testing/emulator/clusters";
import { connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import type { Offer } from "./expectedOutcomes";
import type { Kind } from "./lookedUp";

/** What a cluster, pool or replica has: everything, or everything except a part. */
export type Extent = "everything" | "no standby" | "no VPC" | "no user of its own";

/** The extents that each kind can have. */
export const extentsOf: Readonly<Record<Kind, readonly Extent[]>> = {
  cluster: ["everything", "no standby", "no VPC"],
  pool: ["everything", "no standby", "no VPC", "no user of its own"],
  replica: ["everything", "no VPC"],
};

/** The engines of each kind. */
export const enginesOf: Readonly<Record<Kind, readonly Engine[]>> = {
  cluster: engines,
  pool: ["pg"],
  replica: ["pg", "mysql"],
};

/** A cluster, pool or replica in the form of the API. */
export function offerOf(kind: Kind, engine: Engine, extent: Extent): Offer {
  const cluster = `database cluster ${clusterUuid(engine)}`;
  const changes = changesFor(extent);
  switch (kind) {
    case "cluster": {
      const inApi = databaseCluster(engine, { users: usersOf(engine), ...changes });
      return { kind, engine, inApi, subject: cluster };
    }
    case "pool":
      return {
        ...{ kind, engine, inApi: connectionPool(changes) },
        subject: `connection pool planted-pool of ${cluster}`,
      };
    case "replica":
      return {
        ...{ kind, engine, inApi: databaseReplica(engine === "mysql" ? "mysql" : "pg", changes) },
        subject: `replica planted-replica of ${cluster}`,
      };
  }
}

function changesFor(extent: Extent): Record<string, unknown> {
  switch (extent) {
    case "everything":
      return {};
    case "no standby":
      return { standby_connection: null, standby_private_connection: null };
    case "no VPC":
      return { private_connection: null, standby_private_connection: null };
    case "no user of its own": {
      const anonymous = (property: string): [string, object] => [
        property,
        { ...(connectionPool()[property] as object), uri: "", user: "", password: "" },
      ];
      const names = ["connection", "private_connection", "standby_connection", "standby_private_connection"];
      return { user: "", ...Object.fromEntries(names.map(anonymous)) };
    }
  }
}

/** The cluster's users, and one without a password. As in the API, no user of MongoDB has a password. */
function usersOf(engine: Engine): unknown {
  const users = databaseCluster(engine)["users"] as { name: string }[] | null;
  return (
    users && [
      ...users.map((user) => (engine === "mongodb" ? { ...user, password: undefined } : user)),
      { name: "reader", role: "normal" },
    ]
  );
}
