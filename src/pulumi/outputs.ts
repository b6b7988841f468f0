import * as pulumi from "@pulumi/pulumi";
import type { ClusterProperties, ClusterPropertiesWithoutCredentials } from "../model/cluster";
import { clusterFields, clusterProperties } from "../model/fields";
import type { ClusterProperty, PublicClusterProperty, SecretClusterProperty } from "../model/fields";
import { rejectQuietly } from "./rejection";

/** Each property as an Output of its own, so that each keeps its own secrecy. */
export type OutputsOf<T> = { readonly [K in keyof T]: pulumi.Output<T[K]> };

/** A cluster, its public properties as plain values and its secret ones as secret Outputs. */
export interface GetDatabaseClusterResult
  extends
    Pick<ClusterProperties, PublicClusterProperty>,
    OutputsOf<Pick<ClusterProperties, SecretClusterProperty>> {}

/** As {@link GetDatabaseClusterResult}, where the credentials may be missing. */
export interface GetDatabaseClusterWithoutCredentialsResult
  extends
    Pick<ClusterPropertiesWithoutCredentials, PublicClusterProperty>,
    OutputsOf<Pick<ClusterPropertiesWithoutCredentials, SecretClusterProperty>> {}

/** A cluster, each property an Output of its own: the public ones readable, the secret ones secret. */
export interface DatabaseClusterOutputs extends OutputsOf<ClusterProperties> {}

/** As {@link DatabaseClusterOutputs}, where the credentials may be missing. */
export interface DatabaseClusterWithoutCredentialsOutputs extends OutputsOf<ClusterPropertiesWithoutCredentials> {}

/** A looked-up cluster with its secret properties marked as the table says. */
export function markedResult(
  cluster: ClusterPropertiesWithoutCredentials,
): GetDatabaseClusterWithoutCredentialsResult {
  return byProperty((property) =>
    clusterFields[property].secret ? pulumi.secret(cluster[property]) : cluster[property],
  ) as unknown as GetDatabaseClusterWithoutCredentialsResult;
}

/**
 * The Outputs of a cluster, marked as the table says.
 *
 * @param output the Output of one property, secret or not
 */
export function markedOutputs(
  output: (property: ClusterProperty) => pulumi.Output<unknown>,
): DatabaseClusterWithoutCredentialsOutputs {
  return byProperty((property) =>
    clusterFields[property].secret ? secretly(output(property)) : output(property),
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

/** One entry a property, in the order of the table. */
function byProperty<T>(entry: (property: ClusterProperty) => T): Record<string, T> {
  return Object.fromEntries(clusterProperties.map((property) => [property, entry(property)]));
}
