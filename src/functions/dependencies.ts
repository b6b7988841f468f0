import * as pulumi from "@pulumi/pulumi";

/**
 * Known once everything in `dependsOn` has been created; unknown in a preview that is yet to create any of
 * it. It carries the resources as dependencies.
 *
 * The SDK does this for invokes of plugins; these functions are no plugin's.
 */
export function dependenciesCreated(
  dependsOn: pulumi.InvokeOutputOptions["dependsOn"],
): pulumi.Output<unknown> {
  return pulumi.output(dependsOn).apply(async (given) => {
    const resources =
      given === undefined ? [] : Array.isArray(given) ? (given as pulumi.Resource[]) : [given];
    const created = await Promise.all(resources.map(customResources));
    return pulumi.all(created.flat().map((resource) => resource.id));
  });
}

/** The SDK's own bookkeeping of a component's children, which its types leave out. */
interface Children {
  /** Settled once the component's constructor is through. */
  readonly __data?: Promise<unknown>;
  readonly __childResources?: Set<pulumi.Resource>;
}

/** The custom resources a dependency stands for: itself, or for a component those it is made of. */
async function customResources(resource: pulumi.Resource): Promise<pulumi.CustomResource[]> {
  if (pulumi.CustomResource.isInstance(resource)) {
    return [resource];
  }
  const component = resource as unknown as Children;
  await component.__data;
  const children = await Promise.all([...(component.__childResources ?? [])].map(customResources));
  return children.flat();
}
