import { DigitalOceanApiError } from "../../errors";
import { detailsOf, isCreated, partsOf, requireResources } from "../dependencies";
import { covers, isLimited, runningOperation } from "../operation";
import * as pulumi from "../sdk";

/*
 * What a resource that is read may refer to in the state. `--target` and `--exclude` leave resources out of an update,
 * and others fail: their ids are unknown then, in an update too, and the state does not have them. If a read resource
 * depends on such a one, or is its child, the engine writes a state that no command accepts any more
 * (pulumi/pulumi#3790, #15959, #19833). For resources that are created the engine itself refuses that.
 */

/** What the resource depends on. */
export interface Dependencies {
  readonly resources: readonly pulumi.Resource[];
  /** Whether an update has left out some of what the program names. */
  readonly isIncomplete: boolean;
}

/**
 * The resources that a read resource depends on, by `dependsOn` or by an argument; in an update those that the state
 * has. The SDK forgets what the id of such a resource depends on: what yields the UUID would be missing from the
 * state, and could be destroyed before what depends on the cluster.
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

/** The value alone, as secret as it was. */
export async function withoutDependencies(input: pulumi.Input<unknown>): Promise<pulumi.Output<unknown>> {
  const { value, isSecret } = await detailsOf(input);
  return isSecret ? pulumi.secret(value) : pulumi.output(value);
}

/**
 * Refuses a parent or a provider that an update has left out.
 *
 * @param name what messages call the resource
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
  // The SDK does not say of a component whether it was left out. That can only be if the command is limited.
  const operation = runningOperation();
  if (!isLimited(operation)) {
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
