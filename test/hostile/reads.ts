// All data functions, with correct answers that tests can change.
import * as functions from "../../src/index";
import type { LookUpArgs, Read } from "../../src/reads/read";
import { caRead } from "../../src/reads/ca";
import { clusterRead } from "../../src/reads/cluster";
import { connectionPoolRead } from "../../src/reads/connectionPool";
import { metricsCredentialsRead } from "../../src/reads/metricsCredentials";
import { replicaRead } from "../../src/reads/replica";
import { userRead } from "../../src/reads/user";
import { clusterFixtures } from "../contract/fixtures";
import { clusterUuid, databaseCluster, engines } from "../../testing/emulator/clusters";
import { caCertificate, connectionPool, databaseReplica } from "../../testing/emulator/parts";
import type { Json } from "./bodies";

export type AnyRead = Read<LookUpArgs, object, unknown, object>;

/** A data function, its arguments, and correct answers. */
export interface HostileRead {
  readonly name: string;
  readonly read: AnyRead;
  readonly args: Readonly<Record<string, unknown>>;
  /** Sets of bodies, one body for each request, which is recognised by the end of its path. */
  readonly answers: readonly (readonly Json[])[];
  readonly pathEnds: readonly string[];
  readonly promised: (args: object) => Promise<Record<string, unknown>>;
}

/** The cluster of all lookups. */
export const uuid = clusterUuid("pg");

function hostileRead(
  read: unknown,
  args: Readonly<Record<string, unknown>>,
  pathEnds: readonly string[],
  answers: readonly (readonly unknown[])[],
): HostileRead {
  const { name } = read as AnyRead;
  const promised = (functions as unknown as Record<string, unknown>)[name] as HostileRead["promised"];
  return { name, read: read as AnyRead, args, pathEnds, answers: answers as Json[][], promised };
}

const clusters = engines.map((engine) => ({ database: databaseCluster(engine, { id: uuid }) }));
const fixtures = clusterFixtures.map(([, { database }]) => ({ database: { ...database, id: uuid } }));
const users = clusters.flatMap(({ database }) => ((database["users"] ?? []) as object[]).slice(-1));
const ofPart = (name: string): Record<string, unknown> => ({ clusterUuid: uuid, name });

/** All reads, with answers of the emulator and, if available, with the examples of the API's description. */
export const hostileReads: readonly HostileRead[] = [
  hostileRead(
    clusterRead,
    { uuid },
    [uuid],
    [...clusters, ...fixtures].map((body) => [body]),
  ),
  hostileRead(
    userRead,
    ofPart("app"),
    ["/users/app"],
    users.map((user) => [{ user }]),
  ),
  hostileRead(
    connectionPoolRead,
    ofPart("app"),
    ["/pools/app"],
    [[{ pool: connectionPool({ name: "app" }) }]],
  ),
  hostileRead(
    replicaRead,
    ofPart("app"),
    ["/replicas/app", uuid],
    clusters.map((body) => [{ replica: databaseReplica("pg", { name: "app" }) }, body]),
  ),
  hostileRead(
    caRead,
    { clusterUuid: uuid },
    ["/ca"],
    [[{ ca: { certificate: Buffer.from(caCertificate).toString("base64") } }]],
  ),
  hostileRead(
    metricsCredentialsRead,
    {},
    ["/metrics/credentials"],
    [
      [
        {
          credentials: {
            credentials: { basic_auth_username: "metrics", basic_auth_password: "AVNS_metrics" },
          },
        },
      ],
      [{ credentials: { basic_auth_username: "metrics", basic_auth_password: "AVNS_metrics" } }],
    ],
  ),
];
