import type { ApiCluster } from "../api/bodies/cluster";
import type { Databases, NamedParts } from "../api/databases";
import { DigitalOceanApiError } from "../api/errors";
import type { Subject } from "../api/failure";
import { namedCluster } from "../model/credentials";
import { shown } from "../model/words";
import type { PartKey } from "./reads/part";

/** Engines whose clusters have none of these, by the API's description. */
const unsupported: Readonly<Record<NamedParts, (engine: string) => boolean>> = {
  users: isCache,
  replicas: isCache,
  pools: (engine) => !engine.endsWith("pg"),
};

function isCache(engine: string): boolean {
  return engine === "redis" || engine === "valkey";
}

/** As a message has them. */
const words: Readonly<Record<NamedParts, string>> = {
  users: "users",
  replicas: "read-only replicas",
  pools: "connection pools",
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
  cluster: () => Promise<ApiCluster> = () => api.getCluster(key.clusterUuid),
): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw DigitalOceanApiError.isInstance(error) && isAbsence(error)
      ? await explained(error, parts, key, subject, api, cluster)
      : error;
  }
}

/** The API's own word for it, not that of something in between. */
function isAbsence({ code, id }: DigitalOceanApiError): boolean {
  return id !== undefined && (code === "not_found" || code === "bad_request");
}

async function explained(
  error: DigitalOceanApiError,
  parts: NamedParts,
  { clusterUuid }: PartKey,
  subject: Subject,
  api: Databases,
  askCluster: () => Promise<ApiCluster>,
): Promise<unknown> {
  const { code, status, id, requestId } = error;
  const withMessage = (message: string): DigitalOceanApiError =>
    new DigitalOceanApiError(code, message, {
      ...{ clusterUuid, status, id, requestId },
      attempts: api.attempts,
    });
  const because = (text: string): DigitalOceanApiError =>
    withMessage(`${subject.name}: ${text} (${status} ${id}).`);
  let isClusterThere = false;
  try {
    const { name, engine } = await askCluster();
    isClusterThere = true;
    const cluster = `the cluster (${shown(name)}`;
    if (unsupported[parts](engine)) {
      return because(`${cluster}, engine ${shown(engine)}) can have no ${words[parts]}`);
    }
    const names = await api.listNames(clusterUuid, parts, namedCluster(clusterUuid, name));
    return because(
      names.length === 0
        ? `${cluster}) has no ${words[parts]}`
        : `the cluster has no such one among its ${words[parts]}, which are ${shownList(names)}`,
    );
  } catch (another) {
    // Without the cluster there is nothing to explain; whatever else happens now, the first error was before it.
    return !isClusterThere && DigitalOceanApiError.isInstance(another) && another.code === "not_found"
      ? another
      : withMessage(error.message);
  }
}

/** As many as one line can bear. */
const maxNames = 20;

function shownList(names: readonly string[]): string {
  const rest = names.length - maxNames;
  const listed = names.slice(0, maxNames).map(shown).join(", ");
  return rest > 0 ? `${listed} and ${rest} more` : listed;
}
