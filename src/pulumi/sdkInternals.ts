/**
 * What this package uses of Pulumi's SDK although the SDK's types do not show it. Every name is an entry of
 * docs/pulumi-internals.md.
 */
import * as pulumi from "@pulumi/pulumi";
import { ownMember } from "../api/decode";

interface OutputInternals {
  /** With `true`, unknown parts of the value are `pulumi.unknown`. */
  promise(withUnknowns?: true): Promise<unknown>;
  allResources(): Promise<Set<pulumi.Resource>>;
  readonly isKnown: Promise<boolean>;
}

function internalsOf(output: pulumi.Output<unknown>): OutputInternals {
  return output as unknown as OutputInternals;
}

/** Whether an Output has a value. In an update it has none if a resource was left out (entry "KNOWN"). */
export function isKnown(output: pulumi.Output<unknown>): Promise<boolean> {
  return internalsOf(output).isKnown;
}

/** The Output; if it is unknown, another value (entry "KNOWN"). */
export function orIfUnknown<T>(output: pulumi.Output<T>, value: T): pulumi.Output<T> {
  return pulumi.output(isKnown(output).then((known) => (known ? output : value))) as pulumi.Output<T>;
}

/** The value of an input; `undefined` if it is unknown (entry "VALUE"). */
export function settled(input: pulumi.Input<unknown>): Promise<unknown> {
  return internalsOf(pulumi.output(input)).promise();
}

/** An input's value, with `pulumi.unknown` instead of unknown parts, and where it comes from. */
export interface InputDetails {
  readonly value: unknown;
  readonly resources: readonly pulumi.Resource[];
  readonly isSecret: boolean;
}

/** The details of an input (entry "VALUE"). */
export async function detailsOf(input: pulumi.Input<unknown>): Promise<InputDetails> {
  const output = pulumi.output(input);
  const [value, resources, isSecret] = await Promise.all([
    internalsOf(output).promise(true),
    internalsOf(output).allResources(),
    pulumi.isSecret(output),
  ]);
  return { value, resources: [...resources], isSecret };
}

interface ComponentInternals {
  /** Settled once the component's constructor is done. */
  readonly __data?: Promise<unknown>;
  readonly __childResources?: Set<pulumi.Resource>;
  /** Whether another process makes the component: it is registered after all its children. */
  readonly __remote?: boolean;
}

/**
 * The custom resources and remote components that a resource consists of: itself, or, for another component, those of
 * its children (entry "CHILDREN").
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
  const component = resource as unknown as ComponentInternals;
  if (pulumi.CustomResource.isInstance(resource) || component.__remote === true) {
    return [resource];
  }
  await component.__data;
  const children = [...(component.__childResources ?? [])].map((child) => partsOf(child, excluded));
  return (await Promise.all(children)).flat();
}

/** The package of a provider, such as `digitalocean` (entry "PACKAGE"). */
export function packageOf(provider: pulumi.ProviderResource): string | undefined {
  return (provider as { getPackage?: () => string }).getPackage?.();
}

/** Whether a config value was set without `--secret` (entry "CONFIG SECRET"). `false` if the SDK does not say. */
export function isPlaintextConfig(key: string): boolean {
  const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean };
  return Boolean(pulumi.runtime.getConfig(key)) && isConfigSecret?.(key) === false;
}

/** The mocks of the unit test that the program runs in (`pulumi.runtime.setMocks`), if it does (entry "MOCKS"). */
export function unitTestMocks(): pulumi.runtime.Mocks | undefined {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  return ownMember(monitor ?? {}, "mocks") as pulumi.runtime.Mocks | undefined;
}
