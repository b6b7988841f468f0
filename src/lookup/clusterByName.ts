import type { ApiCluster, ListedCluster } from "../api/bodies/cluster";
import type { Databases } from "../api/databases";
import { DigitalOceanApiError } from "../api/errors";
import { newness } from "../api/failure";
import type { Subject } from "../api/failure";
import { requireSameName } from "../api/identity";
import type { ApiSettings } from "../api/settings";
import { isUuid } from "../api/uuid";
import { nearestFirst } from "../model/nearest";
import { listed as listedTexts, shown } from "../model/words";

/**
 * The one cluster of that name. If the list does not have all of it, a GET decides what it has.
 *
 * @throws DigitalOceanApiError `not_found`, `ambiguous_name`; what the list fails with
 */
export async function findByName(
  api: Databases,
  name: string,
  subject: Subject,
  { tokenSource, configNamespace }: ApiSettings,
): Promise<ApiCluster & { readonly id: string }> {
  const { named, listed } = await api.listClusters(name, subject);
  const refuse = (code: "not_found" | "ambiguous_name" | "unexpected_response", text: string): Error =>
    new DigitalOceanApiError(code, `${subject.name}: ${text}`, { status: 200, attempts: api.attempts });

  const [cluster] = named;
  if (cluster === undefined) {
    const hint = isUuid(name.trim()) ? "this is a UUID, to be given as `uuid`; " : "";
    throw refuse(
      "not_found",
      hint +
        (listed.length === 0
          ? "there are no clusters in the token's team."
          : `DigitalOcean lists none of this name in the token's team; there ${listed.length === 1 ? "is" : "are"} ` +
            `${candidates(nearestFirst(listed, name, (other) => other.name ?? ""))}.`) +
        ` Check the name, and that the token from ${tokenSource} belongs to the cluster's team. ${newness}`,
    );
  }
  if (named.length > 1) {
    throw refuse(
      "ambiguous_name",
      `${named.length} clusters have this name: ${candidates(named)}. Give the \`uuid\` of the one that is meant.`,
    );
  }
  const { id, whole } = cluster;
  // It becomes part of a path.
  if (id === undefined || !isUuid(id)) {
    throw refuse("unexpected_response", "the list of clusters has no id for it. Give the `uuid` instead.");
  }
  const uuid = id.toLowerCase();
  const found = whole ?? (await api.getCluster(uuid));
  requireSameName(found.name, name, { subject, attempts: api.attempts, configNamespace });
  return { ...found, id: uuid };
}

function candidates(clusters: readonly ListedCluster[]): string {
  return listedTexts(
    clusters,
    ({ id, name }) => `${shown(name ?? "unnamed")} (${shown(id ?? "without an id")})`,
  );
}
