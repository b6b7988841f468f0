/** The data function for a connection pool. */
import type * as pulumi from "@pulumi/pulumi";
import type { Lacking } from "../../connection/connection";
import { connectionPoolRead } from "../../reads/connectionPool";
import type { ConnectionPoolProperties, PoolCredentialProperty } from "../../reads/connectionPool";
import type { connectionPoolFields } from "../../reads/secrecy";
import type { OutputsOf, ResultOf } from "../outputs";
import { namedPartNames, outputsOf, resultOf } from "./dataFunction";
import type { NamedPartArgs, NamedPartOutputArgs } from "./dataFunction";

/** The connection pool, and how to look it up. */
export interface GetDatabaseConnectionPoolArgs extends NamedPartArgs {}

/** As {@link GetDatabaseConnectionPoolArgs}, for values that other resources yield. */
export interface GetDatabaseConnectionPoolOutputArgs extends NamedPartOutputArgs {}

/** A connection pool, its public properties as plain values and its secret ones as secret Outputs. */
export interface GetDatabaseConnectionPoolResult extends ResultOf<
  ConnectionPoolProperties,
  typeof connectionPoolFields
> {}

/** As {@link GetDatabaseConnectionPoolResult}, but the credentials may be missing. */
export interface GetDatabaseConnectionPoolWithoutCredentialsResult extends ResultOf<
  Lacking<ConnectionPoolProperties, PoolCredentialProperty>,
  typeof connectionPoolFields
> {}

/** A connection pool, each property an Output of its own: the public ones readable, the secret ones secret. */
export interface DatabaseConnectionPoolOutputs extends OutputsOf<ConnectionPoolProperties> {}

/** As {@link DatabaseConnectionPoolOutputs}, but the credentials may be missing. */
export interface DatabaseConnectionPoolWithoutCredentialsOutputs extends OutputsOf<
  Lacking<ConnectionPoolProperties, PoolCredentialProperty>
> {}

/**
 * A connection pool of a PostgreSQL cluster (`GET /v2/databases/{uuid}/pools/{name}`). A pool without its own user may
 * lack a password as well: it fails with `credentials_withheld`, unless `requireCredentials` is `false`. Then use
 * `connectionFor(pool, { user, password })`.
 *
 * @throws DigitalOceanApiError (the Promise is rejected) with the codes of `getDatabaseCluster`, except
 * `ambiguous_name` and `not_online`; for a pool that does not exist `not_found`, with a list of those that do
 */
export function getDatabaseConnectionPool(
  args: GetDatabaseConnectionPoolArgs & { readonly requireCredentials?: true | undefined },
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseConnectionPoolResult>;

export function getDatabaseConnectionPool(
  args: GetDatabaseConnectionPoolArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseConnectionPoolWithoutCredentialsResult>;

export function getDatabaseConnectionPool(
  args: GetDatabaseConnectionPoolArgs,
  opts?: pulumi.InvokeOptions,
): unknown {
  return resultOf(connectionPoolRead, namedPartNames, args, opts);
}

/**
 * As {@link getDatabaseConnectionPool}, for arguments that other resources yield: each property is an Output of its own.
 *
 * @throws DigitalOceanApiError (every property fails with it) as {@link getDatabaseConnectionPool} does
 */
export function getDatabaseConnectionPoolOutput(
  args: GetDatabaseConnectionPoolOutputArgs & { readonly requireCredentials?: true | undefined },
  opts?: pulumi.InvokeOutputOptions,
): DatabaseConnectionPoolOutputs;

export function getDatabaseConnectionPoolOutput(
  args: GetDatabaseConnectionPoolOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): DatabaseConnectionPoolWithoutCredentialsOutputs;

export function getDatabaseConnectionPoolOutput(
  args: GetDatabaseConnectionPoolOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): unknown {
  return outputsOf(connectionPoolRead, namedPartNames, args, opts);
}
