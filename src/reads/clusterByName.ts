import { Malformed, isJsonObject, ownMember } from "../api/decode";
import type { Decoder } from "../api/decode";
import type { ApiSettings } from "../api/settings";
import { listed, shown } from "../api/shown";
import { newness } from "../api/subject";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";
import { page, shortWord, wholeCluster } from "./clusterShape";
import type { ApiCluster } from "./clusterShape";
import type { Databases } from "./databases";
import { isUuid, requireSameName } from "./identifiers";
import { nearestFirst } from "./knownNames";

/** What identifies a cluster in a list. */
export interface ListedCluster {
  readonly id: string | undefined;
  readonly name: string | undefined;
}

/** A cluster in a list that has the name which is looked for. */
export interface NamedCluster extends ListedCluster {
  /** `undefined` if the list does not have all that a GET of the cluster may have. */
  readonly whole: ApiCluster | undefined;
}

/**
 * The body of a page of `GET /v2/databases`: of every cluster its id and name, and the whole of those with the name that
 * is looked for. Other clusters are not checked.
 *
 * The API's description declares no paging for this list; its general prose does, and other clients follow it.
 */
export function clustersBody(name: string): Decoder<{
  readonly listed: readonly ListedCluster[];
  readonly named: readonly NamedCluster[];
  readonly hasNext: boolean;
  readonly total: number | undefined;
}> {
  return (body, path) => {
    const odd = new Set<string>();
    const { databases = [], links, meta } = page(body, path, odd);
    const listed: ListedCluster[] = [];
    const named: NamedCluster[] = [];
    for (const entry of databases) {
      if (isJsonObject(entry)) {
        const [id, entryName] = [ownMember(entry, "id"), ownMember(entry, "name")];
        const cluster = { id: shortWord(id), name: shortWord(entryName) };
        listed.push(cluster);
        if (entryName === name) {
          named.push({ ...cluster, whole: wholeCluster(entry) });
        }
      }
    }
    const [unreadable] = odd;
    if (unreadable !== undefined && named.length === 0) {
      throw new Malformed(`${unreadable} cannot be read`);
    }
    // If the links cannot be read, a full page may have a next one.
    const mayHaveNext = odd.size > 0 && databases.length >= clustersPerPage;
    const hasNext = mayHaveNext || links?.pages?.next !== undefined;
    return { listed, named, hasNext, total: meta?.total };
  };
}

/** As many as are asked for (`clustersPath`). */
const clustersPerPage = 200;

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
  return listed(clusters, ({ id, name }) => `${shown(name ?? "unnamed")} (${shown(id ?? "without an id")})`);
}
