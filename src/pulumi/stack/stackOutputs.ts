import { shown } from "../../api/shown";
import { kindOf } from "../../connection/choose";
import { DigitalOceanApiError } from "../../errors";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { clusterFields, clusterProperties } from "../../reads/secrecy";
import type { ClusterProperty } from "../../reads/secrecy";
import { clusterValues } from "../../reads/values";
import { checkedArgument, requireKnownOptions, requireLookedUp } from "../givenArguments";
import { madeOnFirstUse, outputOf, valueOf } from "../outputs";
import type {
  DatabaseClusterWithoutCredentialsOutputs,
  GetDatabaseClusterWithoutCredentialsResult,
} from "../outputs";
import * as pulumi from "@pulumi/pulumi";
import type { DatabaseConnection } from "./connectionFor";
import { connectionStackOutputs, isConnection } from "./handedConnection";
import type { ConnectionStackOutputsOptions } from "./handedConnection";

/** The prefix of a cluster's stack outputs, unless told. */
export const defaultPrefix = "databaseCluster";

/** The name of the stack output that holds a property: `databaseClusterUri`; without a prefix, `uri`. */
export function stackOutputName(prefix: string, property: string): string {
  return prefix === "" ? property : prefix + property.charAt(0).toUpperCase() + property.slice(1);
}

/**
 * The prefix, or the default one.
 *
 * @param caller whose option it is, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requirePrefix(caller: string, prefix: unknown, byDefault = defaultPrefix): string {
  if (prefix === undefined || typeof prefix === "string") {
    return prefix ?? byDefault;
  }
  throw new DigitalOceanApiError("invalid_argument", `${caller}: prefix must be a text.`);
}

/**
 * The names of the properties to export, if the program limits them.
 *
 * @param known the properties that there are
 * @param thing whose properties they are, for the message: `a cluster`
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireProperties(
  properties: unknown,
  known: readonly string[],
  thing: string,
): readonly string[] | undefined {
  if (properties === undefined) {
    return undefined;
  }
  if (!Array.isArray(properties)) {
    throw new DigitalOceanApiError("invalid_argument", "stackOutputs: properties must be a list of names.");
  }
  return properties.map((name: unknown) => {
    if (typeof name === "string" && known.includes(name)) {
      return name;
    }
    throw new DigitalOceanApiError(
      "invalid_argument",
      `properties: ${typeof name === "string" ? `"${shown(name).replace(/^"|"$/g, "")}"` : "a value that is no text"} is no property of ${thing}; ` +
        `there are ${known.join(", ")}.`,
    );
  });
}

type Cluster = GetDatabaseClusterWithoutCredentialsResult | DatabaseClusterWithoutCredentialsOutputs;

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

const accepted: Accepted = {
  subject: "stackOutputs",
  kind: "option",
  names: { prefix: true, properties: true } satisfies NamesOf<StackOutputsOptions> &
    NamesOf<ConnectionStackOutputsOptions>,
};

/**
 * The stack outputs by which a program hands a cluster on: `databaseClusterUri`, `databaseClusterHost`, …
 * (prefix and property), each with its own secrecy, so that a StackReference in any language reads them as
 * they are. What the cluster does not have is exported as `null`.
 *
 * @returns a flat record to export: `export = stackOutputs(cluster)`
 * @throws DigitalOceanApiError `invalid_argument`: a name in `properties` is none, or `cluster` is no cluster
 */
export function stackOutputs(
  cluster: Cluster,
  options?: StackOutputsOptions,
): Record<string, pulumi.Output<unknown>>;

/**
 * The same for a single connection, which is how one user's, pool's or replica's connection is handed on without the
 * passwords of others: `databaseConnectionUri`, `databaseConnectionHost`, … `databaseConnectionFromStack` reads it back.
 *
 * @returns a flat record to export: `export = stackOutputs(connectionFor(cluster, { user }))`
 * @throws DigitalOceanApiError `invalid_argument`: a name in `properties` is none; (the output fails with it)
 * `unexpected_response`: a value is malformed
 */
export function stackOutputs(
  connection: DatabaseConnection,
  options?: ConnectionStackOutputsOptions,
): Record<string, pulumi.Output<unknown>>;

export function stackOutputs(
  cluster: Cluster | DatabaseConnection,
  options: StackOutputsOptions | ConnectionStackOutputsOptions = {},
): Record<string, pulumi.Output<unknown>> {
  const own = requireKnownOptions(options, accepted);
  return isConnection(cluster)
    ? connectionStackOutputs(cluster, own as ConnectionStackOutputsOptions)
    : clusterStackOutputs(cluster, own as StackOutputsOptions);
}

function clusterStackOutputs(
  cluster: Cluster,
  options: StackOutputsOptions,
): Record<string, pulumi.Output<unknown>> {
  // Other things have an engine, too.
  requireLookedUp(
    cluster,
    "stackOutputs",
    (value) => "engine" in value && ("numNodes" in value || isPart(value)),
  );
  if (isPart(cluster)) {
    const kind = kindOf(cluster);
    throw new DigitalOceanApiError(
      "invalid_argument",
      `stackOutputs: a ${kind} is handed on as a connection: \`stackOutputs(connectionFor(${kind}))\`.`,
    );
  }
  const prefix = requirePrefix("stackOutputs", options.prefix);
  const wanted = new Set<string>(
    requireProperties(options.properties, clusterProperties, "a cluster") ??
      clusterProperties.filter((property) => clusterFields[property].exported),
  );
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

/** Whether it is a pool or a replica, which is handed on by its connection. */
function isPart(value: object): boolean {
  return "clusterUuid" in value;
}
