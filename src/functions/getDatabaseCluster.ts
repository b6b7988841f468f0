import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError } from "../api/errors";
import { requireArgs } from "../pulumi/arguments";
import { markedOutputs, markedResult } from "../pulumi/outputs";
import type {
  DatabaseClusterOutputs,
  DatabaseClusterWithoutCredentialsOutputs,
  GetDatabaseClusterResult,
  GetDatabaseClusterWithoutCredentialsResult,
} from "../pulumi/outputs";
import { dependenciesCreated } from "./dependencies";
import { lookUp } from "./lookUp";
import { explicitProvider, providerConfiguration } from "./provider";

/** Which cluster to look up, and how. */
export interface GetDatabaseClusterArgs {
  /** UUID of the cluster; `doctl databases list` shows it. */
  readonly uuid: string;
  /**
   * Whether a cluster without its URI, host, port, user or password is an error; `true` unless told. The API
   * leaves them out without the scope `database:view_credentials`, while a cluster is being created, and
   * MongoDB's password always.
   */
  readonly requireCredentials?: boolean | undefined;
  /** Prefix of the config keys (`<prefix>:token`, …): another account has another. `digitalocean` unless told. */
  readonly configNamespace?: string | undefined;
  /** DigitalOcean API token. Secret; kept nowhere. From config or the environment unless told. */
  readonly token?: string | undefined;
  /** Address of the API: https, or http to this machine. From config or the environment unless told. */
  readonly apiEndpoint?: string | undefined;
}

/** As {@link GetDatabaseClusterArgs}, for values that other resources yield. */
export interface GetDatabaseClusterOutputArgs {
  /** UUID of the cluster; `doctl databases list` shows it. */
  readonly uuid: pulumi.Input<string>;
  /** As in {@link GetDatabaseClusterArgs}. */
  readonly requireCredentials?: pulumi.Input<boolean | undefined>;
  /** As in {@link GetDatabaseClusterArgs}. */
  readonly configNamespace?: pulumi.Input<string | undefined>;
  /** As in {@link GetDatabaseClusterArgs}. That it is secret makes none of the results secret. */
  readonly token?: pulumi.Input<string | undefined>;
  /** As in {@link GetDatabaseClusterArgs}. */
  readonly apiEndpoint?: pulumi.Input<string | undefined>;
}

/**
 * Looks a database cluster up (`GET /v2/databases/{uuid}`), anew at every preview and every update.
 *
 * Public properties come as plain values to branch on, secret ones as secret Outputs. Nothing is stored but
 * what the program exports.
 *
 * @throws DigitalOceanApiError (the Promise is rejected) `invalid_argument`, `missing_token`, `unauthorized`,
 * `forbidden`, `not_found`, `bad_request`, `too_many_requests`, `server_error`, `network_error`, `timeout`,
 * `unexpected_response`, `credentials_withheld`, `not_online`
 */
export function getDatabaseCluster(
  args: GetDatabaseClusterArgs & { readonly requireCredentials?: true | undefined },
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseClusterResult>;
export function getDatabaseCluster(
  args: GetDatabaseClusterArgs & { readonly requireCredentials: boolean | undefined },
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseClusterWithoutCredentialsResult>;
// Not one with the first: what the second takes must not get here.
export function getDatabaseCluster(
  // eslint-disable-next-line @typescript-eslint/unified-signatures
  args: GetDatabaseClusterArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseClusterResult>;
export async function getDatabaseCluster(
  args: GetDatabaseClusterArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetDatabaseClusterWithoutCredentialsResult> {
  if (opts?.provider !== undefined || explicitProvider(opts ?? {}) !== undefined) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "provider: the token of a provider, given or inherited from the parent, is an Output, " +
        "which getDatabaseCluster cannot wait for; use getDatabaseClusterOutput.",
    );
  }
  return markedResult(await lookUp(args));
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
export function getDatabaseClusterOutput(
  args: GetDatabaseClusterOutputArgs & { readonly requireCredentials?: true | undefined },
  opts?: pulumi.InvokeOutputOptions,
): DatabaseClusterOutputs;
export function getDatabaseClusterOutput(
  args: GetDatabaseClusterOutputArgs & { readonly requireCredentials: pulumi.Input<boolean | undefined> },
  opts?: pulumi.InvokeOutputOptions,
): DatabaseClusterWithoutCredentialsOutputs;
// As above.
export function getDatabaseClusterOutput(
  // eslint-disable-next-line @typescript-eslint/unified-signatures
  args: GetDatabaseClusterOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): DatabaseClusterOutputs;
export function getDatabaseClusterOutput(
  args: GetDatabaseClusterOutputArgs,
  opts?: pulumi.InvokeOutputOptions,
): DatabaseClusterWithoutCredentialsOutputs {
  const { token, ...rest } = requireArgs(args);
  const cluster = pulumi
    .all([
      rest,
      // A token is secret and the results do not show it: their secrecy is the table's.
      pulumi.unsecret(pulumi.output(token)),
      providerConfiguration(opts ?? {}),
      dependenciesCreated(opts?.dependsOn),
    ])
    .apply(([known, knownToken, provider]) => lookUp({ ...known, token: knownToken, provider }));
  return markedOutputs((property) => cluster.apply((properties) => properties[property]));
}
