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

/** `pool` or `replica`: whose connection it is; the cluster's own without either. */
interface Inputs extends Asked {
  readonly uuid: string;
  readonly pool?: string | undefined;
  readonly replica?: string | undefined;
  readonly network?: unknown;
  readonly node?: unknown;
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

  check(inputs, isKnown) {
    if (isKnown("uuid")) {
      requireUuid(inputs.uuid, "uuid", byName);
    }
    requireNetwork(inputs.network);
    requireNode(inputs.node);
    requireAsked(inputs);
    partOf(inputs);
  },

  idOf: (inputs) => [requireUuid(inputs.uuid, "uuid", byName), ...(partOf(inputs) ?? [])].join("/"),

  inputsOf(id) {
    const [uuid, kind, name] = id.split(/\/(pool|replica)\/(.*)/s, 3);
    const inputs = { uuid: requireUuid(uuid, "id", "it is UUID, UUID/pool/NAME or UUID/replica/NAME") };
    return kind === undefined ? inputs : { ...inputs, [kind]: name };
  },

  async find(inputs, surroundings) {
    const source = await sourceOf(inputs, surroundings);
    const network = requireNetwork(inputs.network);
    const connection = connectionOf(source, network, requireNode(inputs.node), requireAsked(inputs));
    return { ...connection, environment: connectionEnvironment(connection) };
  },
};

/** @throws DigitalOceanApiError `invalid_argument` */
function partOf({
  pool,
  replica,
}: Pick<Inputs, "pool" | "replica">): [kind: string, name: string] | undefined {
  if (pool !== undefined && replica !== undefined) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "DatabaseConnection: pool and replica: give at most one of the two.",
    );
  }
  return pool !== undefined
    ? ["pool", requireName(pool, "pool")]
    : replica !== undefined
      ? ["replica", requireName(replica, "replica")]
      : undefined;
}

/** What the connection is chosen from. Which credentials it needs depends on the inputs, so that none is required here. */
async function sourceOf(inputs: Inputs, surroundings: Surroundings): Promise<Connectable> {
  const { uuid, pool, replica } = inputs;
  const ofPart = { clusterUuid: uuid, requireCredentials: false };
  if (pool !== undefined) {
    const { properties } = await lookUp(connectionPoolRead, { ...ofPart, name: pool }, surroundings);
    return { ...(properties as Connectable), kind: "pool" };
  }
  if (replica !== undefined) {
    const { properties } = await lookUp(replicaRead, { ...ofPart, name: replica }, surroundings);
    return { ...(properties as Connectable), kind: "replica" };
  }
  const { properties } = await lookUp(clusterRead, { uuid, requireCredentials: false }, surroundings);
  return { ...(properties as Connectable), kind: "cluster" };
}
