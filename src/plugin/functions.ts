/** The functions of the plugin. None returns a secret: a plain call would print it in Python, and fail in Go. */
import { caRead } from "../reads/ca";
import { clusterRead } from "../reads/cluster";
import { lookUp } from "../reads/read";
import type { Surroundings } from "../reads/read";
import { caFields, clusterFields } from "../reads/secrecy";
import type { Field } from "../reads/secrecy";

/** A function of the plugin. */
export interface PluginFunction {
  readonly args: Readonly<Record<string, true>>;
  /** The results; all are public. */
  readonly fields: Readonly<Record<string, Field>>;
  /** @throws DigitalOceanApiError */
  readonly find: (
    args: Record<string, unknown>,
    surroundings: Surroundings,
  ) => Promise<Record<string, unknown>>;
}

const withoutWait = { requireCredentials: false, waitForOnline: false };

/** The functions by name. */
export const pluginFunctions: Readonly<Record<string, PluginFunction>> = {
  getDatabaseCluster: {
    args: { uuid: true, name: true },
    fields: Object.fromEntries(Object.entries(clusterFields).filter(([, { secret }]) => !secret)),
    find: async (args, surroundings) =>
      (await lookUp(clusterRead, { ...args, ...withoutWait }, surroundings)).properties,
  },
  getDatabaseCa: {
    args: { clusterUuid: true },
    fields: caFields,
    find: async ({ clusterUuid }, surroundings) =>
      (await lookUp(caRead, { clusterUuid: clusterUuid as string }, surroundings)).properties,
  },
};
