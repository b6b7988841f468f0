/** The data function for a user. */
import type * as pulumi from "@pulumi/pulumi";
import type { Lacking } from "../../connection/connection";
import type { userFields } from "../../reads/secrecy";
import { userRead } from "../../reads/user";
import type { UserProperties } from "../../reads/user";
import type { OutputsOf, ResultOf } from "../outputs";
import { namedPartNames, outputsOf, resultOf } from "./dataFunction";
import type { NamedPartArgs, NamedPartOutputArgs } from "./dataFunction";

/** The user, and how to look it up. */
export interface GetDatabaseUserArgs extends NamedPartArgs {}

/** As {@link GetDatabaseUserArgs}, for values that other resources yield. */
export interface GetDatabaseUserOutputArgs extends NamedPartOutputArgs {}

/** A user, its public properties as plain values and its secret ones as secret Outputs. */
export interface GetDatabaseUserResult extends ResultOf<UserProperties, typeof userFields> {}

/** As {@link GetDatabaseUserResult}, but the credentials may be missing. */
export interface GetDatabaseUserWithoutCredentialsResult extends ResultOf<
  Lacking<UserProperties, "password">,
  typeof userFields
> {}

/** A user, each property an Output of its own: the public ones readable, the secret ones secret. */
export interface DatabaseUserOutputs extends OutputsOf<UserProperties> {}

/** As {@link DatabaseUserOutputs}, but the credentials may be missing. */
export interface DatabaseUserWithoutCredentialsOutputs extends OutputsOf<
  Lacking<UserProperties, "password">
> {}

/**
 * A user of a cluster's databases (`GET /v2/databases/{uuid}/users/{name}`), with the password, and for Kafka with
 * the client certificate and its key. The API shows MongoDB's passwords only when it creates them: later a lookup fails
 * with `credentials_withheld`, unless `requireCredentials` is `false`.
 *
 * @throws DigitalOceanApiError (the Promise is rejected) with the codes of `getDatabaseCluster`, except
 * `ambiguous_name` and `not_online`; for a user that does not exist `not_found`, with a list of those that do
 */
export function getDatabaseUser(
  args: GetDatabaseUserArgs & { readonly requireCredentials?: true | undefined },
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseUserResult>;

export function getDatabaseUser(
  args: GetDatabaseUserArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseUserWithoutCredentialsResult>;

export function getDatabaseUser(args: GetDatabaseUserArgs, opts?: pulumi.InvokeOptions): unknown {
  return resultOf(userRead, namedPartNames, args, opts);
}

/**
 * As {@link getDatabaseUser}, for arguments that other resources yield: each property is an Output of its own.
 *
 * @throws DigitalOceanApiError (every property fails with it) as {@link getDatabaseUser} does
 *
 * @example
 * ```ts
 * const user = getDatabaseUserOutput({ clusterUuid: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30", name: "app" });
 * export const password = user.password;
 * ```
 */
export function getDatabaseUserOutput(
  args: GetDatabaseUserOutputArgs & { readonly requireCredentials?: true | undefined },
  opts?: pulumi.InvokeOutputOptions,
): DatabaseUserOutputs;

export function getDatabaseUserOutput(
  args: GetDatabaseUserOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): DatabaseUserWithoutCredentialsOutputs;

export function getDatabaseUserOutput(
  args: GetDatabaseUserOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): unknown {
  return outputsOf(userRead, namedPartNames, args, opts);
}
