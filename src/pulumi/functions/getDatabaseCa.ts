/** The data function for the CA certificate of a cluster. */
import type * as pulumi from "@pulumi/pulumi";
import { caRead } from "../../reads/ca";
import type { CaProperties } from "../../reads/ca";
import type { NamesOf } from "../../reads/knownNames";
import type { caFields } from "../../reads/secrecy";
import type { OutputsOf, ResultOf } from "../outputs";
import { dataFunctionNames, outputsOf, resultOf } from "./dataFunction";
import type { DataFunctionArgs, DataFunctionOutputArgs } from "./dataFunction";

/** The cluster, and how to look it up. */
export interface GetDatabaseCaArgs extends DataFunctionArgs {
  /** UUID of the cluster. */
  readonly clusterUuid: string;
}

/** As {@link GetDatabaseCaArgs}, for values that other resources yield. */
export interface GetDatabaseCaOutputArgs extends DataFunctionOutputArgs {
  /** UUID of the cluster. */
  readonly clusterUuid: pulumi.Input<string>;
}

const caNames = {
  clusterUuid: true,
  ...dataFunctionNames,
} as const satisfies NamesOf<GetDatabaseCaArgs> & NamesOf<GetDatabaseCaOutputArgs>;

/** The CA certificate of a cluster. All of it is public. */
export interface GetDatabaseCaResult extends ResultOf<CaProperties, typeof caFields> {}

/** As {@link GetDatabaseCaResult}, each property an Output. */
export interface DatabaseCaOutputs extends OutputsOf<CaProperties> {}

/**
 * The CA certificate with which clients verify a cluster's servers (`GET /v2/databases/{uuid}/ca`), decoded and checked.
 *
 * @throws DigitalOceanApiError (the Promise is rejected) with the codes of `getDatabaseCluster`, except
 * `ambiguous_name`, `credentials_withheld` and `not_online`
 */
export function getDatabaseCa(
  args: GetDatabaseCaArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseCaResult> {
  return resultOf(caRead, caNames, args, opts) as Promise<GetDatabaseCaResult>;
}

/**
 * As {@link getDatabaseCa}, for arguments that other resources yield.
 *
 * @throws DigitalOceanApiError (every property fails with it) as {@link getDatabaseCa} does
 */
export function getDatabaseCaOutput(
  args: GetDatabaseCaOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): DatabaseCaOutputs {
  return outputsOf(caRead, caNames, args, opts) as DatabaseCaOutputs;
}
