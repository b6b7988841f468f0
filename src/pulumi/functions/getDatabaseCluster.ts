/** The data function for a cluster. */
import type * as pulumi from "@pulumi/pulumi";
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
import { dataFunctionNames, outputsOf, resultOf } from "./dataFunction";
import type { DataFunctionArgs, DataFunctionOutputArgs } from "./dataFunction";

/** The cluster, by exactly one of `uuid` and `name`, and how to look it up. */
export interface GetDatabaseClusterArgs extends DataFunctionArgs {
  /** UUID of the cluster; `doctl databases list` shows it. */
  readonly uuid?: string | undefined;
  /** Name of the cluster. Exactly one cluster of the token's team must have it; all of them are listed to find it. */
  readonly name?: string | undefined;
  /**
   * Whether to wait for a cluster that is not online yet: `true` for half an hour, or for a number of seconds. The wait
   * is shown. It also waits for a cluster that is not found, for five minutes at most. A preview does not wait: secret
   * properties are unknown until the cluster is online. If it is not found, all properties are unknown, and
   * `getDatabaseCluster` fails with `not_found`.
   */
  readonly waitForOnline?: WaitForOnline | undefined;
  /**
   * Whether a cluster without its URI, host, port, user or password is an error; `true` by default. The API leaves them
   * out if the token lacks the scope `database:view_credentials` and while a cluster is created; MongoDB's password it
   * always leaves out.
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
 * Looks up a database cluster at every preview and every update (`GET /v2/databases/{uuid}`; by name,
 * `GET /v2/databases`).
 *
 * Public properties are plain values, on which a program can branch; secret ones are secret Outputs. Only what the
 * program exports is stored.
 *
 * @throws DigitalOceanApiError (the Promise is rejected) `invalid_argument`, `missing_token`, `unauthorized`,
 * `forbidden`, `not_found`, `ambiguous_name`, `bad_request`, `too_many_requests`, `server_error`, `network_error`, `timeout`,
 * `unexpected_response`, `credentials_withheld`, `not_online`
 *
 * @example
 * ```ts
 * export = async () => {
 *   const cluster = await getDatabaseCluster({ uuid: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30" });
 *   return cluster.engine === "pg" ? { uri: cluster.uri } : {};
 * };
 * ```
 */
export function getDatabaseCluster<C extends boolean | undefined>(
  args: GetDatabaseClusterArgs & { readonly requireCredentials: C },
  opts?: pulumi.InvokeOptions,
): Promise<
  [C] extends [true | undefined] ? GetDatabaseClusterResult : GetDatabaseClusterWithoutCredentialsResult
>;

// The compiler's error for a wrong name ends with the last overload, so that the one with the shortest types is last.
export function getDatabaseCluster(
  args: GetDatabaseClusterArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseClusterResult>;

export function getDatabaseCluster(args: GetDatabaseClusterArgs, opts?: pulumi.InvokeOptions): unknown {
  return resultOf(clusterRead, clusterNames, args, opts);
}

/**
 * As {@link getDatabaseCluster}, for arguments that other resources yield: each property is an Output of its own, the
 * public ones readable and the secret ones secret. All are unknown while an argument is unknown, or a resource of
 * `dependsOn` has not been created.
 *
 * With a `digitalocean.Provider` as `opts.provider` (or the parent's), its token and endpoint are used.
 *
 * @throws DigitalOceanApiError (every property fails with it) as {@link getDatabaseCluster} does
 *
 * @example
 * ```ts
 * const cluster = getDatabaseClusterOutput({ uuid: "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30" });
 * export const uri = cluster.uri;
 * export const region = cluster.region;
 * ```
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
