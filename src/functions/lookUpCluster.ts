import * as pulumi from "@pulumi/pulumi";
import type * as databases from "../api/databases";
import { DigitalOceanApiError } from "../api/errors";
import { clusterSubject } from "../api/failure";
import { requireUuid } from "../api/uuid";
import { resolveConfiguration } from "../configuration";
import type { ConfigurationArgs } from "../configuration";
import type { ClusterPropertiesWithoutCredentials } from "../model/cluster";
import { requireCredentials } from "../model/credentials";
import { describeCluster } from "../model/describe";
import { rejectQuietly } from "../rejection";

interface LookUpArgs extends ConfigurationArgs {
  readonly uuid: string;
  readonly requireCredentials?: boolean | undefined;
}

/** The cluster as it is now; its secrets are plain text here, and the caller's to mark. */
export function lookUpCluster(args: LookUpArgs): Promise<ClusterPropertiesWithoutCredentials> {
  return rejectQuietly(lookUp(args));
}

async function lookUp(args: LookUpArgs): Promise<ClusterPropertiesWithoutCredentials> {
  const uuid = requireUuid(requireArgs(args).uuid, "uuid");
  const settings = resolveConfiguration(args, clusterSubject(uuid));
  // Loaded here, so that a program that looks nothing up loads no HTTP client; not with `import()`, which
  // Pulumi's ts-node leaves to Node's ESM loader, and that finds no TypeScript.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { getCluster } = require("../api/databases") as typeof databases;
  const { value, attempts } = await getCluster(settings, uuid, tell);
  const cluster = describeCluster(value, uuid);
  const { tokenSource } = settings;
  return args.requireCredentials === false
    ? cluster
    : requireCredentials(cluster, { uuid, tokenSource, attempts });
}

/**
 * The arguments, if they are there: JavaScript lets a program forget them, and a TypeError would cost it a stack.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireArgs<T>(args: T): T & object {
  if (typeof args === "object" && args !== null) {
    return args;
  }
  throw new DigitalOceanApiError("invalid_argument", "args: an object with the cluster's uuid is needed.");
}

function tell(message: string): void {
  void pulumi.log.info(message);
}
