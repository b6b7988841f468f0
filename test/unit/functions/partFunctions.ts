import type * as pulumi from "@pulumi/pulumi";
import * as functions from "../../../src/index";
import * as tables from "../../../src/reads/secrecy";
import type { Field } from "../../../src/reads/secrecy";
import { clusterUuid, connectionUri, databaseCluster } from "../../../testing/emulator/clusters";
import type { Connection, Engine } from "../../../testing/emulator/clusters";
import type { Misbehaviour } from "../../../testing/emulator/emulator";
import { caCertificate, connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import type { Reply } from "../../../testing/emulator/routes";
import { handedOut } from "../../handedOut";

/** A data function that reads a part of a cluster, or what all clusters share, and what it is to hand out. */
export interface PartFunction {
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly args: Readonly<Record<string, unknown>>;
  /** The requests that the answer takes, in whatever order. */
  readonly paths: readonly string[];
  /** The API's answer to the first of them: the one member of its body, and what is in it. */
  readonly envelope: string;
  readonly api: Readonly<Record<string, unknown>>;
  /** The properties, worked out without this package's decoders; those that are missing are `undefined`. */
  readonly expected: Readonly<Record<string, unknown>>;
  readonly promised: (args: object, opts?: pulumi.InvokeOptions) => Promise<Record<string, unknown>>;
  readonly outputs: (args: object, opts?: pulumi.InvokeOutputOptions) => Record<string, unknown>;
}

type Forms = Pick<PartFunction, "name" | "promised" | "outputs">;

/** Both forms of a function, by its name. */
function formsOf(name: string): Forms {
  const { [name]: promised, [`${name}Output`]: outputs } = functions as unknown as Record<string, unknown>;
  return { name, promised: promised as Forms["promised"], outputs: outputs as Forms["outputs"] };
}

/** What the two flat halves of a connection are to be. */
function flat({ connection, private_connection }: Record<string, unknown>): Record<string, unknown> {
  const { uri, host, port, user, password, database } = connection as Connection;
  const { uri: privateUri, host: privateHost, port: privatePort } = private_connection as Connection;
  return { uri, host, port, user, password, database, privateUri, privateHost, privatePort };
}

/** The user `app` of an engine's planted cluster. */
export function plantedUser(engine: Engine): PartFunction {
  const uuid = clusterUuid(engine);
  const users = databaseCluster(engine)["users"] as Record<string, unknown>[];
  const api = users.find(({ name }) => name === "app") ?? {};
  return {
    ...formsOf("getDatabaseUser"),
    fields: tables.userFields,
    args: { clusterUuid: uuid, name: "app" },
    paths: [`/v2/databases/${uuid}/users/app`],
    envelope: "user",
    api,
    expected: { ...(handedOut(api) as object), clusterUuid: uuid },
  };
}

/** The planted replica of an engine's planted cluster. */
export function plantedReplica(engine: "pg" | "mysql"): PartFunction {
  const uuid = clusterUuid(engine);
  const api = databaseReplica(engine);
  const uri = connectionUri(engine, api["connection"] as Connection);
  return {
    ...formsOf("getDatabaseReplica"),
    fields: tables.replicaFields,
    args: { clusterUuid: uuid, name: "planted-replica" },
    paths: [`/v2/databases/${uuid}/replicas/planted-replica`, `/v2/databases/${uuid}`],
    envelope: "replica",
    api,
    expected: {
      ...(handedOut(api) as object),
      ...flat(api),
      // Empty in the answer: the URI of one connection, the database of the other.
      uri,
      connection: { ...(api["connection"] as Connection), uri },
      privateConnection: { ...(api["private_connection"] as Connection), database: "defaultdb" },
      engine,
      clusterUuid: uuid,
    },
  };
}

const pgUuid = clusterUuid("pg");
const pool = connectionPool();

export const plantedPool: PartFunction = {
  ...formsOf("getDatabaseConnectionPool"),
  fields: tables.connectionPoolFields,
  args: { clusterUuid: pgUuid, name: "planted-pool" },
  paths: [`/v2/databases/${pgUuid}/pools/planted-pool`],
  envelope: "pool",
  api: pool,
  expected: { ...(handedOut(pool) as object), ...flat(pool), user: "app", engine: "pg", clusterUuid: pgUuid },
};

export const plantedCa: PartFunction = {
  ...formsOf("getDatabaseCa"),
  fields: tables.caFields,
  args: { clusterUuid: pgUuid },
  paths: [`/v2/databases/${pgUuid}/ca`],
  envelope: "ca",
  api: { certificate: Buffer.from(caCertificate).toString("base64") },
  expected: { clusterUuid: pgUuid, certificate: caCertificate },
};

export const plantedMetricsCredentials: PartFunction = {
  ...formsOf("getDatabaseMetricsCredentials"),
  fields: tables.metricsCredentialsFields,
  args: {},
  paths: ["/v2/databases/metrics/credentials"],
  envelope: "credentials",
  api: { basic_auth_username: "metrics", basic_auth_password: "AVNS_metrics planted" },
  expected: { username: "metrics", password: "AVNS_metrics planted" },
};

/** One of each function. */
export const partFunctions: readonly PartFunction[] = [
  plantedCa,
  plantedUser("pg"),
  plantedPool,
  plantedReplica("pg"),
  plantedMetricsCredentials,
];

/** Those that look something of a cluster up by name. */
export const namedPartFunctions: readonly PartFunction[] = partFunctions.filter(({ args }) => "name" in args);

/** All that there is to be had from the planted clusters. */
export const plantedParts: readonly (readonly [what: string, PartFunction])[] = [
  ["getDatabaseCa", plantedCa],
  ...(["pg", "mysql", "mongodb", "kafka", "opensearch"] as const).map(
    (engine) => [`getDatabaseUser of ${engine}`, plantedUser(engine)] as const,
  ),
  ["getDatabaseConnectionPool", plantedPool],
  ["getDatabaseReplica of pg", plantedReplica("pg")],
  ["getDatabaseReplica of mysql", plantedReplica("mysql")],
  ["getDatabaseMetricsCredentials", plantedMetricsCredentials],
];

/** Every secret text in an answer, and the tokens: what no error may show. */
export function secretsIn(value: unknown): string[] {
  if (typeof value === "string") {
    return /AVNS_|PRIVATE KEY/.test(value) ? [value] : [];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(secretsIn) : [];
}

/** Answers the request for the part with a reply; the cluster is as ever, which a replica is read with. */
export function answering({ paths, args }: PartFunction, { status, body }: Reply): Misbehaviour {
  return (request, response) => {
    const isOfPart = request.url === paths[0];
    const database = databaseCluster("pg", { id: args["clusterUuid"] });
    response.writeHead(isOfPart ? status : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(isOfPart ? body : { database }));
  };
}
