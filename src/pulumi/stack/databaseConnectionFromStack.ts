import { Malformed } from "../../api/decode";
import { DigitalOceanApiError } from "../../errors";
import type { Accepted, NamesOf } from "../../reads/knownNames";
import { connectionFields } from "../../reads/secrecy";
import type { ConnectionProperty } from "../../reads/secrecy";
import { connectionValue } from "../../reads/values";
import { pulumiOptions, requireKnownOptions } from "../givenArguments";
import { markedOutputs, outputOf } from "../outputs";
import * as pulumi from "@pulumi/pulumi";
import type { DatabaseConnection } from "./connectionFor";
import { isElided, shownName, undecryptable } from "./databaseClusterFromStack";
import { defaultConnectionPrefix } from "./handedConnection";
import { requirePrefix, stackOutputName } from "./stackOutputs";
import { requireStack } from "./stackReference";

/** Which of a stack's outputs to read. */
export interface DatabaseConnectionFromStackOptions {
  /** The `prefix` that the producer gave to `stackOutputs`; `databaseConnection` by default. */
  readonly prefix?: string | undefined;
}

const accepted: Accepted = {
  subject: "databaseConnectionFromStack",
  kind: "option",
  names: { prefix: true } satisfies NamesOf<DatabaseConnectionFromStackOptions>,
  elsewhere: pulumiOptions((option) => `databaseConnectionFromStack(stack, {}, { ${option} })`),
};

/**
 * The connection that another stack exports with `stackOutputs(connection)`, with the same secrecy, ready for
 * `connectionEnv`. It needs no token and sends no request: the values are those of the producer's last update. If the
 * producer exports some properties only, the others are `undefined`, whatever their type says.
 *
 * @param stack a StackReference; or the stack's name (`organization/project/stack`), for which one is made, once for each
 * program and prefix
 * @param opts resource options of the StackReference that is made for a name
 * @throws DigitalOceanApiError `invalid_argument`: `stack` is neither, or its name can never work; (every property fails with it)
 * `stack_output_missing`: the stack exports no connection under that prefix; (secret properties fail with it)
 * `stack_output_undecryptable`: its secrets provider or passphrase is not this stack's; (the property fails with it)
 * `unexpected_response`: the stack exports something else under the property's name
 */
export function databaseConnectionFromStack(
  stack: pulumi.StackReference | string,
  options: DatabaseConnectionFromStackOptions = {},
  opts?: pulumi.CustomResourceOptions,
): DatabaseConnection {
  stack = requireStack(stack);
  const prefix = requirePrefix(
    "databaseConnectionFromStack",
    requireKnownOptions(options, accepted).prefix,
    defaultConnectionPrefix,
  );
  const reference =
    typeof stack === "string"
      ? new pulumi.StackReference(`${stack}/${prefix}`, { name: stack }, opts)
      : stack;
  // Whether there is something is no secret. Without this, the engine would be as secret as `ssl`.
  const isExported = (property: ConnectionProperty): pulumi.Output<boolean> =>
    pulumi.unsecret(reference.getOutput(stackOutputName(prefix, property))).apply(isThere);
  const markers = pulumi.all([isExported("engine"), isExported("ssl"), shownName(reference)]);
  // One error for all properties: the language host shows an error once, however many Outputs fail with it.
  let error: DigitalOceanApiError | undefined;

  return markedOutputs(
    connectionFields,
    (key) => {
      const property = key as ConnectionProperty;
      const name = stackOutputName(prefix, property);
      return outputOf<[unknown, [boolean, boolean, string]], unknown>(
        pulumi.all([reference.getOutput(name), markers]),
        ([value, [hasEngine, hasSsl, stackName]]) => {
          if (!hasEngine || !hasSsl) {
            throw (error ??= missing(stackName, prefix, hasEngine));
          }
          if (isElided(value)) {
            throw (error ??= undecryptable(stackName, name));
          }
          return checkedOutput(property, value, stackName, name);
        },
      );
    },
    (value) => value,
  ) as unknown as DatabaseConnection;
}

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** @throws DigitalOceanApiError `unexpected_response` names the output, and never the value */
function checkedOutput(property: ConnectionProperty, value: unknown, stack: string, name: string): unknown {
  try {
    return connectionValue(property, value, name);
  } catch (error) {
    throw error instanceof Malformed
      ? new DigitalOceanApiError(
          "unexpected_response",
          `stack ${stack}: its output ${error.message}. Export the connection there with \`stackOutputs(connection)\`, ` +
            "and run `pulumi up` there.",
        )
      : error;
  }
}

function missing(stack: string, prefix: string, hasEngine: boolean): DigitalOceanApiError {
  const marker = stackOutputName(prefix, (hasEngine ? "ssl" : "engine") satisfies ConnectionProperty);
  return new DigitalOceanApiError(
    "stack_output_missing",
    `stack ${stack} exports no database connection: it has no output ${marker}. ` +
      (hasEngine
        ? "What it exports under that prefix may be a cluster, which databaseClusterFromStack reads. To hand a connection on, export"
        : "Export") +
      " one there with `stackOutputs(connectionFor(cluster))`, run `pulumi up` there, and use the same prefix here.",
  );
}
