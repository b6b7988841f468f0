import type * as pulumi from "./sdk";
import type { ClusterProperties, ClusterPropertiesWithoutCredentials } from "../model/cluster";
import type { clusterFields } from "../model/fields";
import type { Field, PublicProperty } from "../model/fields";
import { derived, secretOf } from "./outputParts";
import { rejectQuietly } from "./rejection";

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

/** Values as they are, the secret ones as secret Outputs. */
export function markedValues(
  fields: Readonly<Record<string, Field>>,
  value: (property: string) => unknown,
): Record<string, unknown> {
  return entries(fields, (property, secret) => (secret ? secretOf(value(property)) : value(property)));
}

/**
 * An Output for each property, marked as the table says.
 *
 * @param source the Output, secret or not, with what the property is made of
 * @param pick what it is; fails never
 */
export function markedOutputs<T>(
  fields: Readonly<Record<string, Field>>,
  source: (property: string) => pulumi.Output<T>,
  pick: (value: T, property: string) => unknown = (value) => value,
): Record<string, pulumi.Output<unknown>> {
  return entries(fields, (property, secret) =>
    derived(source(property), (value) => pick(value, property), secret),
  );
}

function entries<T>(
  fields: Readonly<Record<string, Field>>,
  entry: (property: string, secret: boolean) => T,
): Record<string, T> {
  return Object.fromEntries(
    Object.entries(fields).map(([property, { secret }]) => [property, entry(property, secret)]),
  );
}

/** What is made of a value, which may fail: Pulumi then shows the error as one line. */
export function outputOf<T, U>(output: pulumi.Output<T>, make: (value: T) => U): pulumi.Output<U> {
  // eslint-disable-next-line @typescript-eslint/require-await
  const attempt = async (value: T): Promise<U> => make(value);
  return output.apply<U>((value) => rejectQuietly(attempt(value)));
}
