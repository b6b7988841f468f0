/** `databaseClusterFromStack`: the cluster that another stack exports. */
import type { DatabaseClusterOutputs } from "../outputs";
import type * as pulumi from "@pulumi/pulumi";
import { clusterExport } from "./stackOutputs";
import { readStack } from "./stackReference";
import type { Reader } from "./stackReference";

/** Which outputs of a stack to read. */
export interface DatabaseClusterFromStackOptions {
  /** The `prefix` that the producer passed to `stackOutputs`; `databaseCluster` by default. */
  readonly prefix?: string | undefined;
}

const reader: Reader = {
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
 */
export function databaseClusterFromStack(
  stack: pulumi.StackReference | string,
  options: DatabaseClusterFromStackOptions = {},
  opts?: pulumi.CustomResourceOptions,
): DatabaseClusterOutputs {
  return readStack(clusterExport, reader, stack, options, opts) as unknown as DatabaseClusterOutputs;
}
