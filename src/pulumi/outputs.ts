import * as pulumi from "@pulumi/pulumi";
import type { ClusterProperties, ClusterPropertiesWithoutCredentials } from "../model/cluster";
import { clusterFields } from "../model/fields";
import type { ClusterProperty, Field, PublicProperty } from "../model/fields";
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

/**
 * One entry a property, the secret ones marked.
 *
 * @param entry the value or Output of a property, secret or not
 */
export function marked(
  fields: Readonly<Record<string, Field>>,
  entry: (property: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([property, { secret }]) => {
      const value = entry(property);
      return [
        property,
        !secret ? value : pulumi.Output.isInstance(value) ? secretly(value) : pulumi.secret(value),
      ];
    }),
  );
}

/**
 * The Outputs of a cluster, marked as the table says.
 *
 * @param output the Output of one property, secret or not
 */
export function markedOutputs(
  output: (property: ClusterProperty) => pulumi.Output<unknown>,
): DatabaseClusterWithoutCredentialsOutputs {
  return marked(clusterFields, (property) =>
    output(property as ClusterProperty),
  ) as unknown as DatabaseClusterWithoutCredentialsOutputs;
}

/**
 * The Output as a secret one. Not by `pulumi.secret`: of an Output that fails it leaves a rejection that nobody
 * can handle, which ends a user's unit test, however well the test expects the failure.
 */
export function secretly<T>(output: pulumi.Output<T>): pulumi.Output<T> {
  return pulumi.all([output, pulumi.secret(undefined)]).apply(([value]) => value) as pulumi.Output<T>;
}

/** What is made of a value, which may fail: Pulumi then shows the error as one line. */
export function outputOf<T, U>(output: pulumi.Output<T>, make: (value: T) => U): pulumi.Output<U> {
  // eslint-disable-next-line @typescript-eslint/require-await
  const attempt = async (value: T): Promise<U> => make(value);
  return output.apply<U>((value) => rejectQuietly(attempt(value)));
}
