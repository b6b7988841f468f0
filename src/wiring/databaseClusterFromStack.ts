import * as pulumi from "../pulumi/sdk";
import { DigitalOceanApiError } from "../api/errors";
import { ownMembers } from "../api/own";
import { clusterFields } from "../model/fields";
import type { ClusterProperty } from "../model/fields";
import { markedOutputs, outputOf } from "../pulumi/outputs";
import type { DatabaseClusterOutputs } from "../pulumi/outputs";
import { defaultPrefix, stackOutputName } from "./names";

/** Which of a stack's outputs to read. */
export interface DatabaseClusterFromStackOptions {
  /** What the producer's `stackOutputs` were given as `prefix`; `databaseCluster` unless told. */
  readonly prefix?: string | undefined;
}

/**
 * The cluster that another stack exports with `stackOutputs`, with the same types and the same secrecy. It
 * needs no token and sends no request: the values are those of the producer's last update. Where the producer
 * exports some properties only, or looked the cluster up with `requireCredentials: false`, the others are
 * `undefined`, whatever their type says.
 *
 * @param stack a StackReference; or the stack's name (`organization/project/stack`), for which one is made, and
 * which can be given once a program and prefix
 * @param opts resource options of the StackReference made for a name
 * @throws DigitalOceanApiError `invalid_argument`: `stack` is neither; (every property fails with it) `stack_output_missing`: the stack exports no
 * cluster under that prefix. (Every secret property fails with it, which ends the program even if it reads
 * public ones only) `stack_output_undecryptable`: its secrets provider or passphrase is not this stack's
 */
export function databaseClusterFromStack(
  stack: pulumi.StackReference | string,
  options: DatabaseClusterFromStackOptions = {},
  opts?: pulumi.CustomResourceOptions,
): DatabaseClusterOutputs {
  if (typeof stack !== "string" && !pulumi.Resource.isInstance(stack)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "stack: it must be a StackReference, or a name such as organization/project/stack.",
    );
  }
  const prefix = ownMembers(options).prefix ?? defaultPrefix;
  const reference =
    typeof stack === "string"
      ? new pulumi.StackReference(`${stack}/${prefix}`, { name: stack }, opts)
      : stack;
  const marker = reference.getOutput(stackOutputName(prefix, "engine"));
  // One error for all properties: the language host shows an error once, however many Outputs fail with it.
  let error: Error | undefined;

  return markedOutputs(clusterFields, (key) => {
    const property = key as ClusterProperty;
    const name = stackOutputName(prefix, property);
    return outputOf<[unknown, unknown, string], unknown>(
      pulumi.all([reference.getOutput(name), marker, reference.name]),
      ([value, engine, stackName]) => {
        if (engine === undefined || engine === null) {
          throw (error ??= missing(stackName, prefix));
        }
        if (clusterFields[property].secret && isElided(value)) {
          throw (error ??= undecryptable(stackName, name));
        }
        return value ?? undefined;
      },
    );
  }) as unknown as DatabaseClusterOutputs;
}

/**
 * Whether the value is what the engine puts in the place of a secret it cannot decrypt: an empty object
 * (github.com/pulumi/pulumi/pull/19533). No property of a cluster is one.
 */
function isElided(value: unknown): boolean {
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
  );
}

function missing(stack: string, prefix: string): DigitalOceanApiError {
  const marker = stackOutputName(prefix, "engine" satisfies ClusterProperty);
  return new DigitalOceanApiError(
    "stack_output_missing",
    `stack ${stack} exports no database cluster: it has no output ${marker}. ` +
      "Export one there with `stackOutputs(cluster)`, run `pulumi up` there, and use the same prefix here.",
  );
}

function undecryptable(stack: string, name: string): DigitalOceanApiError {
  return new DigitalOceanApiError(
    "stack_output_undecryptable",
    `stack ${stack}: its output ${name} cannot be decrypted here. ` +
      "Both stacks need a secrets provider, or the passphrase, that this run has.",
  );
}
