/** `databaseClusterFromStack` and `databaseConnectionFromStack` read what another stack exports with `stackOutputs`. */
import type * as pulumi from "@pulumi/pulumi";
import type { DatabaseClusterOutputs } from "../outputs";
import type { DatabaseConnection } from "./connectionFor";
import { clusterExport, connectionExport } from "./stackOutputs";
import { readStack } from "./stackReference";
import type { Reader } from "./stackReference";

/** Which outputs of a stack to read. */
export interface DatabaseClusterFromStackOptions {
  /** The `prefix` that the producer passed to `stackOutputs`; `databaseCluster` by default. */
  readonly prefix?: string | undefined;
}

const clusterReader: Reader = {
  name: "databaseClusterFromStack",
  fix: () => "Export one there with `stackOutputs(cluster)`",
};

/**
 * The cluster that another stack exports with `stackOutputs`, with the same types and the same secrecy. It needs no token
 * and sends no request: the values are those of the producer's last update. If the producer exports only some properties,
 * or looked the cluster up with `requireCredentials: false`, the others are `undefined`, whatever their type says.
 *
 * @param stack a StackReference; or the stack's name (`organization/project/stack`), for which one is made, once for each
 * program and prefix
 * @param opts resource options of the StackReference that is made for a name
 * @throws DigitalOceanApiError `invalid_argument`: `stack` is neither, its name can never work, or `prefix` is not a text.
 * Every property fails with `stack_output_missing` if the stack exports no cluster under that prefix. A secret property
 * fails with `stack_output_undecryptable` if its secrets provider or passphrase is not this stack's. A property fails with
 * `unexpected_response` if its value is malformed.
 *
 * @example
 * ```ts
 * const cluster = databaseClusterFromStack("organization/databases/production");
 * export const environment = connectionEnv(cluster);
 * ```
 */
export function databaseClusterFromStack(
  stack: pulumi.StackReference | string,
  options: DatabaseClusterFromStackOptions = {},
  opts?: pulumi.CustomResourceOptions,
): DatabaseClusterOutputs {
  return readStack(clusterExport, clusterReader, stack, options, opts) as unknown as DatabaseClusterOutputs;
}

/** Which outputs of a stack to read. */
export interface DatabaseConnectionFromStackOptions {
  /** The `prefix` that the producer passed to `stackOutputs`; `databaseConnection` by default. */
  readonly prefix?: string | undefined;
}

const connectionReader: Reader = {
  name: "databaseConnectionFromStack",
  fix: (marker) =>
    (marker === "ssl"
      ? "If it exports a cluster, read it with databaseClusterFromStack. Otherwise export"
      : "Export") + " a connection there with `stackOutputs(connectionFor(cluster))`",
};

/**
 * The connection that another stack exports with `stackOutputs(connection)`, with the same secrecy, ready for
 * `connectionEnv`. It needs no token and sends no request: the values are those of the producer's last update. If the
 * producer exports only some properties, the others are `undefined`, whatever their type says.
 *
 * @param stack a StackReference; or the stack's name (`organization/project/stack`), for which one is made, once for each
 * program and prefix
 * @param opts resource options of the StackReference that is made for a name
 * @throws DigitalOceanApiError `invalid_argument`: `stack` is neither, its name can never work, or `prefix` is not a text.
 * Every property fails with `stack_output_missing` if the stack exports no connection under that prefix. A secret property
 * fails with `stack_output_undecryptable` if its secrets provider or passphrase is not this stack's. A property fails with
 * `unexpected_response` if its value is malformed.
 *
 * @example
 * ```ts
 * const connection = databaseConnectionFromStack("organization/databases/production");
 * export const environment = connectionEnv(connection);
 * ```
 */
export function databaseConnectionFromStack(
  stack: pulumi.StackReference | string,
  options: DatabaseConnectionFromStackOptions = {},
  opts?: pulumi.CustomResourceOptions,
): DatabaseConnection {
  return readStack(connectionExport, connectionReader, stack, options, opts) as unknown as DatabaseConnection;
}
