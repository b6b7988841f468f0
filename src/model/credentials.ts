import { DigitalOceanApiError } from "../api/errors";
import { clusterSubject } from "../api/failure";
import type { ClusterPropertiesWithoutCredentials, ClusterProperties, CredentialProperty } from "./cluster";
import { list, shown } from "./words";

/** How the cluster was looked up, for messages. */
export interface LookedUp {
  /** The UUID that was asked for. */
  readonly uuid: string;
  readonly tokenSource: string;
  readonly attempts: number;
}

const credentials: readonly CredentialProperty[] = ["uri", "host", "port", "user", "password"];

/**
 * The cluster, once all its credentials are there. The API answers 200 without them for three reasons, and
 * only two of them can be told apart: the scope `database:view_credentials` is missing, the engine is
 * MongoDB (whose password is shown at creation only), or the cluster is not ready.
 *
 * @throws DigitalOceanApiError `not_online`, `credentials_withheld`, `unexpected_response`
 */
export function requireCredentials(
  cluster: ClusterPropertiesWithoutCredentials,
  { uuid, tokenSource, attempts }: LookedUp,
): ClusterProperties {
  const missing = credentials.filter((property) => cluster[property] === undefined);
  if (missing.length === 0) {
    return cluster as ClusterProperties;
  }
  const refuse = (code: "not_online" | "credentials_withheld" | "unexpected_response", text: string): Error =>
    new DigitalOceanApiError(code, `${clusterSubject(uuid).name} (${shown(cluster.name)}): ${text}`, {
      clusterUuid: uuid,
      status: 200,
      attempts,
    });
  const way = "With `requireCredentials: false` the lookup goes on without them.";

  if (cluster.status === "creating" || cluster.status === "forking") {
    throw refuse(
      "not_online",
      `it is not online yet (status ${cluster.status}) and has no ${list(missing)}. Try again when it is online. ${way}`,
    );
  }
  if (cluster.user !== undefined && cluster.password !== undefined) {
    throw refuse("unexpected_response", `the answer has no connection.${list(missing)}. ${way}`);
  }
  const scope =
    `the token from ${tokenSource} lacks the scope database:view_credentials; ` +
    "give it the scope, or use one that has it";
  const reason =
    cluster.engine === "mongodb"
      ? `either ${scope}; or the password was shown when the cluster was created and DigitalOcean does not show ` +
        "MongoDB passwords again"
      : cluster.status === "online"
        ? scope
        : `either ${scope}; or the cluster is not ready (status ${shown(cluster.status ?? "unknown")})`;
  throw refuse("credentials_withheld", `DigitalOcean withheld its ${list(missing)}: ${reason}. ${way}`);
}
