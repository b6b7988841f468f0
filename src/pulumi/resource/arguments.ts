import { types } from "node:util";
import { ownMember } from "../../api/decode";
import { DigitalOceanApiError } from "../../errors";
import type { ClusterArgs } from "../../reads/cluster";
import { defaultNamespace, requireNamespace } from "../../reads/configuration";
import { requireUuid } from "../../reads/identifiers";
import { waitSeconds } from "../../reads/waitUntilOnline";
import type { WaitForOnlineInput } from "../givenArguments";
import { reasonNotToWait, runningOperation } from "../operation";
import * as pulumi from "../sdk";
import { programConfig, warnOfPlaintextToken } from "../surroundings";

/** The resource has no name to look up by. */
const byName = "to look up by name use `getDatabaseClusterOutput({ name })`";

/**
 * The functions take a token, so that one is easily given to the resource, too.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function refuseToken(args: unknown): void {
  if (typeof args === "object" && args !== null && ownMember(args, "token") !== undefined) {
    const given = ownMember(args, "configNamespace");
    const namespace = typeof given === "string" ? requireNamespace(given) : defaultNamespace;
    throw new DigitalOceanApiError(
      "invalid_argument",
      "token: a resource has none, because its arguments are stored; set it with " +
        `\`pulumi config set --secret ${namespace}:token\`, or use getDatabaseClusterOutput.`,
    );
  }
}

/** @throws DigitalOceanApiError `invalid_argument` */
export function refuseWhatCannotBeMeant(
  args: { readonly uuid: pulumi.Input<string> },
  opts: pulumi.CustomResourceOptions,
): void {
  const refuse = (text: string): Error => new DigitalOceanApiError("invalid_argument", text);
  const { uuid } = args;
  // What is yet to come is checked when it is there. A promise may be of another realm, in Jest.
  if (!pulumi.Output.isInstance(uuid) && !types.isPromise(uuid)) {
    requireUuid(uuid, "uuid", byName);
  }
  if (opts.import !== undefined) {
    throw refuse(
      "import: a DatabaseCluster is read, not managed, so there is nothing to import; leave the option out.",
    );
  }
  if (opts.id !== undefined) {
    throw refuse("id: the resource's id is the cluster's UUID; give it as `uuid`.");
  }
  if (opts.provider !== undefined && packageOf(opts.provider) !== "pulumi-nodejs") {
    throw refuse(
      "provider: a DatabaseCluster is run by Pulumi's dynamic provider, pulumi-nodejs, and has the token of its config or " +
        "its environment; use `configNamespace` for another account, or getDatabaseClusterOutput, which takes a " +
        "digitalocean.Provider.",
    );
  }
}

/**
 * Refuses a resource that has no provider, which the engine would say with a stack.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireProvider(
  type: string,
  { parent, provider = parent?.getProvider(type) }: pulumi.CustomResourceOptions,
): void {
  const disabled = programConfig().get("pulumi:disable-default-providers") ?? "";
  if (provider === undefined && /"(\*|pulumi-nodejs)"/.test(disabled)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "provider: pulumi:disable-default-providers leaves a DatabaseCluster without one; give it a provider of the package " +
        "pulumi-nodejs, as the option `provider` or through its parent.",
    );
  }
}

/** @throws DigitalOceanApiError `invalid_argument` */
export function checkedId(uuid: unknown, configNamespace: unknown, waitForOnline: unknown): string {
  const id = requireUuid(uuid, "uuid", byName);
  waitSeconds(waitForOnline);
  warnOfPlaintextToken(requireNamespace(configNamespace));
  return id;
}

/** The SDK's types leave it out. */
function packageOf(provider: pulumi.ProviderResource): string | undefined {
  return (provider as { getPackage?: () => string }).getPackage?.();
}

/** The arguments that the resource hands to its handler, beside the UUID, which is its id. */
export type Inputs = Pick<ClusterArgs, (typeof inputNames)[number]>;

/** Their names, by which they are in the states of old releases, too. */
export const inputNames = [
  "waitForOnline",
  "requireCredentials",
  "configNamespace",
  "apiEndpoint",
] as const satisfies readonly (keyof ClusterArgs)[];

/** What it hands over in a preview in the place of `waitForOnline`, if the update is going to wait. */
export const waitsInUpdate = "waitsInUpdate";

/** What it hands over beside `waitForOnline` in a run that does not wait: the reason. */
export const noWaitInput = "noWait";

/**
 * What the handler is told of waiting. It does not know what `pulumi` command it works for: it is told `waitForOnline` in
 * an update only, and why a run that is no preview does not wait.
 *
 * @param urn the resource's URN, by which `--target` and `--exclude` name it
 */
export function waitingInputs(
  waitForOnline: pulumi.Input<WaitForOnlineInput | undefined>,
  urn: () => pulumi.Output<string>,
): pulumi.Inputs {
  if (waitForOnline === undefined) {
    return {};
  }
  if (pulumi.runtime.isDryRun()) {
    return { [waitsInUpdate]: pulumi.output(waitForOnline).apply(waits) };
  }
  const operation = runningOperation();
  return { waitForOnline, [noWaitInput]: urn().apply((own) => reasonNotToWait(operation, own)) };
}

/** What is not to be told is `undefined`. What is malformed is refused elsewhere: here nothing may be thrown. */
function waits(waitForOnline: unknown): true | undefined {
  return waitForOnline === true || (typeof waitForOnline === "object" && waitForOnline !== null)
    ? true
    : undefined;
}
