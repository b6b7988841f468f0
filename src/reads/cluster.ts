/** The lookup of a cluster, by UUID or name, with a wait until it is online. */
import { shownName } from "../api/shown";
import { clusterSubject, isUuid } from "../api/subject";
import { DigitalOceanApiError } from "../errors";
import { amended, isMissing, isNotReady } from "./absence";
import { findByName } from "./clusterByName";
import { isOnline } from "./absence";
import { credentialProperties, describeCluster, getCluster } from "./clusterShape";
import type { ApiCluster, ClusterProperties } from "./clusterShape";
import { namedCluster, requireName, requireUuid } from "./identifiers";
import type { LookUpArgs, Read } from "./read";
import { clusterFields } from "./secrecy";
import { waitSeconds, waitUntilOnline } from "./waitUntilOnline";
import type { FoundCluster, WaitForOnline } from "./waitUntilOnline";

/** Which cluster: exactly one of `uuid` and `name`. */
export interface ClusterArgs extends LookUpArgs {
  readonly uuid?: string | undefined;
  readonly name?: string | undefined;
  readonly waitForOnline?: WaitForOnline | undefined;
}

type Key =
  { readonly uuid: string; readonly name?: undefined } | { readonly uuid?: undefined; readonly name: string };

export const clusterRead: Read<ClusterArgs, Key, ApiCluster, ClusterProperties> = {
  name: "getDatabaseCluster",
  fields: clusterFields,
  credentials: credentialProperties,

  key({ uuid, name, waitForOnline }) {
    waitSeconds(waitForOnline);
    if (isAbsent(uuid) && isAbsent(name)) {
      throw new DigitalOceanApiError(
        "invalid_argument",
        "uuid, name: both are missing; give one of the two, as `doctl databases list` shows them.",
      );
    }
    if (isAbsent(name)) {
      return { uuid: requireUuid(uuid, "uuid", "to look up by name, give `name` in place of `uuid`") };
    }
    if (isAbsent(uuid)) {
      return { name: requireName(name, "name") };
    }
    throw new DigitalOceanApiError(
      "invalid_argument",
      "uuid, name: give one of the two, not both; only the UUID is sure to mean the same cluster tomorrow.",
    );
  },

  subject: ({ uuid, name }) =>
    uuid === undefined ? { name: `database cluster named ${shownName(name)}` } : clusterSubject(uuid),

  async ask({ key, subject, args, api, surroundings }) {
    const find = async (): Promise<FoundCluster> => {
      const cluster =
        key.uuid === undefined ? await findByName(api, key.name, subject) : await getCluster(api, key.uuid);
      return { cluster, uuid: uuidOf(cluster, key) };
    };
    const seconds = waitSeconds(args.waitForOnline);
    const { report, isPreview, noWait } = surroundings;
    if (seconds > 0 && !isPreview && noWait === undefined) {
      const isAwaited = (error: DigitalOceanApiError): boolean => mayAppear(error, key);
      return waitUntilOnline({ subject, find, isAwaited, seconds, api, report });
    }
    try {
      return (await find()).cluster;
    } catch (error) {
      const isMissed = DigitalOceanApiError.isInstance(error) && isMissing(error) && mayAppear(error, key);
      // With `false` the program, or who looks up for it, has decided against a wait.
      throw isMissed && seconds === 0 && args.waitForOnline !== false
        ? amended(error, "With `waitForOnline: true` an update waits for it.")
        : error;
    }
  },

  isPending: (cluster, { waitForOnline }) => waitSeconds(waitForOnline) > 0 && !isOnline(cluster),

  isAwaited: (error, { waitForOnline }, key) => waitSeconds(waitForOnline) > 0 && mayAppear(error, key),

  describe: (cluster, key) => describeCluster(cluster, uuidOf(cluster, key)),

  defaults: ({ uuid, name }) => ({ id: uuid, name }),

  facts: (cluster, key) => ({
    subject: namedCluster(uuidOf(cluster, key), cluster.name),
    engine: cluster.engine,
    status: cluster.status ?? "unknown",
    canBeWaitedFor: true,
  }),
};

/** Whether the cluster may still be in creation. No cluster has a UUID as its name. */
function mayAppear(error: DigitalOceanApiError, { name }: Key): boolean {
  return (isMissing(error) && !(name !== undefined && isUuid(name))) || isNotReady(error);
}

/** A cluster that was found by name has an id. */
function uuidOf(cluster: ApiCluster, key: Key): string {
  return key.uuid ?? cluster.id ?? "";
}

function isAbsent(argument: unknown): boolean {
  return argument === undefined || argument === null;
}
