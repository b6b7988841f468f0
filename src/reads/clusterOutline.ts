/** The engine and the status of a cluster, which the lookups of its users, pools and replicas need. */
import type { ApiClient } from "../api/client";
import { detail, Malformed, object, optional, required, text } from "../api/decode";
import type { Decoded } from "../api/decode";
import { clusterSubject } from "../api/subject";
import { requireSameId } from "./identifiers";

const outline = object({
  id: optional(text),
  name: detail(text),
  engine: required(text),
  status: detail(text),
});

const outlineBody = object({ database: required(outline) });

/** What is read of the cluster. Odd values of its other members do not matter. */
export type ClusterOutline = Decoded<typeof outline>;

/** @throws DigitalOceanApiError */
export async function getClusterOutline(api: ApiClient, uuid: string): Promise<ClusterOutline> {
  const { database } = await api.getCluster(uuid, outlineBody, isOutline);
  requireSameId(database.id, uuid, clusterSubject(uuid), api);
  return database;
}

function isOutline(entry: unknown): boolean {
  try {
    outline(entry, "");
    return true;
  } catch (error) {
    if (error instanceof Malformed) {
      return false;
    }
    throw error;
  }
}

/** Whether a wait for the cluster is over. One without a status is not waited for. */
export function isOnline({ status }: { readonly status?: string | undefined }): boolean {
  return status === undefined || status === "online";
}
