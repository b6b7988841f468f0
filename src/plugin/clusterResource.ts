/** The resource `DatabaseCluster`: a cluster that already exists, looked up by its UUID. */
import { clusterRead } from "../reads/cluster";
import { storedProperties } from "../reads/clusterShape";
import { requireUuid } from "../reads/identifiers";
import { isYetToCome, lookUp } from "../reads/read";
import { clusterFields } from "../reads/secrecy";
import type { WaitForOnline } from "../reads/waitUntilOnline";
import { unknown } from "./protocolValues";
import type { Resource } from "./resource";

interface Inputs {
  readonly uuid: string;
  readonly waitForOnline?: WaitForOnline | undefined;
  /** Whether a cluster without its URI, host, port, user or password is an error; `true` by default. */
  readonly requireCredentials?: boolean | undefined;
}

const byName = "to look up by name use the function getDatabaseCluster";

export const clusterResource: Resource<Inputs> = {
  name: "DatabaseCluster",
  inputs: { uuid: true, requireCredentials: true, waitForOnline: true },
  secretInputs: [],
  replacing: ["uuid"],
  fields: Object.fromEntries(storedProperties.map((property) => [property, clusterFields[property]])),
  idOf: ({ uuid }) => requireUuid(uuid, "uuid", byName),
  inputsOf: (id) => ({ uuid: requireUuid(id, "id", byName) }),

  async find(inputs, surroundings) {
    const found = await lookUp(clusterRead, inputs, surroundings);
    return Object.fromEntries(
      storedProperties.map((property) => [
        property,
        isYetToCome(found, property, clusterFields) ? unknown : found.properties[property],
      ]),
    );
  },
};
