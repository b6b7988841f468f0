/** Why something of a cluster was not found: the errors that mean "not there" or "not there yet", and what to say of them. */
import type { ApiClient } from "../api/client";
import { boundsOfList } from "../api/body";
import { detail, ifWellFormed, list, nullable, object, optional, required, text } from "../api/decode";
import type { Decoded } from "../api/decode";
import { listed, shortened, shown } from "../api/shown";
import { clusterPath, clusterSubject, newness } from "../api/subject";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError, withoutCode } from "../errors";
import { namedCluster, requireSameId, requireSameName } from "./identifiers";
import type { PartKey } from "./identifiers";
import { nearestFirst } from "./knownNames";

/** A conflict with another operation, a precondition that is not met, a lock, too early. */
const notReadyStatuses: readonly (number | undefined)[] = [409, 412, 423, 425];

/**
 * Whether the API says that a cluster, or something of it, exists and cannot be read now. An answer without the API's
 * `id` may come from a proxy.
 */
export function isNotReady({ status, id, clusterUuid }: DigitalOceanApiError): boolean {
  return id !== undefined && clusterUuid !== undefined && notReadyStatuses.includes(status);
}

/**
 * Whether the API says that there is no such cluster, by its UUID (404) or in its list (200). A new cluster is missing for
 * some minutes. A 404 of the list means a wrong address.
 */
export function isMissing({ code, status, id, clusterUuid }: DigitalOceanApiError): boolean {
  return code === "not_found" && (status === 200 || (id !== undefined && clusterUuid !== undefined));
}

/** The error with another sentence, before the id of the request and the code. */
export function amended(error: DigitalOceanApiError, sentence: string): DigitalOceanApiError {
  const { code, clusterUuid, status, id, requestId, attempts } = error;
  const message = withoutCode(error.message);
  const end = ` (request ${requestId})`;
  const text = message.endsWith(end) ? message.slice(0, -end.length) : message;
  const details = { clusterUuid, status, id, requestId, attempts };
  return new DigitalOceanApiError(code, `${text} ${sentence}${text === message ? "" : end}`, details);
}

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
  const { database } = await api.getCluster(
    uuid,
    outlineBody,
    (entry) => ifWellFormed(outline, entry) !== undefined,
  );
  requireSameId(database.id, uuid, clusterSubject(uuid), api);
  return database;
}

/** Whether a wait for the cluster is over. One without a status is not waited for. */
export function isOnline({ status }: { readonly status?: string | undefined }): boolean {
  return status === undefined || status === "online";
}

/** What a cluster has by name, as the API's paths call it. */
export type NamedParts = "users" | "pools" | "replicas";

const isCache = (engine: string): boolean => engine === "redis" || engine === "valkey";

/** What messages call them, and the engines whose clusters have none, by the API's description. */
const kinds: Readonly<
  Record<NamedParts, { one: string; several: string; isUnsupported: (engine: string) => boolean }>
> = {
  users: { one: "user", several: "users", isUnsupported: isCache },
  replicas: { one: "replica", several: "read-only replicas", isUnsupported: isCache },
  pools: {
    one: "connection pool",
    several: "connection pools",
    isUnsupported: (engine) => !engine.endsWith("pg"),
  },
};

/**
 * A user, pool or replica, by its name. If the API refuses it, the error says why: there is no such cluster, its engine has
 * none, or it has others.
 *
 * @param parts the last folder of the path
 * @param cluster asks for the cluster's engine and status, if that has begun already
 * @throws DigitalOceanApiError
 */
export async function getPart<T extends { readonly name: string }>(
  api: ApiClient,
  parts: NamedParts,
  key: PartKey,
  subject: Subject,
  decode: (body: unknown, path: string) => T,
  cluster = (): Promise<ClusterOutline> => getClusterOutline(api, key.clusterUuid),
): Promise<T> {
  try {
    const path = `${clusterPath(key.clusterUuid)}/${parts}/${encodeURIComponent(key.name)}`;
    const part = await api.get(path, subject, decode);
    requireSameName(part.name, key.name, subject, api);
    return part;
  } catch (error) {
    const isRefused =
      DigitalOceanApiError.isInstance(error) &&
      error.id !== undefined &&
      (error.code === "not_found" || error.code === "bad_request");
    throw isRefused ? await explained(error, parts, key, subject, api, cluster) : error;
  }
}

async function explained(
  error: DigitalOceanApiError,
  parts: NamedParts,
  { clusterUuid, name }: PartKey,
  subject: Subject,
  api: ApiClient,
  askCluster: () => Promise<ClusterOutline>,
): Promise<DigitalOceanApiError> {
  const { code, status, id, requestId } = error;
  const withMessage = (message: string): DigitalOceanApiError =>
    new DigitalOceanApiError(code, message, { clusterUuid, status, id, requestId, attempts: api.attempts });
  const because = (reason: string, advice = ""): DigitalOceanApiError =>
    withMessage(`${subject.name}: ${reason} (${status} ${id}). ${advice}`.trimEnd());
  const { one, several, isUnsupported } = kinds[parts];
  let cluster: ClusterOutline;
  try {
    cluster = await askCluster();
  } catch (another) {
    const isMissingCluster = DigitalOceanApiError.isInstance(another) && another.code === "not_found";
    return isMissingCluster ? another : withMessage(error.message);
  }
  if (isUnsupported(cluster.engine)) {
    return because(`clusters of the engine ${shown(cluster.engine)} have no ${several}`);
  }
  // Something new is missing for some minutes, in a list as well, so no message says for certain that it does not exist.
  const hint = isOnline(cluster)
    ? newness
    : `The cluster is not online yet (status ${shown(cluster.status ?? "")}), and this may still be in creation: look the ` +
      "cluster up with `waitForOnline: true`, or run `pulumi up` again when it is online.";
  if (isNotReady(error)) {
    return isOnline(cluster) ? withMessage(error.message) : because("it is not ready", hint);
  }
  let names: readonly string[];
  try {
    names = await api.get(
      `${clusterPath(clusterUuid)}/${parts}?page=1&per_page=200`,
      namedCluster(clusterUuid, cluster.name ?? "unnamed"),
      (body, path) => namesIn(body, path, parts),
      boundsOfList,
    );
  } catch {
    return withMessage(error.message);
  }
  if (names.includes(name)) {
    return code === "not_found"
      ? because(`not found, although the cluster lists this ${one}`, hint)
      : withMessage(error.message);
  }
  const nearest = nearestFirst(names, name, (other) => other);
  return because(
    names.length === 0
      ? `not found: the cluster (${shown(cluster.name ?? "unnamed")}) lists no ${several}`
      : `not found: the cluster lists no such ${one}; its ${several} are ${listed(nearest, shown)}`,
    hint,
  );
}

/** Longer than any name that can be asked for, in UTF-16. */
const maxName = 511;

/** The names in the body of `GET /v2/databases/{uuid}/users`, `/pools` or `/replicas`. */
export function namesIn(body: unknown, path: string, parts: string): string[] {
  const shape = object({ [parts]: nullable(list(object({ name: optional(text) }))) });
  return (shape(body, path)[parts] ?? []).flatMap(({ name }) =>
    name === undefined ? [] : shortened(name, maxName),
  );
}
