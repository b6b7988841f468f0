import * as pulumi from "../pulumi/sdk";
import { DigitalOceanApiError } from "../api/errors";
import { rejectQuietly } from "../pulumi/rejection";

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
  const list: unknown[] = Array.isArray(given) ? given : [given];
  const resources = list.filter((entry) => entry !== undefined && entry !== null);
  if (!resources.every((entry) => pulumi.Resource.isInstance(entry))) {
    throw new DigitalOceanApiError("invalid_argument", "dependsOn: it holds something that is no resource.");
  }
  const created = await Promise.all(resources.map(createdParts));
  return pulumi.all(created.flat());
}

/** The SDK's own bookkeeping of a component's children, which its types leave out. */
interface Children {
  /** Settled once the component's constructor is through. */
  readonly __data?: Promise<unknown>;
  readonly __childResources?: Set<pulumi.Resource>;
  /** Whether the component is made in another process, which registers it once all its children are there. */
  readonly __remote?: boolean;
}

/**
 * What is known of a dependency once it is there: a custom resource's id, a remote component's URN, and for
 * another component those of its children.
 */
async function createdParts(resource: pulumi.Resource): Promise<pulumi.Output<string>[]> {
  if (pulumi.CustomResource.isInstance(resource)) {
    return [resource.id];
  }
  const component = resource as unknown as Children;
  if (component.__remote === true) {
    return [resource.urn];
  }
  await component.__data;
  const children = await Promise.all([...(component.__childResources ?? [])].map(createdParts));
  return children.flat();
}
