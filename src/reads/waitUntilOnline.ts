/** Waits until a cluster is online: it is looked up again and again, less and less often. */
import { setTimeout as sleep } from "node:timers/promises";
import type { ApiClient } from "../api/client";
import { ownMember } from "../api/decode";
import { backoff } from "../api/retry";
import type { ApiLimits } from "../api/settings";
import { shown } from "../api/shown";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";
import type { DigitalOceanApiErrorCode } from "../errors";
import { amended } from "./absence";
import { isOnline } from "./absence";
import { getCluster } from "./clusterShape";
import type { ApiCluster } from "./clusterShape";
import { namedCluster } from "./identifiers";
import { requireKnownNames } from "./knownNames";
import type { Accepted, NamesOf } from "./knownNames";
import type { Report } from "./read";

/** The names in a `WaitForOnline`. */
export const waitNames: Accepted = {
  subject: "waitForOnline",
  kind: "member",
  names: { timeoutSeconds: true } satisfies NamesOf<Exclude<WaitForOnline, boolean>>,
};

/** Whether to wait for a cluster, and how long. */
export type WaitForOnline =
  | boolean
  | {
      /** The longest wait, in seconds, up to 100,000. */
      readonly timeoutSeconds: number;
    };

/**
 * How long to wait for a cluster, in seconds; 0 for no wait.
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
  if (typeof waitForOnline === "object" && !Array.isArray(waitForOnline)) {
    requireKnownNames(waitForOnline, waitNames);
  }
  const timeoutSeconds =
    typeof waitForOnline === "object" ? ownMember(waitForOnline, "timeoutSeconds") : undefined;
  if (typeof timeoutSeconds === "number" && timeoutSeconds > 0 && timeoutSeconds <= maxWaitSeconds) {
    return timeoutSeconds;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    "waitForOnline: it must be true, false or { timeoutSeconds }, " +
      `a number of seconds above 0 and up to ${maxWaitSeconds}.`,
  );
}

/** Creating a cluster takes minutes; forking or migrating a big one takes longer. */
const defaultWaitSeconds = 1800;

/** More than a day, and less than a timer can hold. */
export const maxWaitSeconds = 100_000;

/** How long to wait for a cluster that the API does not know, in seconds. A new one is answered with 404 at first. */
const maxMissingSeconds = 300;

/** Failures that the wait outlasts, once the API has answered. */
const passing: readonly DigitalOceanApiErrorCode[] = [
  "server_error",
  "network_error",
  "timeout",
  "too_many_requests",
];

/** A cluster and the UUID by which it is asked for. */
export interface FoundCluster {
  readonly cluster: ApiCluster;
  readonly uuid: string;
}

/** What to wait for, and how. */
export interface Wait {
  readonly subject: Subject;
  /** Looks for the cluster, until it is found. */
  readonly find: () => Promise<FoundCluster>;
  /** Whether to wait for what this error says is missing. */
  readonly isAwaited: (error: DigitalOceanApiError) => boolean;
  readonly seconds: number;
  readonly api: ApiClient;
  readonly report: Report;
}

/** What the looks have shown so far. */
interface Seen {
  /** The cluster, from the last look that found it. */
  readonly found?: FoundCluster | undefined;
  /** The last answer that there is no such cluster, and when the first one came, in seconds of the wait. */
  readonly missing?: { readonly error: DigitalOceanApiError; readonly since: number } | undefined;
  /** The error of the last look. */
  readonly trouble?: DigitalOceanApiError | undefined;
}

/** The last look comes when the time is up, and may take so long. */
const lastLookSeconds = 5;

/**
 * The cluster once it is online.
 *
 * @throws DigitalOceanApiError `not_online` at the end of the wait; `not_found` if the cluster is missing until then, or
 * for five minutes; what a lookup fails with for good
 */
export async function waitUntilOnline(wait: Wait): Promise<ApiCluster> {
  const { seconds, api, report } = wait;
  const { limits } = api.settings;
  const started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  let look = wait.find;
  let seen: Seen = {};
  for (let looks = 1; ; looks++) {
    try {
      const found = await look();
      if (isOnline(found.cluster)) {
        return found.cluster;
      }
      seen = { found };
      look = async () => ({ uuid: found.uuid, cluster: await getCluster(api, found.uuid) });
    } catch (error) {
      if (!DigitalOceanApiError.isInstance(error) || !isOutlasted(error, wait, looks > 1)) {
        throw error;
      }
      const missing =
        error.code === "not_found" ? { error, since: seen.missing?.since ?? elapsed() } : seen.missing;
      seen = { found: seen.found, missing, trouble: error };
    }
    const { missing, trouble } = seen;
    const isMissing = missing !== undefined && missing.error === trouble;
    const end = isMissing ? Math.min(seconds, missing.since + maxMissingSeconds) : seconds;
    if (elapsed() >= end) {
      throw missing === undefined
        ? notOnline(wait, seen)
        : stillMissing(missing.error, wait, seen, elapsed() - missing.since);
    }
    report.progress(
      subjectOf(wait, seen).name,
      `waiting until it is online: ${stateOf(seen)}, ${Math.round(elapsed())} s of ${Math.round(end)} s`,
    );
    await sleep(Math.max(0, Math.min(backoff(looks, limits), (end - elapsed()) * 1000)));
    api.restart(within(limits, Math.max(seconds - elapsed(), lastLookSeconds)));
  }
}

/** @param hasAnswered whether the API has answered an earlier look; otherwise the address or the token may be wrong */
function isOutlasted(error: DigitalOceanApiError, { isAwaited }: Wait, hasAnswered: boolean): boolean {
  const isGatewaysMissing = error.code === "not_found" && error.clusterUuid !== undefined;
  return isAwaited(error) || (hasAnswered && (passing.includes(error.code) || isGatewaysMissing));
}

function subjectOf({ subject }: Wait, { found }: Seen): Subject {
  return found === undefined ? subject : namedCluster(found.uuid, found.cluster.name);
}

/** The state, for messages: `status creating, at the last look server_error`. */
function stateOf({ found, missing, trouble }: Seen): string {
  const [state, isSaid] =
    found !== undefined
      ? [`status ${shown(found.cluster.status ?? "unknown")}`, trouble === undefined]
      : missing !== undefined
        ? ["not found yet", trouble === missing.error]
        : ["not ready yet", false];
  const word = trouble?.code === "bad_request" ? `${trouble.status} ${trouble.id}` : trouble?.code;
  return isSaid ? state : `${state}, at the last look ${word}`;
}

function notOnline(wait: Wait, seen: Seen): DigitalOceanApiError {
  const { name, clusterUuid } = subjectOf(wait, seen);
  return new DigitalOceanApiError(
    "not_online",
    `${name}: it is not online after ${wait.seconds} s of waiting (${stateOf(seen)}). Look at it with ` +
      `\`doctl databases get ${clusterUuid}\`; \`waitForOnline: { timeoutSeconds }\` waits longer.`,
    { clusterUuid, attempts: wait.api.attempts },
  );
}

function stillMissing(
  error: DigitalOceanApiError,
  { seconds }: Wait,
  { found }: Seen,
  missingSeconds: number,
): DigitalOceanApiError {
  return amended(
    error,
    `It was asked for again for ${missingSeconds.toFixed(missingSeconds < 10 ? 1 : 0)} s: ` +
      (found === undefined
        ? "it may not exist, or creation may take longer. Then run `pulumi up` again later" +
          (seconds < maxMissingSeconds
            ? `, or wait longer with \`waitForOnline: { timeoutSeconds }\`: up to ${maxMissingSeconds} s in this state.`
            : ".")
        : `it was there before (status ${shown(found.cluster.status ?? "unknown")}), and may have been deleted.`),
  );
}

/** The limits of a lookup that may take so long. */
function within(limits: ApiLimits, seconds: number): ApiLimits {
  return {
    ...limits,
    deadlineSeconds: Math.min(limits.deadlineSeconds, seconds),
    quotaWaitSeconds: Math.min(limits.quotaWaitSeconds, seconds),
  };
}
