/** Reads what another stack exports with `stackOutputs`. */
import { isJsonObject } from "../../api/decode";
import { shown } from "../../api/shown";
import { DigitalOceanApiError } from "../../errors";
import type { Accepted } from "../../reads/knownNames";
import { valueOrError } from "../../reads/values";
import { pulumiOptions, requireKnownOptions } from "../givenArguments";
import { markedOutputs, onFirstUse } from "../outputs";
import { unitTestMocks } from "../sdkInternals";
import * as pulumi from "@pulumi/pulumi";
import { requirePrefix, stackOutputName } from "./stackOutputs";
import type { Export } from "./stackOutputs";

/** What a reader's messages say. */
export interface Reader {
  /** The name of the function. */
  readonly name: string;
  /** The fix if a marker is missing. */
  readonly fix: (marker: string) => string;
}

/**
 * The properties that another stack exports, each with its own secrecy.
 *
 * @param options of the reader, of which `prefix` is the only one
 * @throws DigitalOceanApiError see databaseClusterFromStack
 */
export function readStack(
  exported: Export,
  reader: Reader,
  stack: pulumi.StackReference | string,
  options: { readonly prefix?: string | undefined },
  opts: pulumi.CustomResourceOptions | undefined,
): Record<string, pulumi.Output<unknown>> {
  const { thing, fields, values, markers } = exported;
  requireStack(stack);
  const accepted: Accepted = {
    subject: reader.name,
    kind: "option",
    names: { prefix: true },
    elsewhere: pulumiOptions((option) => `${reader.name}(stack, {}, { ${option} })`),
  };
  const prefix = requirePrefix(reader.name, requireKnownOptions(options, accepted).prefix ?? exported.prefix);
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
  // One error for all properties: the language host shows an error once, even if several Outputs fail with it.
  let error: DigitalOceanApiError | undefined;

  return markedOutputs(
    fields,
    (property) => (fields[property]?.secret === true ? everything() : readable()),
    ([outputs, stackName], property) => {
      const missing = markers.find(
        (marker) => outputOf(outputs, stackOutputName(prefix, marker)) === undefined,
      );
      if (missing !== undefined) {
        throw (error ??= new DigitalOceanApiError(
          "stack_output_missing",
          `stack ${stackName} exports no database ${thing}: it has no output ${stackOutputName(prefix, missing)}. ` +
            `${reader.fix(missing)}, run \`pulumi up\` there, and use the same prefix here.`,
        ));
      }
      const name = stackOutputName(prefix, property);
      const value = outputOf(outputs, name);
      if (isElided(value)) {
        throw (error ??= new DigitalOceanApiError(
          "stack_output_undecryptable",
          `stack ${stackName}: its output ${name} cannot be decrypted here. ` +
            "Both stacks need a secrets provider, or the passphrase, that this run has.",
        ));
      }
      const checked = valueOrError(
        values,
        property,
        value,
        (defect) =>
          `stack ${stackName}: its output ${defect}. Export the ${thing} there with \`stackOutputs(${thing})\`, and run ` +
          "`pulumi up` there.",
        name,
      );
      return fields[property]?.secret === true ? checked : asSecretAs(reference, name, checked);
    },
  );
}

/** The reference's stack as messages show it. */
function shownName({ name }: pulumi.StackReference): pulumi.Output<string> {
  return pulumi
    .all([name, pulumi.isSecret(name)])
    .apply(([text, isSecret]) => (isSecret ? "[secret]" : shownStack(text, 300)));
}

function shownStack(name: string, maxLength = 200): string {
  return /^[\w./-]+$/.test(name) && name.length <= maxLength ? name : shown(name);
}

/** An output of a stack; `undefined` if it is `null` or absent. A mock may leave out all outputs. */
function outputOf(outputs: unknown, name: string): unknown {
  return isJsonObject(outputs) && Object.hasOwn(outputs, name) ? (outputs[name] ?? undefined) : undefined;
}

/** A public property, which the producer may have exported as a secret. */
async function asSecretAs(
  reference: pulumi.StackReference,
  name: string,
  value: unknown,
): Promise<pulumi.Input<unknown>> {
  return (await pulumi.isSecret(reference.getOutput(name))) ? pulumi.secret(value) : value;
}

/**
 * Whether the value is an empty object, which the engine puts in place of a secret that it cannot decrypt
 * (github.com/pulumi/pulumi/pull/19533). No property is an empty object.
 */
function isElided(value: unknown): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

/**
 * Refuses a name that the engine can never look up, because the engine's own error does not say what to write.
 *
 * Pulumi takes `stack`, `organization/stack` and `organization/project/stack`; an empty organization or project is the
 * program's own. The only organization of a self-managed backend is the word `organization`.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
function requireStack(stack: pulumi.StackReference | string): void {
  if (typeof stack !== "string") {
    if (pulumi.Resource.isInstance(stack)) {
      return;
    }
    throw refused("it must be a StackReference, or a name such as organization/project/stack.");
  }
  const parts = stack.split("/");
  const [organization = ""] = parts;
  if (parts.length > 3 || parts.at(-1)?.trim() === "") {
    throw refused(`${shownStack(stack)} is not the name of a stack. ${fullName}.`);
  }
  if (parts.length > 1 && organization !== "" && organization !== selfManaged && isSelfManaged()) {
    // Many people write `project/stack`, whose first part is an organization to Pulumi.
    const meant = [selfManaged, ...(parts.length === 2 ? parts : parts.slice(1))].join("/");
    throw refused(
      `${shownStack(stack)} is not the name of a stack in this backend, which is self-managed: write ${shownStack(meant)}. ${fullName}.`,
    );
  }
}

/** The one organization of every self-managed backend. */
const selfManaged = "organization";

const fullName = `The full name is organization/project/stack; in a self-managed backend the organization is the literal word \`${selfManaged}\``;

/** Whether the program's own stack is in a self-managed backend. A unit test has no backend. */
function isSelfManaged(): boolean {
  if (unitTestMocks() !== undefined) {
    return false;
  }
  try {
    return pulumi.getOrganization() === selfManaged;
  } catch {
    // Old language hosts do not know the organization.
    return false;
  }
}

function refused(text: string): DigitalOceanApiError {
  return new DigitalOceanApiError("invalid_argument", `stack: ${text}`);
}
