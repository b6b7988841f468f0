import { Databases } from "../../../src/reads/databases";
import type { ApiCluster } from "../../../src/reads/clusterShape";
import type { DigitalOceanApiError } from "../../../src/errors";
import { defaultLimits } from "../../../src/api/settings";
import type { ApiLimits, ApiSettings } from "../../../src/api/settings";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { uuidAt } from "../../../testing/emulator/manyClusters";
import { rejectionOf } from "../rejection";

/** The cluster that all these tests ask for. */
export const uuid = clusterUuid("pg");

/** The bounds of a lookup, scaled down: three tries within a second. */
export const quickLimits: ApiLimits = {
  httpRetryMax: 2,
  httpRetryWaitMin: 0.01,
  httpRetryWaitMax: 0.02,
  requestTimeoutSeconds: 0.2,
  deadlineSeconds: 1,
  quotaWaitSeconds: 2,
  listThreshold: 5,
};

export function settingsFor(apiEndpoint: string, limits: Partial<ApiLimits> = {}): ApiSettings {
  return {
    token: Emulator.token,
    tokenSource: "the argument token",
    apiEndpoint,
    configNamespace: "digitalocean",
    limits: { ...defaultLimits, ...quickLimits, ...limits },
  };
}

/** Looks the cluster up, or another. */
export async function lookUp(
  settings: ApiSettings,
  notices: string[] = [],
  of: string = uuid,
): Promise<ApiCluster> {
  return new Databases(settings, (message) => notices.push(message)).getCluster(of);
}

/** Looks the first of many clusters up, all at once. */
export function lookUpEach(
  settings: ApiSettings,
  count: number,
  notices: string[] = [],
): Promise<ApiCluster>[] {
  return Array.from({ length: count }, (_, index) => lookUp(settings, notices, uuidAt(index)));
}

/** A lookup that fails, and how long that took. */
export async function failedLookUp(
  settings: ApiSettings,
  notices: string[] = [],
): Promise<{ error: DigitalOceanApiError; seconds: number }> {
  const started = performance.now();
  const error = await rejectionOf(lookUp(settings, notices));
  return { error, seconds: (performance.now() - started) / 1000 };
}
