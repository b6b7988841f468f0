/** How what was found becomes Outputs: one per property, secret as the table says, made on first use. */
import * as pulumi from "@pulumi/pulumi";
import type { DigitalOceanApiError } from "../errors";
import type { ClusterProperties, ClusterPropertiesWithoutCredentials } from "../reads/clusterShape";
import type { Field, PublicProperty, clusterFields } from "../reads/secrecy";
import { asOurs, rejectQuietly } from "./rejection";

/** Each property as an Output of its own, so that each keeps its own secrecy. */
export type OutputsOf<T> = { readonly [K in keyof T]: pulumi.Output<T[K]> };

/** The result of a Promise form: public properties as plain values, secret ones as secret Outputs. */
export type ResultOf<P, F> = {
  readonly [K in keyof P]: K extends PublicProperty<F> ? P[K] : pulumi.Output<P[K]>;
};

/** A cluster, its public properties as plain values and its secret ones as secret Outputs. */
export interface GetDatabaseClusterResult extends ResultOf<ClusterProperties, typeof clusterFields> {}

/** As {@link GetDatabaseClusterResult}, but the credentials may be missing. */
export interface GetDatabaseClusterWithoutCredentialsResult extends ResultOf<
  ClusterPropertiesWithoutCredentials,
  typeof clusterFields
> {}

/** A cluster, each property an Output of its own: the public ones readable, the secret ones secret. */
export interface DatabaseClusterOutputs extends OutputsOf<ClusterProperties> {}

/** As {@link DatabaseClusterOutputs}, but the credentials may be missing. */
export interface DatabaseClusterWithoutCredentialsOutputs extends OutputsOf<ClusterPropertiesWithoutCredentials> {}

/** Public properties as plain values, secret ones as secret Outputs. */
export function markedValues(
  fields: Readonly<Record<string, Field>>,
  value: (property: string) => unknown,
): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [property, { secret }] of Object.entries(fields)) {
    if (secret) {
      defineOnFirstUse(record, property, () => pulumi.secret(value(property)));
    } else {
      record[property] = value(property);
    }
  }
  return record;
}

/**
 * An Output for each property, secret if the table says so.
 *
 * @param source the Output that the property is made of
 * @param pick makes the property's value from the source's; it may throw
 */
export function markedOutputs<T>(
  fields: Readonly<Record<string, Field>>,
  source: (property: string) => pulumi.Output<T>,
  pick: (value: T, property: string) => unknown,
): Record<string, pulumi.Output<unknown>> {
  // Properties share a source. It is marked once, because marking costs more than the rest.
  const secrets = new Map<pulumi.Output<T>, pulumi.Output<T>>();
  const secretSource = (output: pulumi.Output<T>): pulumi.Output<T> => {
    const secret = secrets.get(output) ?? secretOf(output);
    secrets.set(output, secret);
    return secret;
  };
  return madeOnFirstUse(Object.keys(fields), (property) => {
    const output = source(property);
    const marked = fields[property]?.secret === true ? secretSource(output) : output;
    return outputOf(marked, (value) => pick(value, property));
  });
}

/**
 * A plain object with these properties. The value of each is made when it is first read: an Output that is
 * never read costs nothing and cannot fail unseen.
 */
export function madeOnFirstUse<T>(
  properties: readonly string[],
  make: (property: string) => T,
): Record<string, T> {
  const record: Record<string, T> = {};
  for (const property of properties) {
    defineOnFirstUse(record, property, () => make(property));
  }
  return record;
}

function defineOnFirstUse(record: object, property: string, make: () => unknown): void {
  Object.defineProperty(record, property, { enumerable: true, configurable: true, get: onFirstUse(make) });
}

/** Makes a value at the first call, and returns the same one at each later call. */
export function onFirstUse<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

const nothingSecret = pulumi.secret(undefined);

/** The Output as a secret one, also while it is unknown (docs/pulumi-internals.md, "SECRET OF A FAILURE"). */
export function secretOf<T>(output: pulumi.Output<T>): pulumi.Output<T> {
  return pulumi.all([output, nothingSecret]).apply(([value]) => value as T);
}

/**
 * An Output made from another one's value. If `make` throws, it fails with an error of this package, which Pulumi shows
 * as one line.
 *
 * @param make may also return an Input
 * @param hide removes from the error what must not be shown
 */
export function outputOf<T, U>(
  output: pulumi.Output<T>,
  make: (value: T) => U,
  hide: (error: DigitalOceanApiError, value: T) => DigitalOceanApiError | Promise<DigitalOceanApiError> = (
    error,
  ) => error,
): pulumi.Output<U> {
  return output.apply((value): unknown => {
    try {
      return make(value);
    } catch (error) {
      return failing(hide(asOurs(error), value));
    }
  }) as pulumi.Output<U>;
}

function failing(error: DigitalOceanApiError | Promise<DigitalOceanApiError>): Promise<never> {
  return rejectQuietly(Promise.resolve(error).then((known) => Promise.reject(known)));
}

/**
 * The value of an input, including the Outputs and Promises in it.
 *
 * @param read reads the input; it may throw
 */
export function valueOf<T>(read: () => unknown): pulumi.Output<T> {
  let output: pulumi.Output<unknown>;
  try {
    const input = read();
    output = pulumi.Output.isInstance(input)
      ? input.apply(unwrapped)
      : pulumi.output(input instanceof Promise ? input.then(unwrapped) : unwrapped(input));
  } catch (error) {
    output = pulumi.output(failing(asOurs(error)));
  }
  return output as pulumi.Output<T>;
}

/** The values of several inputs by name, as {@link valueOf} returns them. */
export function valuesOf(
  names: readonly string[],
  read: (name: string) => unknown,
): pulumi.Output<Record<string, unknown>> {
  const values = names.map((name) => [name, valueOf(() => read(name))] as const);
  return pulumi.output<unknown>(Object.fromEntries(values)) as pulumi.Output<Record<string, unknown>>;
}

/** The SDK throws on values that it cannot take, such as a circular object, and its error comes with a stack. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  try {
    return pulumi.output(value);
  } catch (error) {
    return failing(asOurs(error));
  }
}
