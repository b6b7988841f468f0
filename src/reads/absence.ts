import { list, nullable, object, optional, text } from "../api/decode";
import type { Decoder } from "../api/decode";
import { listed, shortened, shown } from "../api/shown";
import { newness } from "../api/subject";
import type { Subject } from "../api/subject";
import { DigitalOceanApiError } from "../errors";
import type { ApiClusterOutline } from "./clusterShape";
import type { Databases, NamedParts } from "./databases";
import { namedCluster } from "./identifiers";
import type { PartKey } from "./identifiers";
import { nearestFirst } from "./knownNames";
import { isNotReady } from "./notYet";
import { isOnline } from "./waitUntilOnline";

/** More than the longest name that can be asked for, in UTF-16. */
const maxName = 511;

/**
 * The body of `GET /v2/databases/{uuid}/users`, `/pools` or `/replicas`: what there is, by name.
 *
 * @param parts the member that the list is in; `null` is an empty one
 */
export function namesBody(parts: string): Decoder<string[]> {
  const shape = object({ [parts]: nullable(list(object({ name: optional(text) }))) });
  return (body, path) =>
    (shape(body, path)[parts] ?? []).flatMap(({ name }) =>
      name === undefined ? [] : shortened(name, maxName),
    );
}

/** Engines whose clusters have none of these, by the API's description. */
const unsupported: Readonly<Record<NamedParts, (engine: string) => boolean>> = {
  users: isCache,
  replicas: isCache,
  pools: (engine) => !engine.endsWith("pg"),
};

function isCache(engine: string): boolean {
  return engine === "redis" || engine === "valkey";
}

/** One and several, as a message has them. */
const words: Readonly<Record<NamedParts, readonly [one: string, several: string]>> = {
  users: ["user", "users"],
  replicas: ["replica", "read-only replicas"],
  pools: ["connection pool", "connection pools"],
};

/**
 * What is read of a cluster by name; where the API refuses it, the error says why: no such cluster, an engine that
 * has none, or no such name, with the names that there are.
 *
 * @param cluster asks for the cluster, unless it has been asked for already
 * @throws DigitalOceanApiError what the read fails with; if that is a 404 or the like, with another message
 */
export async function explainAbsence<T>(
  reading: Promise<T>,
  parts: NamedParts,
  key: PartKey,
  subject: Subject,
  api: Databases,
  cluster: () => Promise<ApiClusterOutline> = () => api.getClusterOutline(key.clusterUuid),
): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw DigitalOceanApiError.isInstance(error) && isAbsence(error)
      ? await explained(error, parts, key, subject, api, cluster)
      : error;
  }
}

/** Whether the API itself refuses it; an error without its word for it is of a proxy or another server. */
function isAbsence({ code, id }: DigitalOceanApiError): boolean {
  return id !== undefined && (code === "not_found" || code === "bad_request");
}

async function explained(
  error: DigitalOceanApiError,
  parts: NamedParts,
  { clusterUuid, name }: PartKey,
  subject: Subject,
  api: Databases,
  askCluster: () => Promise<ApiClusterOutline>,
): Promise<DigitalOceanApiError> {
  const { code, status, id, requestId } = error;
  const withMessage = (message: string): DigitalOceanApiError =>
    new DigitalOceanApiError(code, message, {
      ...{ clusterUuid, status, id, requestId },
      attempts: api.attempts,
    });
  const because = (text: string, advice = ""): DigitalOceanApiError =>
    withMessage(`${subject.name}: ${text} (${status} ${id}). ${advice}`.trimEnd());
  const [one, several] = words[parts];
  let cluster: ApiClusterOutline;
  try {
    cluster = await askCluster();
  } catch (another) {
    const isMissing = DigitalOceanApiError.isInstance(another) && another.code === "not_found";
    return isMissing ? another : withMessage(error.message);
  }
  if (unsupported[parts](cluster.engine)) {
    return because(`clusters of the engine ${shown(cluster.engine)} have no ${several}`);
  }
  // What is new is missing for some minutes, from a list as well: nothing here says that there is no such part.
  const hint = isOnline(cluster)
    ? newness
    : `The cluster is not online yet (status ${shown(cluster.status ?? "")}), and this may still be in creation: look the ` +
      "cluster up with `waitForOnline: true`, or run `pulumi up` again when it is online.";
  if (isNotReady(error)) {
    return isOnline(cluster) ? withMessage(error.message) : because("it is not ready", hint);
  }
  let names: readonly string[];
  try {
    names = await api.listNames(clusterUuid, parts, namedCluster(clusterUuid, cluster.name ?? "unnamed"));
  } catch {
    return withMessage(error.message);
  }
  if (names.includes(name)) {
    return code === "not_found"
      ? because(`the cluster lists this ${one}, but DigitalOcean does not find it`, hint)
      : withMessage(error.message);
  }
  const nearest = nearestFirst(names, name, (other) => other);
  return because(
    names.length === 0
      ? `the cluster (${shown(cluster.name ?? "unnamed")}) lists no ${several}`
      : `the cluster lists no such ${one}; its ${several} are ${listed(nearest, shown)}`,
    hint,
  );
}
