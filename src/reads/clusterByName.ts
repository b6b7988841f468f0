/** Finds the one cluster of a name in the list of all clusters. */
import { boundsOfList } from "../api/body";
import type { ApiClient } from "../api/client";
import { ListBounds } from "../api/clusterList";
import {
  array,
  count,
  detail,
  isJsonObject,
  Malformed,
  nullable,
  object,
  ownMember,
  text,
} from "../api/decode";
import { listed as listedTexts, shortened, shown } from "../api/shown";
import { clusterListPath, isUuid, newness } from "../api/subject";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";
import { completeCluster, getCluster } from "./clusterShape";
import type { ApiCluster } from "./clusterShape";
import { requireSameName } from "./identifiers";
import { nearestFirst } from "./knownNames";

/** A cluster in the list. */
interface ListedCluster {
  readonly id: string | undefined;
  readonly name: string | undefined;
  /** The cluster, if it has the wanted name and the list says as much about it as a GET of it would. */
  readonly complete: ApiCluster | undefined;
}

/**
 * The one cluster of that name. If the list does not have all of it, a GET follows.
 *
 * @throws DigitalOceanApiError `not_found`, `ambiguous_name`; what the list fails with
 */
export async function findByName(
  api: ApiClient,
  name: string,
  subject: Subject,
): Promise<ApiCluster & { readonly id: string }> {
  const { named, listed } = await listClusters(api, name, subject);
  const refuse = (code: "not_found" | "ambiguous_name" | "unexpected_response", reason: string): Error =>
    new DigitalOceanApiError(code, `${subject.name}: ${reason}`, { status: 200, attempts: api.attempts });

  const [cluster] = named;
  if (cluster === undefined) {
    const hint = isUuid(name.trim()) ? " This is a UUID: give it as `uuid`." : "";
    const others =
      listed.length === 0
        ? "the token's team has no clusters."
        : `the token's team has no cluster of this name; it has ` +
          `${candidates(nearestFirst(listed, name, (other) => other.name ?? ""))}.`;
    throw refuse(
      "not_found",
      `not found: ${others}${hint} Check the name, and that the token from ${api.settings.tokenSource} belongs to the ` +
        `cluster's team. ${newness}`,
    );
  }
  if (named.length > 1) {
    throw refuse(
      "ambiguous_name",
      `${named.length} clusters have this name: ${candidates(named)}. Give the \`uuid\` of the one that is meant.`,
    );
  }
  const { id, complete } = cluster;
  // It becomes part of a path.
  if (id === undefined || !isUuid(id)) {
    throw refuse("unexpected_response", "the list of clusters has no id for it. Give the `uuid` instead.");
  }
  const uuid = id.toLowerCase();
  const found = complete ?? (await getCluster(api, uuid));
  requireSameName(found.name, name, subject, api);
  return { ...found, id: uuid };
}

function candidates(clusters: readonly ListedCluster[]): string {
  return listedTexts(
    clusters,
    ({ id, name }) => `${shown(name ?? "unnamed")} (${shown(id ?? "without an id")})`,
  );
}

/** All clusters, page after page, and those of the name. The links between pages are not followed, so the token stays. */
async function listClusters(
  api: ApiClient,
  name: string,
  subject: Subject,
): Promise<{ readonly named: readonly ListedCluster[]; readonly listed: readonly ListedCluster[] }> {
  const listed = new Map<string, ListedCluster>();
  const named = new Map<string, ListedCluster>();
  const bounds = new ListBounds();
  for (let page = 1; ; page++) {
    const body = await api.get(
      clusterListPath(page),
      subject,
      (value, path, _, bytes) => {
        const decoded = pageFor(name, value, path);
        bounds.add(decoded.entries.length, bytes);
        bounds.check();
        return decoded;
      },
      boundsOfList,
    );
    const before = listed.size;
    // An entry that moves to another page meanwhile is seen twice.
    body.entries.forEach(({ isNamed, ...entry }, index) => {
      const key = entry.id ?? `${page}.${index}`;
      listed.set(key, entry);
      if (isNamed) {
        named.set(key, entry);
      }
    });
    const isMore = body.hasNext || (body.total ?? 0) > listed.size;
    // A page without new entries is the last, whatever it says.
    if (!isMore || listed.size === before) {
      return { named: [...named.values()], listed: [...listed.values()] };
    }
  }
}

/** As many as are asked for (`clusterListPath`). */
const clustersPerPage = 200;

/** The API's description declares no paging for this list. Its general part does, and other clients use it. */
const pageBody = object({
  databases: nullable(array),
  links: detail(object({ pages: detail(object({ next: detail(text) })) })),
  meta: detail(object({ total: detail(count) })),
});

interface PageEntry extends ListedCluster {
  readonly isNamed: boolean;
}

/** A page of the list. Only clusters of the name are decoded. */
function pageFor(
  name: string,
  body: unknown,
  path: string,
): {
  readonly entries: readonly PageEntry[];
  readonly hasNext: boolean;
  readonly total: number | undefined;
} {
  const odd = new Set<string>();
  const { databases = [], links, meta } = pageBody(body, path, odd);
  const entries = databases.filter(isJsonObject).map((entry): PageEntry => {
    const [id, entryName] = [ownMember(entry, "id"), ownMember(entry, "name")];
    const isNamed = entryName === name;
    const complete = isNamed ? completeCluster(entry) : undefined;
    return { id: shortWord(id), name: shortWord(entryName), isNamed, complete };
  });
  const [unreadable] = odd;
  if (unreadable !== undefined && !entries.some(({ isNamed }) => isNamed)) {
    throw new Malformed(`${unreadable} cannot be read`);
  }
  // If the links cannot be read, a full page may have a next one.
  const mayHaveNext = odd.size > 0 && databases.length >= clustersPerPage;
  return { entries, hasNext: mayHaveNext || links?.pages?.next !== undefined, total: meta?.total };
}

/** As much of a text as a message can show: clusters of other names are kept for messages only. */
function shortWord(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? shortened(value) : undefined;
}
