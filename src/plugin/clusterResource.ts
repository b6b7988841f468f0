/** The resource `DatabaseCluster`: a cluster that already exists, looked up by its UUID. */
import { isShortcut } from "../connection/connection";
import { clusterRead } from "../reads/cluster";
import { requireUuid } from "../reads/identifiers";
import { isYetToCome, lookUp } from "../reads/read";
import { clusterFields } from "../reads/secrecy";
import type { ClusterProperty } from "../reads/secrecy";
import type { WaitForOnline } from "../reads/waitUntilOnline";
import { waitSeconds } from "../reads/waitUntilOnline";
import { requireFlag } from "./resource";
import type { Resource } from "./resource";
import { unknown } from "./protocolValues";

interface Inputs {
  readonly uuid: string;
  readonly waitForOnline?: WaitForOnline | undefined;
  readonly requireCredentials?: boolean | undefined;
}

/** The properties in the state. The id has its own place there, and the shortcuts repeat the connections. */
const properties = (Object.keys(clusterFields) as ClusterProperty[]).filter(
  (property) => property !== "id" && !isShortcut(property),
);

const byName = "to look up by name use the function getDatabaseCluster";

export const clusterResource: Resource<Inputs> = {
  name: "DatabaseCluster",
  inputs: { uuid: true, requireCredentials: true, waitForOnline: true },
  secretInputs: [],
  replacing: ["uuid"],
  fields: Object.fromEntries(properties.map((property) => [property, clusterFields[property]])),

  check({ uuid, requireCredentials, waitForOnline }, isKnown) {
    if (isKnown("uuid")) {
      requireUuid(uuid, "uuid", byName);
    }
    requireFlag("requireCredentials", requireCredentials);
    waitSeconds(waitForOnline);
  },

  idOf: ({ uuid }) => requireUuid(uuid, "uuid", byName),
  inputsOf: (id) => ({ uuid: requireUuid(id, "id", byName) }),

  async find({ uuid, requireCredentials, waitForOnline }, surroundings) {
    const found = await lookUp(clusterRead, { uuid, requireCredentials, waitForOnline }, surroundings);
    return Object.fromEntries(
      properties.map((property) => [
        property,
        isYetToCome(found, property, clusterFields) ? unknown : found.properties[property],
      ]),
    );
  },
};
