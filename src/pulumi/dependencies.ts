import { DigitalOceanApiError } from "../errors";
import { rejectQuietly } from "./rejection";
import * as pulumi from "./sdk";

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

/** The SDK's own bookkeeping of a component, which its types leave out. */
interface Component {
  /** Settled once the component's constructor is done. */
  readonly __data?: Promise<unknown>;
  readonly __childResources?: Set<pulumi.Resource>;
  /** Whether another process makes the component: it is registered once all its children are. */
  readonly __remote?: boolean;
}

/** What the SDK's types leave out of an Output. */
interface OutputDetails {
  /** The value; unknown parts are there as what stands for them. */
  promise(withUnknowns: true): Promise<unknown>;
  allResources(): Promise<Set<pulumi.Resource>>;
  readonly isKnown: Promise<boolean>;
}

/**
 * The resources in a `dependsOn`.
 *
 * @throws DigitalOceanApiError `invalid_argument`: it holds something else
 */
export function requireResources(dependsOn: unknown): pulumi.Resource[] {
  const list = (Array.isArray(dependsOn) ? dependsOn : [dependsOn]) as unknown[];
  return list.flat(Infinity).flatMap((entry) => {
    if (entry === undefined || entry === null) {
      return [];
    }
    if (!pulumi.Resource.isInstance(entry)) {
      throw new DigitalOceanApiError(
        "invalid_argument",
        "dependsOn: it holds something that is no resource.",
      );
    }
    return [entry];
  });
}

/** What an input's value is, with what stands for unknown parts of it, and where it comes from. */
export interface InputDetails {
  readonly value: unknown;
  readonly resources: readonly pulumi.Resource[];
  readonly isSecret: boolean;
}

export async function detailsOf(input: pulumi.Input<unknown>): Promise<InputDetails> {
  const output = pulumi.output(input);
  const details = output as unknown as OutputDetails;
  const [value, resources, isSecret] = await Promise.all([
    details.promise(true),
    details.allResources(),
    pulumi.isSecret(output),
  ]);
  return { value, resources: [...resources], isSecret };
}

/**
 * The custom resources and remote components that a resource consists of: itself, or, of another component, those
 * of its children.
 *
 * @param excluded a resource that is left out: it may wait for the answer
 */
export async function partsOf(
  resource: pulumi.Resource,
  excluded?: pulumi.Resource,
): Promise<pulumi.Resource[]> {
  if (resource === excluded) {
    return [];
  }
  const component = resource as unknown as Component;
  if (pulumi.CustomResource.isInstance(resource) || component.__remote === true) {
    return [resource];
  }
  await component.__data;
  const children = [...(component.__childResources ?? [])].map((child) => partsOf(child, excluded));
  return (await Promise.all(children)).flat();
}

/**
 * Whether the engine has the resource, as far as a program can tell: a custom resource has an id then. The outputs of a
 * remote component are unknown if it was left out. Whether another component was, the SDK does not say.
 */
export async function isCreated(resource: pulumi.Resource): Promise<boolean> {
  const outputs = pulumi.CustomResource.isInstance(resource)
    ? [resource.id]
    : Object.values(resource).filter((value) => pulumi.Output.isInstance(value));
  const known = outputs.map((output) => isKnown(output).catch(() => false));
  return (await Promise.all(known)).every(Boolean);
}

/** Whether an Output has a value. In an update it has none if a resource was left out. */
export function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return (output as unknown as OutputDetails).isKnown;
}
