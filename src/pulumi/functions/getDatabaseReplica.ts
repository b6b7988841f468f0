/** The data function for a read-only replica. */
import type * as pulumi from "@pulumi/pulumi";
import type { Lacking } from "../../connection/connection";
import type { CredentialProperty } from "../../reads/clusterShape";
import { replicaRead } from "../../reads/replica";
import type { ReplicaProperties } from "../../reads/replica";
import type { replicaFields } from "../../reads/secrecy";
import type { OutputsOf, ResultOf } from "../outputs";
import { namedPartNames, outputsOf, resultOf } from "./dataFunction";
import type { NamedPartArgs, NamedPartOutputArgs } from "./dataFunction";

/** The read-only replica, and how to look it up. */
export interface GetDatabaseReplicaArgs extends NamedPartArgs {}

/** As {@link GetDatabaseReplicaArgs}, for values that other resources yield. */
export interface GetDatabaseReplicaOutputArgs extends NamedPartOutputArgs {}

/** A read-only replica, its public properties as plain values and its secret ones as secret Outputs. */
export interface GetDatabaseReplicaResult extends ResultOf<ReplicaProperties, typeof replicaFields> {}

/** As {@link GetDatabaseReplicaResult}, but the credentials may be missing. */
export interface GetDatabaseReplicaWithoutCredentialsResult extends ResultOf<
  Lacking<ReplicaProperties, CredentialProperty>,
  typeof replicaFields
> {}

/** A read-only replica, each property an Output of its own: the public ones readable, the secret ones secret. */
export interface DatabaseReplicaOutputs extends OutputsOf<ReplicaProperties> {}

/** As {@link DatabaseReplicaOutputs}, but the credentials may be missing. */
export interface DatabaseReplicaWithoutCredentialsOutputs extends OutputsOf<
  Lacking<ReplicaProperties, CredentialProperty>
> {}

/**
 * A read-only replica of a cluster (`GET /v2/databases/{uuid}/replicas/{name}`, and `GET /v2/databases/{uuid}` for
 * its engine).
 *
 * @throws DigitalOceanApiError (the Promise is rejected) with the codes of `getDatabaseCluster`, except
 * `ambiguous_name`; for a replica that does not exist `not_found`, with a list of those that do
 */
export function getDatabaseReplica(
  args: GetDatabaseReplicaArgs & { readonly requireCredentials?: true | undefined },
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseReplicaResult>;

export function getDatabaseReplica(
  args: GetDatabaseReplicaArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseReplicaWithoutCredentialsResult>;

export function getDatabaseReplica(args: GetDatabaseReplicaArgs, opts?: pulumi.InvokeOptions): unknown {
  return resultOf(replicaRead, namedPartNames, args, opts);
}

/**
 * As {@link getDatabaseReplica}, for arguments that other resources yield: each property is an Output of its own.
 *
 * @throws DigitalOceanApiError (every property fails with it) as {@link getDatabaseReplica} does
 */
export function getDatabaseReplicaOutput(
  args: GetDatabaseReplicaOutputArgs & { readonly requireCredentials?: true | undefined },
  opts?: pulumi.InvokeOutputOptions,
): DatabaseReplicaOutputs;

export function getDatabaseReplicaOutput(
  args: GetDatabaseReplicaOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): DatabaseReplicaWithoutCredentialsOutputs;

export function getDatabaseReplicaOutput(
  args: GetDatabaseReplicaOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): unknown {
  return outputsOf(replicaRead, namedPartNames, args, opts);
}
