import { isJsonObject } from "../../api/decode";
import { shown } from "../../api/shown";
import { DigitalOceanApiError } from "../../errors";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { clusterFields } from "../../reads/secrecy";
import type { ClusterProperty } from "../../reads/secrecy";
import { stackValueOrError } from "../../reads/values";
import { pulumiOptions, requireKnownOptions } from "../givenArguments";
import { markedOutputs, onFirstUse } from "../outputs";
import type { DatabaseClusterOutputs } from "../outputs";
import * as pulumi from "@pulumi/pulumi";
import { requirePrefix, stackOutputName } from "./stackOutputs";
import { requireStack } from "./stackReference";

/** Which of a stack's outputs to read. */
export interface DatabaseClusterFromStackOptions {
  /** What the producer's `stackOutputs` were given as `prefix`; `databaseCluster` unless told. */
  readonly prefix?: string | undefined;
}

const accepted: Accepted = {
  subject: "databaseClusterFromStack",
  kind: "option",
  names: { prefix: true } satisfies NamesOf<DatabaseClusterFromStackOptions>,
  elsewhere: pulumiOptions((option) => `databaseClusterFromStack(stack, {}, { ${option} })`),
};

/**
 * The cluster that another stack exports with `stackOutputs`, with the same types and the same secrecy. It
 * needs no token and sends no request: the values are those of the producer's last update. Where the producer
 * exports some properties only, or looked the cluster up with `requireCredentials: false`, the others are
 * `undefined`, whatever their type says.
 *
 * @param stack a StackReference; or the stack's name (`organization/project/stack`), for which one is made, and
 * which can be given once a program and prefix
 * @param opts resource options of the StackReference made for a name
 * @throws DigitalOceanApiError `invalid_argument`: `stack` is neither, or its name can never work, or `prefix` is not a text; (every property fails
 * with it) `stack_output_missing`: the stack exports no cluster under that prefix; (secret properties fail with it)
 * `stack_output_undecryptable`: its secrets provider or passphrase is not this stack's; (the property fails with it)
 * `unexpected_response`: the stack exports something else under the property's name
 */
export function databaseClusterFromStack(
  stack: pulumi.StackReference | string,
  options: DatabaseClusterFromStackOptions = {},
  opts?: pulumi.CustomResourceOptions,
): DatabaseClusterOutputs {
  stack = requireStack(stack);
  const prefix = requirePrefix("databaseClusterFromStack", requireKnownOptions(options, accepted).prefix);
  const reference =
    typeof stack === "string"
      ? new pulumi.StackReference(`${stack}/${prefix}`, { name: stack }, opts)
      : stack;
  const everything = onFirstUse(
    () =>
      pulumi.all([reference.outputs, shownName(reference)]) as unknown as pulumi.Output<[unknown, string]>,
  );
  // All outputs of a stack are one Output, which is secret if any of them is.
  const readable = onFirstUse(() => pulumi.unsecret(everything()));
  // One error for all properties: the language host shows an error once, however many Outputs fail with it.
  let error: DigitalOceanApiError | undefined;

  return markedOutputs(
    clusterFields,
    (property) => (clusterFields[property as ClusterProperty].secret ? everything() : readable()),
    ([outputs, stackName], key) => {
      const property = key as ClusterProperty;
      const { secret } = clusterFields[property];
      const name = stackOutputName(prefix, property);
      if (outputOfStack(outputs, stackOutputName(prefix, "engine")) === undefined) {
        throw (error ??= missing(stackName, prefix));
      }
      const value = outputOfStack(outputs, name);
      if (secret && isElided(value)) {
        throw (error ??= undecryptable(stackName, name));
      }
      const checked = stackValueOrError(
        property,
        value,
        name,
        (defect) =>
          `stack ${stackName}: its output ${defect}. Export the cluster there with \`stackOutputs(cluster)\`, and run ` +
          "`pulumi up` there.",
      );
      return secret ? checked : asSecretAs(reference, name, checked);
    },
  ) as unknown as DatabaseClusterOutputs;
}

/** The reference's stack as messages call it. */
export function shownName({ name }: pulumi.StackReference): pulumi.Output<string> {
  return pulumi
    .all([name, pulumi.isSecret(name)])
    .apply(([text, isSecret]) =>
      isSecret ? "[secret]" : /^[\w./-]{1,300}$/.test(text) ? text : shown(text),
    );
}

/** `null` and absent are the same. A mock may leave all outputs out. */
function outputOfStack(outputs: unknown, name: string): unknown {
  return isJsonObject(outputs) && Object.hasOwn(outputs, name) ? (outputs[name] ?? undefined) : undefined;
}

/** A readable property, which the producer may have exported as a secret. */
async function asSecretAs(
  reference: pulumi.StackReference,
  name: string,
  value: unknown,
): Promise<pulumi.Input<unknown>> {
  return (await pulumi.isSecret(reference.getOutput(name))) ? pulumi.secret(value) : value;
}

/**
 * Whether the value is what the engine puts in the place of a secret it cannot decrypt: an empty object
 * (github.com/pulumi/pulumi/pull/19533). No property of a cluster or of a connection is one.
 */
export function isElided(value: unknown): boolean {
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

export function undecryptable(stack: string, name: string): DigitalOceanApiError {
  return new DigitalOceanApiError(
    "stack_output_undecryptable",
    `stack ${stack}: its output ${name} cannot be decrypted here. ` +
      "Both stacks need a secrets provider, or the passphrase, that this run has.",
  );
}
