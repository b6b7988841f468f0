import {
  connectionFor,
  getDatabaseCluster,
  getDatabaseClusterOutput,
  getDatabaseConnectionPool,
  getDatabaseReplica,
  stackOutputs,
} from "../../../src/index";
import type { ClusterProperty } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster, engines, plantedPassword } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { described } from "../reads/apiCluster";
import { failuresOf, seenAll } from "../seenOutput";
import { asInApi, known } from "../stack/seenConnection";
import { beginUnitTest } from "./unitTestMocks";

const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

it.each(engines)("connectionFor of mocks that answer with all properties, %s", async (engine) => {
  await beginUnitTest(() => described(databaseCluster(engine)));
  const connection = connectionFor(getDatabaseClusterOutput({ uuid: clusterUuid(engine) }));
  expect(await seenAll({ ...connection })).toEqual(asInApi(engine, databaseCluster(engine)["connection"]));
});

it("connectionFor of as many properties as the test needs", async () => {
  const mocked = { engine: "pg", host: "h.example.com", port: 5432, user: "u", password: "p" };
  await beginUnitTest(() => mocked);
  const connection = connectionFor(await getDatabaseCluster({ uuid }));
  const uri = "postgresql://u:p@h.example.com:5432?sslmode=require";
  expect(await seenAll({ ...connection })).toEqual(known("pg", { ...mocked, uri, ssl: true }));
});

it("connectionFor of a pool, and of a replica, of which the test says little", async () => {
  const place = { host: "h.example.com", port: 25061 };
  await beginUnitTest(() => ({ ...place, user: "u", password: "p" }));
  const args = { clusterUuid: uuid, name: "shared" };
  const [pool, replica] = [await getDatabaseConnectionPool(args), await getDatabaseReplica(args)];
  const login = { user: "u", password: "p" };
  expect((await seenAll({ ...connectionFor(pool, login) }))["uri"]?.value).toBe(
    "postgresql://u:p@h.example.com:25061/shared?sslmode=require",
  );
  const [error] = await failuresOf(connectionFor(pool, { ...login, database: "orders" }));
  expect((error as Error).message).toContain(
    `connection pool shared of database cluster ${uuid}: database cannot be`,
  );
  expect((await seenAll({ ...connectionFor(replica) }))["uri"]?.value).toBe(
    "postgresql://u:p@h.example.com:25061?sslmode=require",
  );
});

it("connectionFor of mocks that say nothing: invalid_argument", async () => {
  await beginUnitTest(() => ({}));
  const [error] = await failuresOf(connectionFor(await getDatabaseCluster({ uuid })));
  expect(error).toMatchObject({ code: "invalid_argument", clusterUuid: uuid });
});

it("stackOutputs of mocks that answer with all properties, each output with its own secrecy", async () => {
  await beginUnitTest(() => described(databaseCluster("pg")));
  const properties: ClusterProperty[] = ["engine", "region", "uri", "password", "users"];
  const outputs = await seenAll(stackOutputs(getDatabaseClusterOutput({ uuid }), { properties }));
  expect(outputs).toMatchObject({
    databaseClusterEngine: { secret: false, value: "pg" },
    databaseClusterRegion: { secret: false, value: "nyc3" },
    databaseClusterUri: { secret: true, value: (databaseCluster("pg")["connection"] as Connection).uri },
    databaseClusterPassword: { secret: true, value: plantedPassword("pg") },
    databaseClusterUsers: { secret: true },
  });
});

it("stackOutputs of mocks that say nothing: null, which is exported", async () => {
  await beginUnitTest(() => ({}));
  const outputs = await seenAll(stackOutputs(await getDatabaseCluster({ uuid })));
  expect(outputs["databaseClusterUri"]).toEqual({ secret: true, known: true, value: null });
  expect(outputs["databaseClusterRegion"]).toEqual({ secret: false, known: true, value: null });
  expect(outputs["databaseClusterId"]).toEqual({ secret: false, known: true, value: uuid });
});
