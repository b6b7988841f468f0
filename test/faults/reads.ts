// All reads of the package, with what a test of faults needs to know about them.
import type * as pulumi from "@pulumi/pulumi";
import * as functions from "../../src/index";
import { clusterUuid } from "../../testing/emulator/clusters";
import type { Asked } from "./fault";

/** A read, and its requests and messages. */
export interface FaultyRead extends Omit<Asked, "host"> {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** The paths that it requests. Two are requested at the same time. */
  readonly paths: readonly string[];
  /** The paths that it requests after the API has refused the first one. */
  readonly explaining: readonly string[];
  readonly promised: (args: object) => Promise<Readonly<Record<string, unknown>>>;
  readonly outputs: (args: object) => Readonly<Record<string, pulumi.Output<unknown>>>;
}

const uuid = clusterUuid("pg");
const cluster = `database cluster ${uuid}`;
const both = "the scopes database:read and database:view_credentials";
const clusterPath = `/v2/databases/${uuid}`;
const checkUuid =
  "Check the UUID against `doctl databases list`, and that the token from the config value digitalocean:token " +
  "belongs to the cluster's team.";
const newness = "If it is new, it may still be in creation: try again in some minutes.";
type Absent = Asked["absent"];
const noCluster =
  (subject: string): Absent =>
  (_, answered) =>
    `${subject}: not found: the token's team has no cluster with this UUID (${answered}). ${checkUuid} ${newness}`;
const noneOrNoCluster =
  (subject: string): Absent =>
  (_, answered) =>
    `${subject}: not found: it does not exist, or the token's team has no cluster with this UUID (${answered}). ${checkUuid} ${newness}`;
const noAddress =
  (subject: string): Absent =>
  (host, answered) =>
    `${subject}: not found: ${host} has nothing at this address (${answered}). Check digitalocean:apiEndpoint.`;

/** Both forms of a function, by its name. */
function formsOf(name: string): Pick<FaultyRead, "promised" | "outputs"> {
  const { [name]: promised, [`${name}Output`]: outputs } = functions as unknown as Record<string, unknown>;
  return {
    promised: promised as FaultyRead["promised"],
    outputs: outputs as FaultyRead["outputs"],
  };
}

/** A read of a user, pool or replica. If the API answers 404, it also requests the cluster. */
function namedPart(fn: string, word: string, collection: string, part: string): FaultyRead {
  const path = `${clusterPath}/${collection}s/${part}`;
  const subject = `${word} ${part} of ${cluster}`;
  return {
    name: fn,
    ...formsOf(fn),
    args: { clusterUuid: uuid, name: part },
    // A replica's engine is that of its cluster.
    paths: collection === "replica" ? [path, clusterPath] : [path],
    explaining: collection === "replica" ? [] : [clusterPath],
    subject,
    // The API answers 404 for the cluster too.
    absent: noCluster(cluster),
    scopes: both,
    envelope: collection,
  };
}

const named = "database cluster named planted-pg";
const metrics = "the credentials for the metrics of database clusters";

/** The read of a cluster by its UUID. It is also the resource's read. */
export function readByUuid(id: string): FaultyRead {
  const subject = `database cluster ${id}`;
  return {
    name: "getDatabaseCluster by uuid",
    ...formsOf("getDatabaseCluster"),
    args: { uuid: id },
    paths: [`/v2/databases/${id}`],
    explaining: [],
    subject,
    absent: (host, answered) =>
      `${noCluster(subject)(host, answered)} With \`waitForOnline: true\` an update waits for it.`,
    scopes: both,
    envelope: "database",
  };
}

/** The read of a cluster's CA certificate. */
export function readOfCa(clusterUuid: string): FaultyRead {
  const subject = `the CA certificate of database cluster ${clusterUuid}`;
  return {
    name: "getDatabaseCa",
    ...formsOf("getDatabaseCa"),
    args: { clusterUuid },
    paths: [`/v2/databases/${clusterUuid}/ca`],
    explaining: [],
    subject,
    absent: noneOrNoCluster(subject),
    scopes: "the scope database:read",
    envelope: "ca",
  };
}

export const byUuid = readByUuid(uuid);

/** One read by each data function, and two by `getDatabaseCluster`. */
export const reads: readonly FaultyRead[] = [
  byUuid,
  {
    name: "getDatabaseCluster by name",
    ...formsOf("getDatabaseCluster"),
    args: { name: "planted-pg" },
    paths: ["/v2/databases?page=1&per_page=200"],
    explaining: [],
    subject: named,
    absent: noAddress(named),
    scopes: both,
    envelope: "databases",
  },
  readOfCa(uuid),
  namedPart("getDatabaseUser", "user", "user", "app"),
  namedPart("getDatabaseConnectionPool", "connection pool", "pool", "planted-pool"),
  namedPart("getDatabaseReplica", "replica", "replica", "planted-replica"),
  {
    name: "getDatabaseMetricsCredentials",
    ...formsOf("getDatabaseMetricsCredentials"),
    args: {},
    paths: ["/v2/databases/metrics/credentials"],
    explaining: [],
    subject: metrics,
    absent: noAddress(metrics),
    scopes: "the scopes database:update and database:view_credentials",
    envelope: "credentials",
  },
];
