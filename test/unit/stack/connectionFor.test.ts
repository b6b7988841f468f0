import * as pulumi from "@pulumi/pulumi";
import {
  connectionFor,
  DatabaseCluster,
  databaseClusterFromStack,
  getDatabaseCluster,
  getDatabaseClusterOutput,
  stackOutputs,
} from "../../../src/index";
import type { ClusterProperty, ConnectionSource, DatabaseClusterOutputs } from "../../../src/index";
import { clusterUuid, databaseCluster, engines } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { described } from "../reads/apiCluster";
import { places } from "../connection/connectable";
import { beginProgram } from "../pulumiProgram";
import { failuresOf, seenAll } from "../seenOutput";
import { beginWithProducer, producer } from "./producer";
import { asInApi, connectionProperties, known, seenConnection } from "./seenConnection";

const uuid = clusterUuid("pg");
const apiName = (property: string): string =>
  property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const emulator = useEmulator({ clusters: engines.map((engine) => databaseCluster(engine)) });
let access: { token: string; apiEndpoint: string };
beforeAll(() => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
});
beforeEach(async () => {
  await beginProgram();
});

/** The cluster as a program reads it from a stack with these outputs. */
async function fromStack(outputs: Record<string, unknown>): Promise<DatabaseClusterOutputs> {
  await beginWithProducer(outputs);
  return databaseClusterFromStack(producer);
}

/** The stack outputs of a cluster. */
async function exportsOf(
  cluster: DatabaseClusterOutputs,
  properties?: ClusterProperty[],
): Promise<Record<string, unknown>> {
  const outputs = await seenAll(stackOutputs(cluster, { properties }));
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { value }]) => [name, JSON.parse(JSON.stringify(value)) as unknown]),
  );
}

describe("connectionFor", () => {
  it.each(engines)("returns the connection of %s from getDatabaseCluster", async (engine) => {
    const cluster = await getDatabaseCluster({ uuid: clusterUuid(engine), ...access });
    const connection = connectionFor(cluster);
    expect(Object.keys(connection)).toEqual(connectionProperties);
    expect(await seenConnection(connection)).toEqual(asInApi(engine, databaseCluster(engine)["connection"]));
  });

  it.each(engines)("returns the connection of %s from getDatabaseClusterOutput", async (engine) => {
    const cluster = getDatabaseClusterOutput({ uuid: clusterUuid(engine), ...access });
    expect(await seenConnection(connectionFor(cluster))).toEqual(
      asInApi(engine, databaseCluster(engine)["connection"]),
    );
    expect(emulator.requests).toHaveLength(1);
  });

  it.each(engines)("returns the connection of %s from databaseClusterFromStack", async (engine) => {
    const outputs = await exportsOf(getDatabaseClusterOutput({ uuid: clusterUuid(engine), ...access }));
    expect(await seenConnection(connectionFor(await fromStack(outputs)))).toEqual(
      asInApi(engine, databaseCluster(engine)["connection"]),
    );
  });

  it.each(engines)("returns the connection of %s from a DatabaseCluster", async (engine) => {
    // The state as the engine has it: plain values, and `null` for missing ones.
    const state = Object.fromEntries(
      Object.entries(described(databaseCluster(engine))).map(([name, value]) => [
        name,
        JSON.parse(JSON.stringify(value ?? null)) as unknown,
      ]),
    );
    await pulumi.runtime.setMocks({
      newResource: ({ id = "" }) => ({ id, state }),
      call: () => ({}),
    });
    const cluster = new DatabaseCluster(engine, { uuid: clusterUuid(engine) });
    expect(await seenConnection(connectionFor(cluster))).toEqual(
      asInApi(engine, databaseCluster(engine)["connection"]),
    );
  });
});

describe("connectionFor", () => {
  it.each(places)("chooses the $node node over the $network network", async ({ network, node, property }) => {
    const cluster = getDatabaseClusterOutput({ uuid, ...access });
    expect(await seenConnection(connectionFor(cluster, { network, node }))).toEqual(
      asInApi("pg", databaseCluster("pg")[apiName(property)]),
    );
  });

  it("chooses the primary node over the public network by default", async () => {
    const cluster = await getDatabaseCluster({ uuid, ...access });
    const asked = connectionFor(cluster, { network: undefined, node: undefined });
    expect(await seenConnection(asked)).toEqual(asInApi("pg", databaseCluster("pg")["connection"]));
  });
});

describe("connectionFor of a stack that exports only flat properties", () => {
  const properties: ClusterProperty[] = ["uri", "host", "port", "user", "password", "database"];
  const { connection: public_, private_connection: private_ } = databaseCluster("pg");

  it("returns the public connection", async () => {
    const outputs = await exportsOf(getDatabaseClusterOutput({ uuid, ...access }), properties);
    expect(await seenConnection(connectionFor(await fromStack(outputs)))).toEqual(asInApi("pg", public_));
  });

  it("returns the private connection from privateUri, privateHost and privatePort", async () => {
    const cluster = getDatabaseClusterOutput({ uuid, ...access });
    const outputs = await exportsOf(cluster, [...properties, "privateUri", "privateHost", "privatePort"]);
    const connection = connectionFor(await fromStack(outputs), { network: "private" });
    expect(await seenConnection(connection)).toEqual(asInApi("pg", private_));
  });
});

describe("connectionFor of plain data", () => {
  const plain = { engine: "pg", host: "h.example.com", port: 5432, user: "u", password: "p@" };
  const uri = "postgresql://u:p%40@h.example.com:5432?sslmode=require";
  const values = { ...plain, uri, database: undefined, ssl: true };

  it("returns secrets except for the engine", async () => {
    expect(await seenConnection(connectionFor(plain))).toEqual(known("pg", values));
  });

  it("accepts Promises and Outputs", async () => {
    const cluster = {
      engine: Promise.resolve("pg"),
      connection: pulumi.output({
        ...{ uri: undefined, host: plain.host, port: plain.port, user: plain.user },
        ...{ password: plain.password, database: undefined, ssl: undefined },
      }),
    };
    expect(await seenConnection(connectionFor(cluster))).toEqual(known("pg", values));
  });

  it("does not wait for properties that it does not need", async () => {
    const never = pulumi.output(new Promise<string>(() => undefined));
    const cluster: ConnectionSource & Record<"rules", unknown> = { ...plain, rules: never };
    expect(await seenConnection(connectionFor(cluster))).toEqual(known("pg", values));
  });

  // `stackOutputs` exports `null` for missing values, which a program may read one by one with a StackReference.
  describe("with null for missing values", () => {
    const nothing = {
      connection: null,
      privateConnection: null,
      privateUri: null,
      privateHost: null,
      users: null,
    };
    const cluster = { ...plain, ...nothing, uri: null, database: null } as unknown as ConnectionSource;

    it("returns the connection", async () => {
      expect(await seenConnection(connectionFor(cluster))).toEqual(known("pg", values));
    });

    it("fails with invalid_argument for the private network", async () => {
      const [error] = await failuresOf(connectionFor(cluster, { network: "private" }));
      expect(error).toMatchObject({ code: "invalid_argument" });
    });

    it.each(["user", "password"])("fails with credentials_withheld without a %s", async (member) => {
      const [error] = await failuresOf(connectionFor({ ...cluster, [member]: null }));
      expect(error).toMatchObject({ code: "credentials_withheld" });
    });
  });
});

describe("connectionFor of an incomplete answer", () => {
  const inApi = databaseCluster("pg")["connection"] as Connection;
  const withConnection = async (changes: object): Promise<Record<string, unknown>> => {
    emulator.misbehave({
      status: 200,
      body: { database: databaseCluster("pg", { connection: { ...inApi, ...changes } }) },
    });
    return { ...(await seenConnection(connectionFor(await getDatabaseCluster({ uuid, ...access })))) };
  };

  it.each(["", null])("takes the database from the URI if `database` is %j", async (database) => {
    expect(await withConnection({ database })).toEqual(asInApi("pg", inApi));
  });

  it("uses TLS if `ssl` is missing", async () => {
    expect(await withConnection({ ssl: null })).toEqual(asInApi("pg", inApi));
  });

  it("does not use TLS if `ssl` is false", async () => {
    const uri = inApi.uri.replace("sslmode=require", "sslmode=disable");
    expect(await withConnection({ ssl: false })).toEqual(asInApi("pg", { ...inApi, uri, ssl: false }));
  });
});
