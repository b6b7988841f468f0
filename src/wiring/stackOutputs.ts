import * as pulumi from "../pulumi/sdk";
import { DigitalOceanApiError } from "../api/errors";
import { ownMembers } from "../api/own";
import { clusterFields, clusterProperties } from "../model/fields";
import type { ClusterProperty } from "../model/fields";
import { markedOutputs } from "../pulumi/outputs";
import type {
  DatabaseClusterWithoutCredentialsOutputs,
  GetDatabaseClusterWithoutCredentialsResult,
} from "../pulumi/outputs";
import { defaultPrefix, stackOutputName } from "./names";
import { requireLookedUp } from "./requireLookedUp";

/** What is exported, and under which names. */
export interface StackOutputsOptions {
  /** What the names begin with; `databaseCluster` unless told. A program that exports two clusters needs two. */
  readonly prefix?: string | undefined;
  /**
   * Which properties to export; unless told all but `users`, `rules`, `metricsEndpoints` and `doSettings`.
   * `engine` is always among them: by it `databaseClusterFromStack` knows that there is a cluster.
   */
  readonly properties?: readonly ClusterProperty[] | undefined;
}

/**
 * The stack outputs by which a program hands a cluster on: `databaseClusterUri`, `databaseClusterHost`, …
 * (prefix and property), each with its own secrecy, so that a StackReference in any language reads them as
 * they are. What the cluster does not have is exported as `null`.
 *
 * @returns a flat record to export: `export = stackOutputs(cluster)`
 * @throws DigitalOceanApiError `invalid_argument`: a name in `properties` is none, or `cluster` is no cluster
 */
export function stackOutputs(
  cluster: GetDatabaseClusterWithoutCredentialsResult | DatabaseClusterWithoutCredentialsOutputs,
  options: StackOutputsOptions = {},
): Record<string, pulumi.Output<unknown>> {
  options = ownMembers(options);
  // A pool, a replica and a connection have an engine, too.
  requireLookedUp(cluster, "stackOutputs", (value) => "engine" in value && "numNodes" in value);
  const prefix = options.prefix ?? defaultPrefix;
  const wanted = new Set<string>(
    options.properties ?? clusterProperties.filter((property) => clusterFields[property].exported),
  );
  for (const name of wanted) {
    if (!Object.hasOwn(clusterFields, name)) {
      throw new DigitalOceanApiError(
        "invalid_argument",
        `properties: ${JSON.stringify(name)} is no property of a cluster; there are ${clusterProperties.join(", ")}.`,
      );
    }
  }
  wanted.add("engine");
  const exported = Object.entries(clusterFields).filter(([property]) => wanted.has(property));
  const outputs = markedOutputs(
    Object.fromEntries(exported),
    (property) => pulumi.output(cluster[property as ClusterProperty] as pulumi.Input<unknown>),
    // `undefined` would get a warning each and not be exported; `null` says that there is none.
    (value) => value ?? null,
  );
  return Object.fromEntries(
    Object.entries(outputs).map(([property, output]) => [
      stackOutputName(prefix, property as ClusterProperty),
      output,
    ]),
  );
}
