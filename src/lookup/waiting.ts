import { setTimeout as sleep } from "node:timers/promises";
import type { ApiCluster } from "../api/bodies/cluster";
import type { Databases } from "../api/databases";
import { DigitalOceanApiError } from "../api/errors";
import type { DigitalOceanApiErrorCode } from "../api/errors";
import { backoff } from "../api/retry";
import type { ApiLimits } from "../api/settings";
import { namedCluster } from "../model/credentials";
import { shown } from "../model/words";
import type { Report } from "./surroundings";

/** Whether, and for how long, a cluster is waited for. */
export type WaitForOnline = boolean | { readonly timeoutSeconds: number };

/**
 * For how long a cluster is waited for, in seconds; 0 for not at all.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function waitSeconds(waitForOnline: unknown): number {
  if (waitForOnline === undefined || waitForOnline === null || waitForOnline === false) {
    return 0;
  }
  if (waitForOnline === true) {
    return defaultWaitSeconds;
  }
  const { timeoutSeconds } = waitForOnline as { timeoutSeconds?: unknown };
  if (typeof timeoutSeconds === "number" && timeoutSeconds > 0 && timeoutSeconds <= maxWaitSeconds) {
    return timeoutSeconds;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    "waitForOnline: it must be true, false or { timeoutSeconds }, " +
      `a number of seconds above 0 and up to ${maxWaitSeconds}.`,
  );
}

/** A cluster takes minutes to be made, a big one that is forked or migrated longer. */
const defaultWaitSeconds = 1800;

/** A day and more, and within what a timer can hold. */
const maxWaitSeconds = 100_000;

/** Whether there is something to wait for. A cluster that tells no status can only be taken as it is. */
export function isOnline({ status }: { readonly status?: string | undefined }): boolean {
  return status === undefined || status === "online";
}

/** What may be over at the next look: a wait outlasts it. */
const passing: readonly DigitalOceanApiErrorCode[] = [
  "server_error",
  "network_error",
  "timeout",
  "too_many_requests",
];

/** What a wait begins with. */
export interface Wait {
  /** How the cluster was found. */
  readonly cluster: ApiCluster;
  readonly uuid: string;
  readonly seconds: number;
  readonly api: Databases;
  readonly limits: ApiLimits;
  readonly report: Report;
}

/**
 * The cluster once it is online, asked for again and again, less and less often.
 *
 * @throws DigitalOceanApiError `not_online` at the end of the wait; what a lookup fails with for good
 */
export async function waitUntilOnline(wait: Wait): Promise<ApiCluster> {
  const { uuid, seconds, api, limits, report } = wait;
  const subject = namedCluster(uuid, wait.cluster.name);
  const started = performance.now();
  const leftSeconds = (): number => seconds - (performance.now() - started) / 1000;
  let { cluster } = wait;
  let trouble = "";
  for (let looks = 1; !isOnline(cluster); looks++) {
    const status = `status ${shown(cluster.status ?? "unknown")}${trouble}`;
    if (leftSeconds() <= 0) {
      throw new DigitalOceanApiError(
        "not_online",
        `${subject.name}: it is not online after ${seconds} s of waiting (${status}). Look at it with ` +
          `\`doctl databases get ${uuid}\`; \`waitForOnline: { timeoutSeconds }\` waits longer.`,
        { clusterUuid: uuid, attempts: api.attempts },
      );
    }
    const soFar = Math.round(seconds - leftSeconds());
    report.progress(subject.name, `waiting until it is online: ${status}, ${soFar} s of ${seconds} s`);
    await sleep(Math.min(backoff(looks, limits), leftSeconds() * 1000));
    // The last look comes when the time is up, and has a moment of its own.
    api.beginAnew(within(limits, Math.max(leftSeconds(), lastLookSeconds)));
    try {
      cluster = await api.getCluster(uuid);
      trouble = "";
    } catch (error) {
      if (!DigitalOceanApiError.isInstance(error) || !passing.includes(error.code)) {
        throw error;
      }
      trouble = `, at the last look ${error.code}`;
    }
  }
  return cluster;
}

const lastLookSeconds = 5;

/** The bounds of a lookup that is to take no longer. */
function within(limits: ApiLimits, seconds: number): ApiLimits {
  return {
    ...limits,
    deadlineSeconds: Math.min(limits.deadlineSeconds, seconds),
    quotaWaitSeconds: Math.min(limits.quotaWaitSeconds, seconds),
  };
}
