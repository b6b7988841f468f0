import type { Notify } from "../api/client";
import type * as databases from "../api/databases";
import { clusterSubject } from "../api/failure";
import { requireUuid } from "../api/uuid";
import { resolveConfiguration } from "./configuration";
import type { ConfigurationArgs, StackConfig } from "./configuration";
import type { ClusterPropertiesWithoutCredentials } from "../model/cluster";
import { requireCredentials } from "../model/credentials";
import { describeCluster } from "../model/describe";

/** What a lookup is asked for, whichever door it comes through. */
export interface LookUpArgs extends ConfigurationArgs {
  readonly uuid: string;
  readonly requireCredentials?: boolean | undefined;
}

/** What a door has around it. */
export interface Surroundings {
  readonly config: StackConfig;
  /** Tells the user, in one line, why a lookup takes long. */
  readonly notify: Notify;
}

/**
 * The cluster as it is now; its secrets are plain text here, and the door's to mark.
 *
 * @throws DigitalOceanApiError with any of the codes that a lookup leads to
 */
export async function lookUpCluster(
  args: LookUpArgs,
  { config, notify }: Surroundings,
): Promise<ClusterPropertiesWithoutCredentials> {
  const uuid = requireUuid(args.uuid, "uuid");
  const settings = resolveConfiguration(args, config, clusterSubject(uuid));
  // Loaded here, so that a program that looks nothing up loads no HTTP client; not with `import()`, which
  // Pulumi's ts-node leaves to Node's ESM loader, and that finds no TypeScript.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { getCluster } = require("../api/databases") as typeof databases;
  const { value, attempts } = await getCluster(settings, uuid, notify);
  const cluster = describeCluster(value, uuid);
  const { tokenSource } = settings;
  return args.requireCredentials === false
    ? cluster
    : requireCredentials(cluster, { uuid, tokenSource, attempts });
}
