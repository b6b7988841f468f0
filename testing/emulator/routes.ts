// The API's answers: from a path, the token's scopes and the emulator's state to a reply.
import type { Cluster } from "./clusters";
import { withheld, withoutPassword } from "./scopes";
import type { Scope } from "./scopes";

/** The data of the emulated API. Tests may change it at any time, and the next answer shows the change. */
export interface EmulatorState {
  clusters: Cluster[];
  /** PEM of the CA that signed the clusters' certificates. */
  caCertificate: string;
  /** By the cluster's UUID. */
  pools: Record<string, Record<string, unknown>[]>;
  replicas: Record<string, Record<string, unknown>[]>;
  metricsCredentials: { basic_auth_username: string; basic_auth_password: string };
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export function errorReply(status: number, id: string, message: string): Reply {
  return { status, body: { id, message, request_id: "5a1e0000-0000-4000-8000-00000000e001" } };
}

/** The answer to `GET /v2/databases/{uuid}`. */
export function clusterReply(cluster: Cluster): Reply {
  return ok({ database: cluster });
}

const notFound = errorReply(404, "not_found", "The resource you requested could not be found.");
const forbidden = errorReply(403, "forbidden", "You do not have access for the attempted action.");

/** The refusal of a collection that the engine does not have. The API's description only says that it is a 4xx. */
const unsupported = errorReply(
  422,
  "unprocessable_entity",
  "This cluster type does not support the operation.",
);

/** The answer to a GET request of a token with these scopes. */
export function route(url: URL, scopes: ReadonlySet<Scope>, state: EmulatorState): Reply {
  const parts = url.pathname.split("/").filter((part) => part !== "");
  if (parts[0] !== "v2" || parts[1] !== "databases") {
    return notFound;
  }
  if (!scopes.has("database:read")) {
    return forbidden;
  }
  const [uuid, collection, name] = parts.slice(2);
  if (uuid === undefined) {
    return page(
      "databases",
      state.clusters.map((cluster) => withheld(cluster, scopes)),
      url,
    );
  }
  if (uuid === "metrics" && collection === "credentials") {
    return scopes.has("database:update") && scopes.has("database:view_credentials")
      ? ok({ credentials: { credentials: state.metricsCredentials } })
      : forbidden;
  }
  const cluster = state.clusters.find(({ id }) => id === uuid);
  if (cluster === undefined || parts.length > 5) {
    return notFound;
  }
  const isCache = cluster.engine === "redis" || cluster.engine === "valkey";
  if (isCache && (collection === "users" || collection === "replicas")) {
    return unsupported;
  }
  switch (collection) {
    case undefined:
      return ok({ database: withheld(cluster, scopes) });
    case "ca":
      return ok({ ca: { certificate: Buffer.from(state.caCertificate).toString("base64") } });
    case "users":
      return collectionReply(
        "users",
        "user",
        (cluster["users"] ?? []) as Record<string, unknown>[],
        name,
        url,
        (user) => (scopes.has("database:view_credentials") ? user : withoutPassword(user)),
      );
    case "pools":
      return collectionReply("pools", "pool", state.pools[uuid] ?? [], name, url, (pool) =>
        withheld(pool, scopes),
      );
    case "replicas":
      return collectionReply("replicas", "replica", state.replicas[uuid] ?? [], name, url, (replica) =>
        withheld(replica, scopes),
      );
    default:
      return notFound;
  }
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}

function collectionReply(
  plural: string,
  singular: string,
  items: Record<string, unknown>[],
  name: string | undefined,
  url: URL,
  seen: (item: Record<string, unknown>) => Record<string, unknown>,
): Reply {
  if (name === undefined) {
    return page(plural, items.map(seen), url);
  }
  const item = items.find((candidate) => candidate["name"] === decodeURIComponent(name));
  return item === undefined ? notFound : ok({ [singular]: seen(item) });
}

/** A page of a list, as in all lists of the API: 20 items by default, 200 at most. */
function page(plural: string, items: unknown[], url: URL): Reply {
  const perPage = Math.min(Math.max(Number(url.searchParams.get("per_page") ?? 20), 1), 200);
  const current = Math.max(Number(url.searchParams.get("page") ?? 1), 1);
  const last = Math.max(Math.ceil(items.length / perPage), 1);
  const link = (number: number): string => `${url.origin}${url.pathname}?page=${number}&per_page=${perPage}`;
  return ok({
    [plural]: items.slice((current - 1) * perPage, current * perPage),
    ...(last === 1
      ? {}
      : {
          links: {
            pages: {
              ...(current > 1 ? { first: link(1), prev: link(current - 1) } : {}),
              ...(current < last ? { next: link(current + 1), last: link(last) } : {}),
            },
          },
        }),
    meta: { total: items.length },
  });
}
