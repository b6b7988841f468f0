import * as pulumi from "../pulumi/sdk";
import { rejectQuietly } from "../pulumi/rejection";
import { partsOf, requireResources } from "../pulumi/resourceTree";

/**
 * Known once everything in `dependsOn` has been created; unknown in a preview that is yet to create any of
 * it. It carries the resources as dependencies.
 *
 * The SDK does this for invokes of plugins; these functions are no plugin's.
 */
export function dependenciesCreated(
  dependsOn: pulumi.InvokeOutputOptions["dependsOn"],
): pulumi.Output<unknown> {
  return pulumi.output(dependsOn).apply((given) => rejectQuietly(whenCreated(given)));
}

async function whenCreated(given: unknown): Promise<pulumi.Output<string[]>> {
  const parts = await Promise.all(requireResources(given).map((resource) => partsOf(resource)));
  // What is known of a resource once it is there: a custom resource's id, a remote component's URN.
  return pulumi.all(
    parts.flat().map((part) => (pulumi.CustomResource.isInstance(part) ? part.id : part.urn)),
  );
}
