import type { ApiCluster, ListedCluster } from "../api/bodies/cluster";
import type { Databases } from "../api/databases";
import { DigitalOceanApiError } from "../api/errors";
import type { Subject } from "../api/failure";
import type { ApiSettings } from "../api/settings";
import { isUuid } from "../api/uuid";
import { shown } from "../model/words";

/**
 * The one cluster of that name.
 *
 * @throws DigitalOceanApiError `not_found`, `ambiguous_name`; what the list fails with
 */
export async function findByName(
  api: Databases,
  name: string,
  subject: Subject,
  { tokenSource }: ApiSettings,
): Promise<ApiCluster & { readonly id: string }> {
  const { named, listed } = await api.listClusters(name, subject);
  const refuse = (code: "not_found" | "ambiguous_name" | "unexpected_response", text: string): Error =>
    new DigitalOceanApiError(code, `${subject.name}: ${text}`, { status: 200, attempts: api.attempts });

  const [cluster] = named;
  if (cluster === undefined) {
    const hint = isUuid(name) ? "this is a UUID, to be given as `uuid`; " : "";
    throw refuse(
      "not_found",
      hint +
        (listed.length === 0
          ? "there are no clusters in the token's team."
          : `there is none of this name in the token's team; there ${listed.length === 1 ? "is" : "are"} ` +
            `${candidates(closestFirst(listed, name))}.`) +
        ` Check the name, and that the token from ${tokenSource} belongs to the cluster's team.`,
    );
  }
  if (named.length > 1) {
    throw refuse(
      "ambiguous_name",
      `${named.length} clusters have this name: ${candidates(named)}. Give the \`uuid\` of the one that is meant.`,
    );
  }
  const { id } = cluster;
  if (id === undefined) {
    throw refuse("unexpected_response", "the list of clusters has no id for it. Give the `uuid` instead.");
  }
  return { ...cluster, id };
}

/** As many as one line can bear. */
const maxCandidates = 20;

function candidates(clusters: readonly ListedCluster[]): string {
  const shownOnes = clusters
    .slice(0, maxCandidates)
    .map(({ id, name }) => `${shown(name ?? "unnamed")} (${shown(id ?? "without an id")})`);
  const rest = clusters.length - shownOnes.length;
  return shownOnes.join(", ") + (rest > 0 ? `, and ${rest} more` : "");
}

/** Those that begin like the name, or have it in them, before the others. */
function closestFirst(clusters: readonly ListedCluster[], name: string): ListedCluster[] {
  const wanted = name.toLowerCase();
  const closeness = ({ name: other = "" }: ListedCluster): number => {
    const text = other.toLowerCase();
    let common = 0;
    while (common < wanted.length && text[common] === wanted[common]) {
      common++;
    }
    return text.includes(wanted) || (text !== "" && wanted.includes(text)) ? wanted.length + common : common;
  };
  const byName = (a: ListedCluster, b: ListedCluster): number => (a.name ?? "").localeCompare(b.name ?? "");
  return [...clusters].sort((a, b) => closeness(b) - closeness(a) || byName(a, b));
}
