/** The data function for the login of the metrics endpoints. */
import type * as pulumi from "@pulumi/pulumi";
import type { NamesOf } from "../../reads/knownNames";
import { metricsCredentialsRead } from "../../reads/metricsCredentials";
import type { MetricsCredentialsProperties } from "../../reads/metricsCredentials";
import type { metricsCredentialsFields } from "../../reads/secrecy";
import type { OutputsOf, ResultOf } from "../outputs";
import { dataFunctionNames, outputsOf, resultOf } from "./dataFunction";
import type { DataFunctionArgs, DataFunctionOutputArgs } from "./dataFunction";

/** How to look up the credentials. */
export interface GetDatabaseMetricsCredentialsArgs extends DataFunctionArgs {}

/** As {@link GetDatabaseMetricsCredentialsArgs}, for values that other resources yield. */
export interface GetDatabaseMetricsCredentialsOutputArgs extends DataFunctionOutputArgs {}

const metricsCredentialsNames = {
  ...dataFunctionNames,
} as const satisfies NamesOf<GetDatabaseMetricsCredentialsArgs> &
  NamesOf<GetDatabaseMetricsCredentialsOutputArgs>;

/** The login for the metrics endpoints of all clusters of the account. All of it is secret. */
export interface GetDatabaseMetricsCredentialsResult extends ResultOf<
  MetricsCredentialsProperties,
  typeof metricsCredentialsFields
> {}

/** As {@link GetDatabaseMetricsCredentialsResult}. */
export interface DatabaseMetricsCredentialsOutputs extends OutputsOf<MetricsCredentialsProperties> {}

/**
 * The login for HTTP basic authentication at the `metricsEndpoints` of every cluster of the account
 * (`GET /v2/databases/metrics/credentials`). The token needs the scopes `database:update` and
 * `database:view_credentials`.
 *
 * @throws DigitalOceanApiError (the Promise is rejected) with the codes of `getDatabaseCluster`, except
 * `ambiguous_name` and `not_online`
 */
export function getDatabaseMetricsCredentials(
  args: GetDatabaseMetricsCredentialsArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseMetricsCredentialsResult> {
  return resultOf(
    metricsCredentialsRead,
    metricsCredentialsNames,
    args,
    opts,
  ) as Promise<GetDatabaseMetricsCredentialsResult>;
}

/**
 * As {@link getDatabaseMetricsCredentials}, for arguments that other resources yield.
 *
 * @throws DigitalOceanApiError (every property fails with it) as {@link getDatabaseMetricsCredentials} does
 */
export function getDatabaseMetricsCredentialsOutput(
  args: GetDatabaseMetricsCredentialsOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): DatabaseMetricsCredentialsOutputs {
  return outputsOf(
    metricsCredentialsRead,
    metricsCredentialsNames,
    args,
    opts,
  ) as DatabaseMetricsCredentialsOutputs;
}
