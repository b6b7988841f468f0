import { setTimeout as sleep } from "node:timers/promises";
import type { ApiCluster } from "../api/bodies/cluster";
import { DigitalOceanApiError } from "../api/errors";
import type { DigitalOceanApiErrorCode } from "../api/errors";
import { backoff } from "../api/retry";
import type { ApiSettings } from "../api/settings";
import { namedCluster } from "../model/credentials";
import { shown } from "../model/words";
import { openApi } from "./surroundings";
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

/**
 * The cluster once it is online, asked for again and again, less and less often.
 *
 * @param first how it was found
 * @param attempts how many requests that took
 * @throws DigitalOceanApiError `not_online` at the end of the wait; what a lookup fails with for good
 */
export async function waitUntilOnline(
  first: ApiCluster,
  uuid: string,
  seconds: number,
  attempts: number,
  settings: ApiSettings,
  report: Report,
): Promise<ApiCluster> {
  const subject = namedCluster(uuid, first.name);
  const started = performance.now();
  const waited = (): number => (performance.now() - started) / 1000;
  let cluster = first;
  let trouble = "";
  let sent = attempts;
  for (let looks = 1; !isOnline(cluster); looks++) {
    const status = `status ${shown(cluster.status ?? "unknown")}${trouble}`;
    const leftSeconds = seconds - waited();
    if (leftSeconds <= 0) {
      throw new DigitalOceanApiError(
        "not_online",
        `${subject.name}: it is not online after ${seconds} s of waiting (${status}). Look at it with ` +
          `\`doctl databases get ${uuid}\`; \`waitForOnline: { timeoutSeconds }\` waits longer.`,
        { clusterUuid: uuid, attempts: sent },
      );
    }
    const soFar = Math.round(waited());
    report.progress(subject.name, `waiting until it is online: ${status}, ${soFar} s of ${seconds} s`);
    await sleep(Math.min(backoff(looks, settings.limits), leftSeconds * 1000));
    // The last look comes when the time is up, and has a moment of its own.
    const api = openApi(within(settings, Math.max(seconds - waited(), lastLookSeconds)), report);
    try {
      cluster = await api.getCluster(uuid);
      trouble = "";
    } catch (error) {
      if (!DigitalOceanApiError.isInstance(error) || !passing.includes(error.code)) {
        throw error;
      }
      trouble = `, at the last look ${error.code}`;
    } finally {
      sent += api.attempts;
    }
  }
  return cluster;
}

const lastLookSeconds = 5;

/** The settings for a lookup that is to take no longer. */
function within(settings: ApiSettings, seconds: number): ApiSettings {
  const { deadlineSeconds, quotaWaitSeconds } = settings.limits;
  return {
    ...settings,
    limits: {
      ...settings.limits,
      deadlineSeconds: Math.min(deadlineSeconds, seconds),
      quotaWaitSeconds: Math.min(quotaWaitSeconds, seconds),
    },
  };
}
