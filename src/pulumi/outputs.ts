import type { DigitalOceanApiError } from "../errors";
import type { ClusterProperties, ClusterPropertiesWithoutCredentials } from "../reads/clusterShape";
import type { Field, PublicProperty, clusterFields } from "../reads/secrecy";
import { asOurs, rejectQuietly } from "./rejection";
import * as pulumi from "./sdk";

/** Each property as an Output of its own, so that each keeps its own secrecy. */
export type OutputsOf<T> = { readonly [K in keyof T]: pulumi.Output<T[K]> };

/** Properties as a Promise hands them out: the public ones as plain values, the secret ones as secret Outputs. */
export type ResultOf<P, F> = {
  readonly [K in keyof P]: K extends PublicProperty<F> ? P[K] : pulumi.Output<P[K]>;
};

/** A cluster, its public properties as plain values and its secret ones as secret Outputs. */
export interface GetDatabaseClusterResult extends ResultOf<ClusterProperties, typeof clusterFields> {}

/** As {@link GetDatabaseClusterResult}, where the credentials may be missing. */
export interface GetDatabaseClusterWithoutCredentialsResult extends ResultOf<
  ClusterPropertiesWithoutCredentials,
  typeof clusterFields
> {}

/** A cluster, each property an Output of its own: the public ones readable, the secret ones secret. */
export interface DatabaseClusterOutputs extends OutputsOf<ClusterProperties> {}

/** As {@link DatabaseClusterOutputs}, where the credentials may be missing. */
export interface DatabaseClusterWithoutCredentialsOutputs extends OutputsOf<ClusterPropertiesWithoutCredentials> {}

/** Values as they are, the secret ones as secret Outputs, which are made on first use. */
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
 * An Output for each property, marked as the table says, and made on first use.
 *
 * @param source the Output, secret or not, with what the property is made of
 * @param pick what it is; it may throw
 */
export function markedOutputs<T>(
  fields: Readonly<Record<string, Field>>,
  source: (property: string) => pulumi.Output<T>,
  pick: (value: T, property: string) => unknown,
): Record<string, pulumi.Output<unknown>> {
  // Marking costs more than the rest: a source that several properties come from is marked once.
  const marked = new Map<pulumi.Output<T>, pulumi.Output<T>>();
  const secretly = (output: pulumi.Output<T>): pulumi.Output<T> => {
    const secret = marked.get(output) ?? secretOf(output);
    marked.set(output, secret);
    return secret;
  };
  return madeOnFirstUse(Object.keys(fields), (property) => {
    const output = source(property);
    return outputOf(fields[property]?.secret === true ? secretly(output) : output, (value) =>
      pick(value, property),
    );
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

/** What is made on first use, and then kept. */
export function onFirstUse<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** In `pulumi.all` it makes secrets of what is beside it. */
const nothingSecret = pulumi.secret(undefined);

/**
 * The Output as a secret one, in a preview while it is unknown, too. (Of an Output that fails, `pulumi.secret` leaves a
 * rejection that no code can handle, and that makes users' tests fail.)
 */
export function secretOf<T>(output: pulumi.Output<T>): pulumi.Output<T> {
  return pulumi.all([output, nothingSecret]).apply(([value]) => value as T);
}

/**
 * What is made of an Output's value. If `make` throws, the Output fails with an error of this package, which Pulumi
 * shows as one line.
 *
 * @param make may also return an Input
 * @param hide takes out of the error what is not to be shown
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
      return rejectQuietly(failure(hide(asOurs(error), value)));
    }
  }) as pulumi.Output<U>;
}

function failure(error: DigitalOceanApiError | Promise<DigitalOceanApiError>): Promise<never> {
  return Promise.resolve(error).then((known) => Promise.reject(known));
}

/**
 * The value of an input, Outputs and Promises in it included.
 *
 * @param read reads the input, which may throw
 */
export function valueOf<T>(read: () => unknown): pulumi.Output<T> {
  let input: unknown;
  try {
    input = read();
    if (pulumi.Output.isInstance(input)) {
      return input.apply(unwrapped) as pulumi.Output<T>;
    }
    return pulumi.output(
      input instanceof Promise ? input.then(unwrapped) : unwrapped(input),
    ) as pulumi.Output<T>;
  } catch (error) {
    return pulumi.output(rejectQuietly(failure(asOurs(error)))) as pulumi.Output<T>;
  }
}

/** The values of inputs of these names, as {@link valueOf} has them. */
export function valuesOf(
  names: readonly string[],
  read: (name: string) => unknown,
): pulumi.Output<Record<string, unknown>> {
  const values = names.map((name) => [name, valueOf(() => read(name))] as const);
  return pulumi.output<unknown>(Object.fromEntries(values)) as pulumi.Output<Record<string, unknown>>;
}

/** Pulumi's own error of what it cannot take, such as an object in a circle, comes with a stack. */
function unwrapped(value: unknown): unknown {
  if (typeof value !== "object" || value === null) {
    return value;
  }
  try {
    return pulumi.output(value);
  } catch (error) {
    return rejectQuietly(failure(asOurs(error)));
  }
}
