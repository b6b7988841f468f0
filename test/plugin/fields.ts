// The properties that the plugin's resources should have, from the tables of what is secret.
import { clusterFields, connectionFields } from "../../src/reads/secrecy";
import type { Field } from "../../src/reads/secrecy";
import { storedNames } from "../unit/resource/storedProperties";
import type { ResourceName } from "./pluginProcess";

const { caFile: _, ...ofConnection } = connectionFields;

/** All properties of a resource beside its id. */
export const fieldsOf: Readonly<Record<ResourceName, Readonly<Record<string, Field>>>> = {
  DatabaseCluster: Object.fromEntries(storedNames.map((name) => [name, clusterFields[name]])),
  DatabaseConnection: { ...ofConnection, environment: { secret: true } },
};

/** The names of all properties of a resource. */
export function allNames(resource: ResourceName): string[] {
  return Object.keys(fieldsOf[resource]).sort();
}

/** The names of the properties of a resource that are secret. */
export function secretNames(resource: ResourceName): string[] {
  return allNames(resource).filter((name) => fieldsOf[resource][name]?.secret === true);
}

export const resourceNames = ["DatabaseCluster", "DatabaseConnection"] as const;
