// A stack whose outputs the program reads.
import type * as pulumi from "@pulumi/pulumi";
import { beginProgram } from "../pulumiProgram";

/** The name of the stack. */
export const producer = "organization/databases/production";

/**
 * Begins a program that can read the producer's outputs.
 *
 * @param secretOutputNames the names of the outputs that the producer exports as secrets
 * @returns a list to which the registered StackReferences are added
 */
export async function beginWithProducer(
  outputs: Readonly<Record<string, unknown>>,
  secretOutputNames: unknown = [],
): Promise<pulumi.runtime.MockResourceArgs[]> {
  const references: pulumi.runtime.MockResourceArgs[] = [];
  await beginProgram({
    newResource: (args) => {
      references.push(args);
      return { id: args.id, state: { ...(args.inputs as object), outputs, secretOutputNames } };
    },
  });
  return references;
}

/** The name of a property as a stack output. */
export function outputName(property: string, prefix: string): string {
  return prefix === "" ? property : `${prefix}${property.charAt(0).toUpperCase()}${property.slice(1)}`;
}

/** Values under the names that they have as stack outputs. */
export function namedOutputs(values: object, prefix: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([property, value]) => [outputName(property, prefix), value as unknown]),
  );
}
