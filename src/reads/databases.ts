import { boundsOfList } from "../api/body";
import { ApiClient } from "../api/client";
import type { Notify, NotifyOfRetry } from "../api/client";
import { ListBounds } from "../api/clusterList";
import type { ApiLimits, ApiSettings } from "../api/settings";
import { clusterPath, clusterSubject, clustersPath } from "../api/subject";
import type { Subject } from "../api/subject";
import { namesBody } from "./absence";
import { certificateBody } from "./ca";
import { clustersBody } from "./clusterByName";
import type { ListedCluster, NamedCluster } from "./clusterByName";
import { clusterBody, clusterOutlineBody } from "./clusterShape";
import type { ApiCluster, ApiClusterOutline } from "./clusterShape";
import { connectionPoolBody } from "./connectionPool";
import type { ApiConnectionPool } from "./connectionPool";
import { requireSameId, requireSameName } from "./identifiers";
import type { Asked } from "./identifiers";
import { metricsCredentialsBody } from "./metricsCredentials";
import type { ApiMetricsCredentials } from "./metricsCredentials";
import { replicaBody } from "./replica";
import type { ApiReplica } from "./replica";
import { userBody } from "./user";
import type { ApiUser } from "./user";

/** Clusters by name: those with the name, and what there is in all. */
export interface ClustersByName {
  readonly named: readonly NamedCluster[];
  readonly listed: readonly ListedCluster[];
}

/** What a cluster has by name. */
export type NamedParts = "users" | "pools" | "replicas";

/**
 * The reads of the API, for one lookup. UUIDs are checked ones, names are any text but `.` and `..`. Every method
 * throws DigitalOceanApiError.
 */
export class Databases {
  private readonly client: ApiClient;

  /** @throws DigitalOceanApiError `invalid_argument`: the token or the endpoint is malformed */
  public constructor(
    private readonly settings: ApiSettings,
    notify: Notify,
    notifyOfRetry?: NotifyOfRetry,
  ) {
    this.client = new ApiClient(settings, notify, notifyOfRetry);
  }

  /** How many requests were sent. */
  public get attempts(): number {
    return this.client.attempts;
  }

  /** Lets the deadline begin anew, for another look at what has been read. */
  public beginAnew(limits: ApiLimits): void {
    this.client.beginAnew(limits);
  }

  /** `GET /v2/databases/{uuid}`; where many are asked for at once, `GET /v2/databases`. */
  public async getCluster(uuid: string): Promise<ApiCluster> {
    const subject = clusterSubject(uuid);
    const { database } = await this.client.getCluster(uuid, subject, clusterBody);
    requireSameId(database.id, uuid, this.asked(subject));
    return database;
  }

  /** As {@link getCluster}, for those who need its engine: whatever else is odd about it does not matter. */
  public async getClusterOutline(uuid: string): Promise<ApiClusterOutline> {
    const subject = clusterSubject(uuid);
    const { database } = await this.client.getCluster(uuid, subject, clusterOutlineBody);
    requireSameId(database.id, uuid, this.asked(subject));
    return database;
  }

  /** `GET /v2/databases`, page after page. The links between pages are not followed but counted: the token stays. */
  public async listClusters(name: string, subject: Subject): Promise<ClustersByName> {
    const listed = new Map<string, ListedCluster>();
    const named = new Map<string, NamedCluster>();
    const bounds = new ListBounds();
    const decode = clustersBody(name);
    const decodeWithin = (
      body: unknown,
      path: string,
      _: undefined,
      bytes: number,
    ): ReturnType<typeof decode> => {
      const page = decode(body, path);
      bounds.add(page.listed.length, bytes);
      bounds.check();
      return page;
    };
    for (let page = 1; ; page++) {
      const body = await this.client.get(clustersPath(page), subject, decodeWithin, boundsOfList);
      const before = listed.size;
      // What moves to another page meanwhile is seen twice.
      body.listed.forEach((entry, index) => listed.set(entry.id ?? `${page}.${index}`, entry));
      body.named.forEach((entry, index) => named.set(entry.id ?? `${page}.${index}`, entry));
      const isMore = body.hasNext || (body.total ?? 0) > listed.size;
      // A page that brings nothing new is the last, whatever it says.
      if (!isMore || listed.size === before) {
        return { named: [...named.values()], listed: [...listed.values()] };
      }
    }
  }

  /** `GET /v2/databases/{uuid}/ca`: the certificate, PEM. */
  public async getCa(uuid: string, subject: Subject): Promise<string> {
    const { ca } = await this.client.get(`${clusterPath(uuid)}/ca`, subject, certificateBody);
    return ca.certificate;
  }

  /** `GET /v2/databases/{uuid}/users/{name}`. */
  public async getUser(uuid: string, name: string, subject: Subject): Promise<ApiUser> {
    const { user } = await this.client.get(partPath(uuid, "users", name), subject, userBody);
    requireSameName(user.name, name, this.asked(subject));
    return user;
  }

  /** `GET /v2/databases/{uuid}/pools/{name}`. */
  public async getConnectionPool(uuid: string, name: string, subject: Subject): Promise<ApiConnectionPool> {
    const { pool } = await this.client.get(partPath(uuid, "pools", name), subject, connectionPoolBody);
    requireSameName(pool.name, name, this.asked(subject));
    return pool;
  }

  /** `GET /v2/databases/{uuid}/replicas/{name}`. */
  public async getReplica(uuid: string, name: string, subject: Subject): Promise<ApiReplica> {
    const { replica } = await this.client.get(partPath(uuid, "replicas", name), subject, replicaBody);
    requireSameName(replica.name, name, this.asked(subject));
    return replica;
  }

  /** `GET /v2/databases/{uuid}/users`, `/pools` or `/replicas`: the names of what there is. */
  public async listNames(uuid: string, parts: NamedParts, subject: Subject): Promise<string[]> {
    const path = `${clusterPath(uuid)}/${parts}?page=1&per_page=200`;
    return this.client.get(path, subject, namesBody(parts), boundsOfList);
  }

  /** `GET /v2/databases/metrics/credentials`. */
  public async getMetricsCredentials(subject: Subject): Promise<ApiMetricsCredentials> {
    const path = "/v2/databases/metrics/credentials";
    const { credentials } = await this.client.get(path, subject, metricsCredentialsBody);
    return credentials;
  }

  private asked(subject: Subject): Asked {
    return { subject, attempts: this.attempts, configNamespace: this.settings.configNamespace };
  }
}

function partPath(uuid: string, parts: NamedParts, name: string): string {
  return `${clusterPath(uuid)}/${parts}/${encodeURIComponent(name)}`;
}
