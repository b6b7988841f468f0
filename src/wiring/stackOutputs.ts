import * as pulumi from "../pulumi/sdk";
import { DigitalOceanApiError } from "../api/errors";
import { ownMembers } from "../api/own";
import { clusterFields, clusterProperties } from "../model/fields";
import type { ClusterProperty } from "../model/fields";
import { clusterValues } from "../model/stackValues";
import { madeOnFirstUse, outputOf, valueOf } from "../pulumi/outputs";
import type {
  DatabaseClusterWithoutCredentialsOutputs,
  GetDatabaseClusterWithoutCredentialsResult,
} from "../pulumi/outputs";
import { requirePrefix, stackOutputName } from "./names";
import { checkedArgument, requireLookedUp } from "./requireLookedUp";

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
  const prefix = requirePrefix("stackOutputs", options.prefix);
  const wanted = new Set<unknown>(
    requireList(options.properties) ??
      clusterProperties.filter((property) => clusterFields[property].exported),
  );
  for (const name of wanted) {
    if (typeof name !== "string" || !Object.hasOwn(clusterFields, name)) {
      throw new DigitalOceanApiError(
        "invalid_argument",
        `properties: ${typeof name === "string" ? JSON.stringify(name) : "a value that is no text"} is no property of a cluster; there are ${clusterProperties.join(", ")}.`,
      );
    }
  }
  wanted.add("engine");
  const properties = new Map(
    clusterProperties
      .filter((property) => wanted.has(property))
      .map((property) => [stackOutputName(prefix, property), property]),
  );
  return madeOnFirstUse([...properties.keys()], (name) =>
    exported(cluster, properties.get(name) as ClusterProperty),
  );
}

/** A property with its secrecy. `undefined` would get a warning each and not be exported; `null` says that there is none. */
function exported(cluster: object, property: ClusterProperty): pulumi.Output<unknown> {
  return outputOf(
    valueOf(() => (cluster as Record<string, unknown>)[property]),
    (value) => {
      const checked = checkedArgument("stackOutputs", clusterValues, property, value) ?? null;
      return clusterFields[property].secret ? pulumi.secret(checked) : checked;
    },
  );
}

function requireList(properties: unknown): readonly unknown[] | undefined {
  if (properties === undefined || Array.isArray(properties)) {
    return properties;
  }
  throw new DigitalOceanApiError("invalid_argument", "stackOutputs: properties must be a list of names.");
}
