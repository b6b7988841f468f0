/** `stackOutputs`: a cluster or a connection as stack outputs, for other stacks to read. */
import { shown } from "../../api/shown";
import { kindOf } from "../../connection/choose";
import type { ConnectionProperties } from "../../connection/connection";
import { DigitalOceanApiError } from "../../errors";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { clusterFields, connectionFields } from "../../reads/secrecy";
import type { ClusterProperty, ConnectionProperty, Field, FieldsOf } from "../../reads/secrecy";
import { clusterValues, connectionValues } from "../../reads/values";
import type { Values } from "../../reads/values";
import { checkedArgument, requireKnownOptions, requireLookedUp } from "../givenArguments";
import { madeOnFirstUse, outputOf, valueOf } from "../outputs";
import type {
  DatabaseClusterWithoutCredentialsOutputs,
  GetDatabaseClusterWithoutCredentialsResult,
} from "../outputs";
import * as pulumi from "@pulumi/pulumi";
import { isConnection } from "./connectionFor";
import type { DatabaseConnection } from "./connectionFor";

/** What is exported, in the program that exports it and in the program that reads it. */
export interface Export {
  readonly thing: "cluster" | "connection";
  /** The beginning of the names by default. */
  readonly prefix: string;
  readonly fields: Readonly<Record<string, Field & { readonly exported?: boolean }>>;
  readonly values: Values;
  /** The properties that are always exported, because a reader requires them. */
  readonly markers: readonly string[];
}

/** A cluster. */
export const clusterExport: Export = {
  thing: "cluster",
  prefix: "databaseCluster",
  fields: clusterFields,
  values: clusterValues,
  markers: ["engine"],
};

/** A connection. Without `ssl`, a consumer could take it for one without TLS. A cluster has no `ssl`. */
export const connectionExport: Export = {
  thing: "connection",
  prefix: "databaseConnection",
  fields: connectionFields satisfies FieldsOf<ConnectionProperties>,
  values: connectionValues,
  markers: ["engine", "ssl"],
};

/** The name of the stack output for a property: `databaseClusterUri`; without a prefix, `uri`. */
export function stackOutputName(prefix: string, property: string): string {
  return prefix === "" ? property : prefix + property.charAt(0).toUpperCase() + property.slice(1);
}

/**
 * The prefix, if it is a text.
 *
 * @param caller the function that has the option, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requirePrefix(caller: string, prefix: unknown): string {
  if (typeof prefix === "string") {
    return prefix;
  }
  throw new DigitalOceanApiError("invalid_argument", `${caller}: prefix must be a text.`);
}

type Cluster = GetDatabaseClusterWithoutCredentialsResult | DatabaseClusterWithoutCredentialsOutputs;

/** Which properties of a cluster are exported, and under which names. */
export interface StackOutputsOptions {
  /** The beginning of the names; `databaseCluster` by default. A program that exports two clusters needs two prefixes. */
  readonly prefix?: string | undefined;
  /**
   * The properties to export; by default all except `users`, `rules`, `metricsEndpoints` and `doSettings`.
   * `engine` is always exported, because `databaseClusterFromStack` requires it.
   */
  readonly properties?: readonly ClusterProperty[] | undefined;
}

/** Which properties of a connection are exported, and under which names. */
export interface ConnectionStackOutputsOptions {
  /** The beginning of the names; `databaseConnection` by default. */
  readonly prefix?: string | undefined;
  /** The properties to export; all by default. `ssl` and `engine` are always exported. */
  readonly properties?: readonly ConnectionProperty[] | undefined;
}

const accepted: Accepted = {
  subject: "stackOutputs",
  kind: "option",
  names: { prefix: true, properties: true } satisfies NamesOf<StackOutputsOptions> &
    NamesOf<ConnectionStackOutputsOptions>,
};

/**
 * The stack outputs for a cluster: `databaseClusterUri`, `databaseClusterHost`, … (prefix and property), each with its own
 * secrecy. A StackReference in any language can read them. A property without a value is exported as `null`.
 *
 * @returns a flat record to export: `export = stackOutputs(cluster)`
 * @throws DigitalOceanApiError `invalid_argument`: a name in `properties` is unknown, or `cluster` is not a cluster. An
 * output fails with `unexpected_response` if its value is malformed.
 *
 * @example
 * ```ts
 * export = stackOutputs(getDatabaseClusterOutput({ uuid: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30" }));
 * ```
 */
export function stackOutputs(
  cluster: Cluster,
  options?: StackOutputsOptions,
): Record<string, pulumi.Output<unknown>>;

/**
 * The stack outputs for one connection of a user, pool or replica, without the passwords of others:
 * `databaseConnectionUri`, `databaseConnectionHost`, … `databaseConnectionFromStack` reads it in the other stack.
 *
 * @returns a flat record to export: `export = stackOutputs(connectionFor(cluster, { user }))`
 * @throws DigitalOceanApiError `invalid_argument`: a name in `properties` is unknown. An output fails with
 * `unexpected_response` if its value is malformed.
 */
export function stackOutputs(
  connection: DatabaseConnection,
  options?: ConnectionStackOutputsOptions,
): Record<string, pulumi.Output<unknown>>;

export function stackOutputs(
  source: Cluster | DatabaseConnection,
  options: StackOutputsOptions | ConnectionStackOutputsOptions = {},
): Record<string, pulumi.Output<unknown>> {
  const given = requireKnownOptions(options, accepted);
  if (!isConnection(source)) {
    requireCluster(source);
  }
  const exported = isConnection(source) ? connectionExport : clusterExport;
  const { fields, values, markers } = exported;
  const prefix = requirePrefix("stackOutputs", given.prefix ?? exported.prefix);
  const wanted = requireProperties(given.properties, exported);
  const names = new Map(
    Object.keys(fields)
      .filter((property) => wanted.includes(property) || markers.includes(property))
      .map((property) => [stackOutputName(prefix, property), property]),
  );
  return madeOnFirstUse([...names.keys()], (name) => {
    const property = names.get(name) ?? name;
    return outputOf(
      valueOf(() => (source as unknown as Record<string, unknown>)[property]),
      (value) => {
        // Pulumi warns of an `undefined` output and does not export it.
        const checked = checkedArgument("stackOutputs", values, property, value) ?? null;
        return fields[property]?.secret === true ? pulumi.secret(checked) : checked;
      },
    );
  });
}

/** @throws DigitalOceanApiError `invalid_argument` */
function requireCluster(value: object): void {
  const isPart = (given: object): boolean => "clusterUuid" in given;
  requireLookedUp(
    value,
    "stackOutputs",
    (given) => "engine" in given && ("numNodes" in given || isPart(given)),
  );
  if (isPart(value)) {
    const kind = kindOf(value);
    throw new DigitalOceanApiError(
      "invalid_argument",
      `stackOutputs: a ${kind} can only be exported as a connection: \`stackOutputs(connectionFor(${kind}))\`.`,
    );
  }
}

/** @throws DigitalOceanApiError `invalid_argument` */
function requireProperties(properties: unknown, { thing, fields }: Export): readonly string[] {
  const known = Object.keys(fields);
  if (properties === undefined) {
    return known.filter((property) => fields[property]?.exported !== false);
  }
  if (!Array.isArray(properties)) {
    throw new DigitalOceanApiError("invalid_argument", "stackOutputs: properties must be a list of names.");
  }
  return properties.map((name: unknown) => {
    if (typeof name === "string" && known.includes(name)) {
      return name;
    }
    const given =
      typeof name === "string" ? `"${shown(name).replace(/^"|"$/g, "")}"` : "a value that is not a text";
    throw new DigitalOceanApiError(
      "invalid_argument",
      `properties: ${given} is not a property of a ${thing}; expected ${known.join(", ")}.`,
    );
  });
}
