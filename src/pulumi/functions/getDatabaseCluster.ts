import { clusterRead } from "../../reads/cluster";
import type { NamesOf } from "../../reads/knownNames";
import type { WaitForOnline } from "../../reads/waitUntilOnline";
import type { WaitForOnlineInput } from "../givenArguments";
import type {
  DatabaseClusterOutputs,
  DatabaseClusterWithoutCredentialsOutputs,
  GetDatabaseClusterResult,
  GetDatabaseClusterWithoutCredentialsResult,
} from "../outputs";
import type * as pulumi from "@pulumi/pulumi";
import { dataFunctionNames, outputsOf, resultOf } from "./dataFunction";
import type { DataFunctionArgs, DataFunctionOutputArgs } from "./dataFunction";

/** Which cluster to look up, by exactly one of `uuid` and `name`, and how. */
export interface GetDatabaseClusterArgs extends DataFunctionArgs {
  /** UUID of the cluster; `doctl databases list` shows it. */
  readonly uuid?: string | undefined;
  /** Name of the cluster. For it all clusters of the token's team are listed; exactly one must have it. */
  readonly name?: string | undefined;
  /**
   * Whether to wait for a cluster that is not online yet: `true` for half an hour, or for as many seconds as are
   * given. The wait is shown. A cluster that is not found is waited for as well, for five minutes at most. A preview
   * does not wait: secret properties are unknown in it until the cluster is online; if the cluster is not found, all
   * are, and `getDatabaseCluster` fails with `not_found`.
   */
  readonly waitForOnline?: WaitForOnline | undefined;
  /**
   * Whether a cluster without its URI, host, port, user or password is an error; `true` unless told. The API
   * leaves them out without the scope `database:view_credentials`, while a cluster is being created, and
   * MongoDB's password always.
   */
  readonly requireCredentials?: boolean | undefined;
}

/** As {@link GetDatabaseClusterArgs}, for values that other resources yield. */
export interface GetDatabaseClusterOutputArgs extends DataFunctionOutputArgs {
  /** UUID of the cluster; `doctl databases list` shows it. */
  readonly uuid?: pulumi.Input<string | undefined>;
  /** As in {@link GetDatabaseClusterArgs}. */
  readonly name?: pulumi.Input<string | undefined>;
  /** As in {@link GetDatabaseClusterArgs}. */
  readonly waitForOnline?: pulumi.Input<WaitForOnlineInput | undefined>;
  /** As in {@link GetDatabaseClusterArgs}. */
  readonly requireCredentials?: pulumi.Input<boolean | undefined>;
}

const clusterNames = {
  uuid: true,
  name: true,
  waitForOnline: true,
  requireCredentials: true,
  ...dataFunctionNames,
} as const satisfies NamesOf<GetDatabaseClusterArgs> & NamesOf<GetDatabaseClusterOutputArgs>;

/**
 * Looks a database cluster up (`GET /v2/databases/{uuid}`; by name, `GET /v2/databases`), anew at every preview
 * and every update.
 *
 * Public properties come as plain values to branch on, secret ones as secret Outputs. Nothing is stored but
 * what the program exports.
 *
 * @throws DigitalOceanApiError (the Promise is rejected) `invalid_argument`, `missing_token`, `unauthorized`,
 * `forbidden`, `not_found`, `ambiguous_name`, `bad_request`, `too_many_requests`, `server_error`, `network_error`, `timeout`,
 * `unexpected_response`, `credentials_withheld`, `not_online`
 */
export function getDatabaseCluster<C extends boolean | undefined>(
  args: GetDatabaseClusterArgs & { readonly requireCredentials: C },
  opts?: pulumi.InvokeOptions,
): Promise<
  [C] extends [true | undefined] ? GetDatabaseClusterResult : GetDatabaseClusterWithoutCredentialsResult
>;

// The compiler's error for a wrong name lists all overloads. This one is the last, as its types are the shortest.
export function getDatabaseCluster(
  args: GetDatabaseClusterArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseClusterResult>;

export function getDatabaseCluster(args: GetDatabaseClusterArgs, opts?: pulumi.InvokeOptions): unknown {
  return resultOf(clusterRead, clusterNames, args, opts);
}

/**
 * As {@link getDatabaseCluster}, for arguments that other resources yield: each property is an Output of its
 * own, the public ones readable and the secret ones secret. While an argument is unknown, or a resource of
 * `dependsOn` is yet to be created, all of them are unknown.
 *
 * `opts.provider` (or the parent's) may be a `digitalocean.Provider`, whose token and endpoint are then used.
 *
 * @throws DigitalOceanApiError (every property fails with it) as {@link getDatabaseCluster} does
 */
export function getDatabaseClusterOutput<C extends pulumi.Input<boolean | undefined>>(
  args: GetDatabaseClusterOutputArgs & { readonly requireCredentials: C },
  opts?: pulumi.InvokeOutputOptions,
): [C] extends [true | undefined] ? DatabaseClusterOutputs : DatabaseClusterWithoutCredentialsOutputs;

// As above.
export function getDatabaseClusterOutput(
  args: GetDatabaseClusterOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): DatabaseClusterOutputs;

export function getDatabaseClusterOutput(
  args: GetDatabaseClusterOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): unknown {
  return outputsOf(clusterRead, clusterNames, args, opts);
}
