/**
 * The functions of the plugin. None returns a secret: a plain call prints the result in Python and TypeScript and fails
 * in Go, whatever a provider marks as secret.
 */
import { caRead } from "../reads/ca";
import { clusterRead } from "../reads/cluster";
import { lookUp } from "../reads/read";
import type { LookUpArgs, Surroundings } from "../reads/read";
import { caFields, clusterFields } from "../reads/secrecy";
import type { Field } from "../reads/secrecy";

/** A function of the plugin. */
export interface PluginFunction {
  readonly name: string;
  /** The names of the arguments. */
  readonly args: Readonly<Record<string, true>>;
  /** The results; all are public. */
  readonly fields: Readonly<Record<string, Field>>;
  /** @throws DigitalOceanApiError */
  readonly find: (args: object, surroundings: Surroundings) => Promise<object>;
}

function publicOf(fields: Readonly<Record<string, Field>>): Readonly<Record<string, Field>> {
  return Object.fromEntries(Object.entries(fields).filter(([, { secret }]) => !secret));
}

const withoutCredentials: LookUpArgs = { requireCredentials: false };

export const pluginFunctions: readonly PluginFunction[] = [
  {
    name: clusterRead.name,
    args: { uuid: true, name: true },
    fields: publicOf(clusterFields),
    find: async (args, surroundings) =>
      (await lookUp(clusterRead, { ...args, ...withoutCredentials }, surroundings)).properties,
  },
  {
    name: caRead.name,
    args: { clusterUuid: true },
    fields: publicOf(caFields),
    find: async (args, surroundings) =>
      (await lookUp(caRead, args as { readonly clusterUuid: string }, surroundings)).properties,
  },
];
