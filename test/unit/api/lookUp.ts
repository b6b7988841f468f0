// Lookups of a cluster with the API client, for tests.
import { ApiClient } from "../../../src/api/client";
import { getCluster } from "../../../src/reads/clusterShape";
import type { ApiCluster } from "../../../src/reads/clusterShape";
import type { DigitalOceanApiError } from "../../../src/errors";
import { defaultLimits } from "../../../src/api/settings";
import type { ApiLimits, ApiSettings } from "../../../src/api/settings";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { uuidAt } from "../../../testing/emulator/manyClusters";
import { rejectionOf } from "../rejection";

/** The cluster of these tests. */
export const uuid = clusterUuid("pg");

/** Three tries with hardly a wait between them, and ample time for each on a machine that is busy. */
export const quickLimits: ApiLimits = {
  httpRetryMax: 2,
  httpRetryWaitMin: 0.01,
  httpRetryWaitMax: 0.02,
  requestTimeoutSeconds: 60,
  deadlineSeconds: 100,
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

/** Looks up a cluster, by default `uuid`. */
export async function lookUp(
  settings: ApiSettings,
  notices: string[] = [],
  of: string = uuid,
): Promise<ApiCluster> {
  return getCluster(new ApiClient(settings, (message) => notices.push(message)), of);
}

/** Looks up the first clusters of `manyClusters`, all at once. */
export function lookUpEach(
  settings: ApiSettings,
  count: number,
  notices: string[] = [],
): Promise<ApiCluster>[] {
  return Array.from({ length: count }, (_, index) => lookUp(settings, notices, uuidAt(index)));
}

/** The error of a lookup that must fail. */
export function failureOf(settings: ApiSettings, notices: string[] = []): Promise<DigitalOceanApiError> {
  return rejectionOf(lookUp(settings, notices));
}
