/** The resource `DatabaseConnection`: one connection of a cluster, pool or replica, as one user. */
import { connectionEnvironment } from "../connection/environment";
import type { Connectable } from "../connection/choose";
import { connectionOf, optionChecks } from "../connection/options";
import type { Asked } from "../connection/options";
import { DigitalOceanApiError } from "../errors";
import { clusterRead } from "../reads/cluster";
import { connectionPoolRead } from "../reads/connectionPool";
import { requireName, requireUuid } from "../reads/identifiers";
import { lookUp } from "../reads/read";
import type { Surroundings } from "../reads/read";
import { replicaRead } from "../reads/replica";
import { connectionFields } from "../reads/secrecy";
import type { Resource } from "./resource";

interface Inputs extends Asked {
  readonly uuid: string;
  /** Name of the connection pool to connect to. */
  readonly pool?: string | undefined;
  /** Name of the read-only replica to connect to. */
  readonly replica?: string | undefined;
  readonly network?: string | undefined;
  readonly node?: string | undefined;
}

const { requireNetwork, requireNode, requireAsked } = optionChecks("DatabaseConnection");

const byName = "the function getDatabaseCluster finds it by name";

const { caFile: _caFile, ...fields } = connectionFields;

export const connectionResource: Resource<Inputs> = {
  name: "DatabaseConnection",
  inputs: {
    ...{ uuid: true, pool: true, replica: true, network: true, node: true },
    ...{ user: true, password: true, database: true, caFile: true },
  },
  secretInputs: ["password"],
  replacing: ["uuid", "pool", "replica"],
  // The names of the variables depend on the engine, so that all of it is secret.
  fields: { ...fields, environment: { secret: true } },

  idOf({ uuid, pool, replica }) {
    const cluster = requireUuid(uuid, "uuid", byName);
    if (pool !== undefined && replica !== undefined) {
      const text = "DatabaseConnection: pool, replica: give one of the two, or neither.";
      throw new DigitalOceanApiError("invalid_argument", text);
    }
    const part = pool === undefined ? replica : pool;
    const kind = pool === undefined ? "replica" : "pool";
    return part === undefined ? cluster : `${cluster}/${kind}/${requireName(part, kind)}`;
  },

  inputsOf(id) {
    const [uuid, kind, name] = id.split(/\/(pool|replica)\/(.+)/s, 3);
    const cluster = requireUuid(uuid, "id", "it is UUID, UUID/pool/NAME or UUID/replica/NAME");
    return { uuid: cluster, ...(kind === undefined ? {} : { [kind]: name }) };
  },

  async find(inputs, surroundings) {
    const [network, node] = [requireNetwork(inputs.network), requireNode(inputs.node)];
    const asked = requireAsked(inputs);
    const connection = connectionOf(await sourceOf(inputs, surroundings), network, node, asked);
    return { ...connection, environment: connectionEnvironment(connection) };
  },
};

/** What the connection is chosen from. Which credentials it needs depends on the inputs, so that none is required yet. */
async function sourceOf({ uuid, pool, replica }: Inputs, surroundings: Surroundings): Promise<Connectable> {
  const part = { clusterUuid: uuid, name: pool ?? replica ?? "", requireCredentials: false };
  const cluster = { uuid, requireCredentials: false, waitForOnline: false };
  const [kind, found] =
    pool !== undefined
      ? (["pool", lookUp(connectionPoolRead, part, surroundings)] as const)
      : replica !== undefined
        ? (["replica", lookUp(replicaRead, part, surroundings)] as const)
        : (["cluster", lookUp(clusterRead, cluster, surroundings)] as const);
  return { ...((await found).properties as Connectable), kind };
}
