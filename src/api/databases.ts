import { ApiClient } from "./client";
import { clusterSubject } from "./failure";
import type { Answered, Notify } from "./client";
import { clusterBody } from "./cluster";
import type { ApiCluster } from "./cluster";
import type { ApiSettings } from "./settings";

/**
 * `GET /v2/databases/{uuid}`: the cluster as it is now.
 *
 * @param uuid a checked UUID
 * @throws DigitalOceanApiError
 */
export async function getCluster(
  settings: ApiSettings,
  uuid: string,
  notify: Notify,
): Promise<Answered<ApiCluster>> {
  const { value, attempts } = await new ApiClient(settings, notify).get(
    `/v2/databases/${uuid}`,
    clusterSubject(uuid),
    clusterBody,
  );
  return { value: value.database, attempts };
}
