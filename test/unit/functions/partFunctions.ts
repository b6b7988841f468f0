// The data functions other than getDatabaseCluster, with the API's answers and the expected results.
import type * as pulumi from "@pulumi/pulumi";
import * as functions from "../../../src/index";
import * as tables from "../../../src/reads/secrecy";
import type { Field } from "../../../src/reads/secrecy";
import { clusterUuid, connectionUri, databaseCluster } from "../../../testing/emulator/clusters";
import type { Connection, Engine } from "../../../testing/emulator/clusters";
import type { Misbehaviour } from "../../../testing/emulator/emulator";
import { caCertificate, connectionPool, databaseReplica } from "../../../testing/emulator/parts";
import type { Reply } from "../../../testing/emulator/routes";
import { expectedValue } from "../../expectedValue";

/** A data function, its requests and its expected result. */
export interface PartFunction {
  readonly name: string;
  readonly fields: Readonly<Record<string, Field>>;
  readonly args: Readonly<Record<string, unknown>>;
  /** The paths that it requests, in any order. */
  readonly paths: readonly string[];
  /** The only member of the body of the first answer. */
  readonly envelope: string;
  readonly api: Readonly<Record<string, unknown>>;
  /** The properties, computed without this package's decoders; missing ones are `undefined`. */
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

/** The expected shortcut properties of the connections. */
function flat({ connection, private_connection }: Record<string, unknown>): Record<string, unknown> {
  const { uri, host, port, user, password, database } = connection as Connection;
  const { uri: privateUri, host: privateHost, port: privatePort } = private_connection as Connection;
  return { uri, host, port, user, password, database, privateUri, privateHost, privatePort };
}

/** The user `app` of the emulated cluster of an engine. */
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
    expected: { ...(expectedValue(api) as object), clusterUuid: uuid },
  };
}

/** The replica of the emulated cluster of an engine. */
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
      ...(expectedValue(api) as object),
      ...flat(api),
      // In the answer, the URI of one connection and the database of the other one are empty.
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
  expected: {
    ...(expectedValue(pool) as object),
    ...flat(pool),
    user: "app",
    engine: "pg",
    clusterUuid: pgUuid,
  },
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

/** The functions that look up a user, pool or replica by name. */
export const namedPartFunctions: readonly PartFunction[] = partFunctions.filter(({ args }) => "name" in args);

/** All users, pools and replicas of the emulated clusters, and the rest. */
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

/** The secret texts in an answer, each once. No error may show them. */
export function secretsIn(value: unknown): string[] {
  if (typeof value === "string") {
    return /AVNS_|PRIVATE KEY/.test(value) ? [value] : [];
  }
  const texts = typeof value === "object" && value !== null ? Object.values(value).flatMap(secretsIn) : [];
  return [...new Set(texts)];
}

/** Answers the function's first path with a reply, and the cluster of a replica correctly. */
export function answering({ paths, args }: PartFunction, { status, body }: Reply): Misbehaviour {
  return (request, response) => {
    const isOfPart = request.url === paths[0];
    const database = databaseCluster("pg", { id: args["clusterUuid"] });
    response.writeHead(isOfPart ? status : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(isOfPart ? body : { database }));
  };
}
