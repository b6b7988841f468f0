/** The resource's arguments: their checks, and what the constructor passes on to the handler in the provider host. */
import * as pulumi from "@pulumi/pulumi";
import { ownMember } from "../../api/decode";
import { DigitalOceanApiError } from "../../errors";
import type { ClusterArgs } from "../../reads/cluster";
import { defaultNamespace, requireNamespace } from "../../reads/configuration";
import { requireUuid } from "../../reads/identifiers";
import { waitSeconds } from "../../reads/waitUntilOnline";
import { isOutputOrPromise } from "../givenArguments";
import type { WaitForOnlineInput } from "../givenArguments";
import { reasonNotToWait, runningOperation } from "../operation";
import { packageOf } from "../sdkInternals";
import { programConfig, warnOfPlaintextToken } from "../surroundings";

/** The arguments that the handler gets as the resource's inputs. The UUID is the resource's id. */
export const inputNames = [
  "waitForOnline",
  "requireCredentials",
  "configNamespace",
  "apiEndpoint",
] as const satisfies readonly (keyof ClusterArgs)[];

export type Inputs = Pick<ClusterArgs, (typeof inputNames)[number]>;

/**
 * The id in an update that leaves out the resource with the UUID. The engine takes it for a known id, and the handler reads
 * nothing (docs/pulumi-internals.md, "UNKNOWN ID").
 */
export const idWithoutUuid = "uuid-is-unknown";

/** The input that replaces `waitForOnline` in a preview: `true` if the update will wait. */
export const waitsInUpdate = "waitsInUpdate";

/** The input beside `waitForOnline` in a run that does not wait: the reason. */
export const noWaitInput = "noWait";

/**
 * The inputs about waiting. The handler does not know which `pulumi` command it runs for, so that it gets
 * `waitForOnline` in an update only.
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
    // `checkedId` refuses a malformed value; nothing may be thrown here.
    const waits = (wait: unknown): true | undefined =>
      wait === true || (typeof wait === "object" && wait !== null) || undefined;
    return { [waitsInUpdate]: pulumi.output(waitForOnline).apply(waits) };
  }
  const operation = runningOperation();
  return { waitForOnline, [noWaitInput]: urn().apply((own) => reasonNotToWait(operation, own)) };
}

const byName = "to look up by name use `getDatabaseClusterOutput({ name })`";

function refusal(message: string): DigitalOceanApiError {
  return new DigitalOceanApiError("invalid_argument", message);
}

/**
 * Refuses a token: the data functions take one, but the arguments of a resource are stored.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function refuseToken(args: unknown): void {
  if (typeof args === "object" && args !== null && ownMember(args, "token") !== undefined) {
    const given = ownMember(args, "configNamespace");
    const namespace = typeof given === "string" ? requireNamespace(given) : defaultNamespace;
    throw refusal(
      "token: a resource has none, because its arguments are stored; set it with " +
        `\`pulumi config set --secret ${namespace}:token\`, or use getDatabaseClusterOutput.`,
    );
  }
}

/**
 * Refuses a malformed UUID, and options that a resource that is read cannot have.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function checkUuidAndOptions(uuid: unknown, type: string, opts: pulumi.CustomResourceOptions): void {
  if (!isOutputOrPromise(uuid)) {
    requireUuid(uuid, "uuid", byName);
  }
  if (opts.import !== undefined) {
    throw refusal(
      "import: a DatabaseCluster is read, not managed, so there is nothing to import; leave the option out.",
    );
  }
  if (opts.id !== undefined) {
    throw refusal("id: the resource's id is the cluster's UUID; give it as `uuid`.");
  }
  if (opts.provider !== undefined && packageOf(opts.provider) !== "pulumi-nodejs") {
    throw refusal(
      "provider: a DatabaseCluster is run by Pulumi's dynamic provider, pulumi-nodejs, and has the token of its config or " +
        "its environment; use `configNamespace` for another account, or getDatabaseClusterOutput, which takes a " +
        "digitalocean.Provider.",
    );
  }
  // Without a provider the engine fails with a stack trace.
  const disabled = programConfig().get("pulumi:disable-default-providers") ?? "";
  if (
    (opts.provider ?? opts.parent?.getProvider(type)) === undefined &&
    /"(\*|pulumi-nodejs)"/.test(disabled)
  ) {
    throw refusal(
      "provider: pulumi:disable-default-providers leaves a DatabaseCluster without one; give it a provider of the package " +
        "pulumi-nodejs, as the option `provider` or through its parent.",
    );
  }
}

/**
 * The resource's id, once the arguments are known.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function checkedId(uuid: unknown, configNamespace: unknown, waitForOnline: unknown): string {
  const id = requireUuid(uuid, "uuid", byName);
  waitSeconds(waitForOnline);
  warnOfPlaintextToken(requireNamespace(configNamespace));
  return id;
}
