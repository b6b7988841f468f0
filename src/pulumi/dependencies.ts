/** The resources that a lookup depends on, and whether the state has them. */
import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError } from "../errors";
import { covers, runningOperation } from "./operation";
import { rejectQuietly } from "./rejection";
import { detailsOf, isKnown, partsOf } from "./sdkInternals";

/**
 * An Output that is known once everything in `dependsOn` has been created, and that depends on it. The SDK does this for
 * the functions of provider plugins only.
 */
export function dependenciesCreated(
  dependsOn: pulumi.InvokeOutputOptions["dependsOn"],
): pulumi.Output<unknown> {
  return pulumi.output(dependsOn).apply((given) => rejectQuietly(whenCreated(given)));
}

async function whenCreated(given: unknown): Promise<pulumi.Output<string[]>> {
  const parts = await Promise.all(requireResources(given).map((resource) => partsOf(resource)));
  // A custom resource has an id once it is created, a remote component a URN.
  return pulumi.all(
    parts.flat().map((part) => (pulumi.CustomResource.isInstance(part) ? part.id : part.urn)),
  );
}

/**
 * The resources in a `dependsOn`.
 *
 * @throws DigitalOceanApiError `invalid_argument` if something in it is not a resource
 */
function requireResources(dependsOn: unknown): pulumi.Resource[] {
  const list = (Array.isArray(dependsOn) ? dependsOn : [dependsOn]) as unknown[];
  return list.flat(Infinity).flatMap((entry) => {
    if (entry === undefined || entry === null) {
      return [];
    }
    if (!pulumi.Resource.isInstance(entry)) {
      throw new DigitalOceanApiError(
        "invalid_argument",
        "dependsOn: expected resources, got something else.",
      );
    }
    return [entry];
  });
}

/*
 * The rest is for the resource. It limits the references of a resource that is read to what the state has
 * (docs/pulumi-internals.md, "MISSING DEPENDENCY").
 */

/** What a resource depends on. */
export interface Dependencies {
  readonly resources: readonly pulumi.Resource[];
  /** Whether the update leaves out some of what the program names. */
  readonly isIncomplete: boolean;
}

/**
 * The resources that a read resource depends on, by `dependsOn` or by an argument; in an update, those that the state
 * has. (docs/pulumi-internals.md, "ID DEPENDENCIES")
 *
 * @param self the resource itself, which may be part of a component that it depends on
 */
export async function dependenciesOf(
  args: readonly pulumi.Input<unknown>[],
  dependsOn: pulumi.CustomResourceOptions["dependsOn"],
  self: () => pulumi.Resource | undefined,
): Promise<Dependencies> {
  const [ofArgs, explicit] = await Promise.all([detailsOf([...args]), detailsOf(dependsOn)]);
  const named = [
    ...new Set([...ofArgs.resources, ...explicit.resources, ...requireResources(explicit.value)]),
  ];
  if (pulumi.runtime.isDryRun()) {
    return { resources: named, isIncomplete: false };
  }
  const parts = (await Promise.all(named.map((resource) => partsOf(resource, self())))).flat();
  const created = await Promise.all(parts.map(isCreated));
  return {
    resources: parts.filter((_, index) => created[index]),
    isIncomplete: !created.every(Boolean),
  };
}

/** The value of an input without its dependencies, as secret as it was. */
export async function withoutDependencies(input: pulumi.Input<unknown>): Promise<pulumi.Output<unknown>> {
  const { value, isSecret } = await detailsOf(input);
  return isSecret ? pulumi.secret(value) : pulumi.output(value);
}

/**
 * Whether the update has created the resource: a custom resource then has an id, and a remote component's outputs are
 * known. For other components the SDK does not say.
 */
async function isCreated(resource: pulumi.Resource): Promise<boolean> {
  const outputs = pulumi.CustomResource.isInstance(resource)
    ? [resource.id]
    : Object.values(resource).filter((value) => pulumi.Output.isInstance(value));
  const known = outputs.map((output) => isKnown(output).catch(() => false));
  return (await Promise.all(known)).every(Boolean);
}

/**
 * Refuses a parent or a provider that an update leaves out.
 *
 * @param name the resource's name, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export async function requireParentAndProvider(
  name: string,
  type: string,
  { parent, provider = parent?.getProvider(type) }: pulumi.CustomResourceOptions,
): Promise<void> {
  if (pulumi.runtime.isDryRun()) {
    return;
  }
  for (const [option, resource] of Object.entries({ parent, provider })) {
    if (resource !== undefined && !(await isRegistered(resource))) {
      const urn = await urnOf(resource);
      throw new DigitalOceanApiError(
        "invalid_argument",
        `DatabaseCluster ${name}: its ${option} has not been created, as this update leaves it out, and Pulumi would ` +
          `write a state that it cannot read; include it, such as with \`--target '${urn}'\`.`,
      );
    }
  }
}

async function isRegistered(resource: pulumi.Resource): Promise<boolean> {
  if (pulumi.CustomResource.isInstance(resource)) {
    return isCreated(resource);
  }
  // Only a limited command leaves a component out.
  const operation = runningOperation();
  if (operation.targets.length === 0 && operation.excludes.length === 0) {
    return true;
  }
  const urn = await urnOf(resource);
  return (covers(operation, urn) && !operation.isWithDependents) || (await isInState(urn));
}

function urnOf(resource: pulumi.Resource): Promise<string> {
  return new Promise((resolve) => {
    resource.urn.apply(resolve);
  });
}

/** Whether the stack's state has a resource, as the engine has saved it by now. */
async function isInState(urn: string): Promise<boolean> {
  const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
  const { outputs } = (await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {
    stackName,
  })) as { outputs: object };
  return Object.hasOwn(outputs, urn);
}
