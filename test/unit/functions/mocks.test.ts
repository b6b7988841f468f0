import * as pulumi from "@pulumi/pulumi";
import {
  connectionFor,
  getDatabaseCluster,
  getDatabaseClusterOutput,
  getDatabaseConnectionPool,
  getDatabaseReplica,
  stackOutputs,
} from "../../../src/index";
import type { GetDatabaseClusterArgs } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import type { ClusterProperty } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster, engines, plantedPassword } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { described } from "../reads/apiCluster";
import { unknownOutput } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { failuresOf, seenAll } from "../seenOutput";
import { asInApi, known } from "../stack/seenConnection";
import { beginUnitTest } from "./unitTestMocks";

const uuid = "9CC10173-E9EA-4176-9DBC-A4CEE4C4FF30";
const token = "digitalocean-databases:index:getDatabaseCluster";
const byName = "planted-pg";
const planted = { name: "planted-pg", engine: "pg" };

const emulator = useEmulator({ clusters: [databaseCluster("pg", { id: uuid.toLowerCase() })] });
afterEach(() => {
  expect(emulator.requests).toEqual([]);
});

describe("getDatabaseCluster under mocks", () => {
  const cases: [string, Omit<GetDatabaseClusterArgs, "uuid">][] = [
    ["no other argument", {}],
    ["requireCredentials", { requireCredentials: false }],
    ["configNamespace", { configNamespace: "digitalocean-eu" }],
    [
      "undefined arguments, which are left out",
      { requireCredentials: undefined, configNamespace: undefined },
    ],
  ];

  it.each(cases)("calls the mocks with the UUID and %s", async (_, args) => {
    const { calls } = await beginUnitTest(() => ({}));
    await getDatabaseCluster({ uuid, ...args });
    const given = Object.entries(args).filter(([, value]) => value !== undefined);
    expect(calls).toEqual([{ token, inputs: { uuid: uuid.toLowerCase(), ...Object.fromEntries(given) } }]);
    expect(Object.keys(calls[0]?.inputs as object)).toHaveLength(given.length + 1);
  });

  it("calls the mocks once for each lookup", async () => {
    const { calls } = await beginUnitTest(() => planted);
    await seenAll({ ...getDatabaseClusterOutput({ uuid }) });
    await seenAll({ ...getDatabaseClusterOutput({ uuid: clusterUuid("mysql") }) });
    expect(calls.map(({ inputs }) => inputs as unknown)).toEqual([
      { uuid: uuid.toLowerCase() },
      { uuid: clusterUuid("mysql") },
    ]);
  });

  it("never passes the token to the mocks", async () => {
    const access = { token: Emulator.token, apiEndpoint: emulator.url };
    const { calls } = await beginUnitTest(() => planted);
    await getDatabaseCluster({ uuid, ...access });
    await seenAll({ ...getDatabaseClusterOutput({ uuid, ...access, token: pulumi.secret(access.token) }) });
    const inputs = { uuid: uuid.toLowerCase(), apiEndpoint: emulator.url };
    expect(calls).toEqual([
      { token, inputs },
      { token, inputs },
    ]);
    expect(JSON.stringify(calls)).not.toContain(Emulator.token);
  });

  it("calls the mocks with the values of Inputs in the Output form", async () => {
    const { calls } = await beginUnitTest(() => ({}));
    const outputs = getDatabaseClusterOutput({
      uuid: pulumi.output(uuid),
      requireCredentials: Promise.resolve(false),
      configNamespace: pulumi.secret("digitalocean-eu"),
      apiEndpoint: pulumi.output(undefined),
    });
    await seenAll({ ...outputs });
    const inputs = {
      uuid: uuid.toLowerCase(),
      requireCredentials: false,
      configNamespace: "digitalocean-eu",
    };
    expect(calls).toEqual([{ token, inputs }]);
  });
});

it("getDatabaseCluster waits for mocks that answer with a Promise", async () => {
  await beginUnitTest(() => Promise.resolve(planted));
  expect((await getDatabaseCluster({ uuid })).name).toBe("planted-pg");
});

it("getDatabaseCluster calls mocks that are an object of a class with their `this`", async () => {
  class Mocks implements pulumi.runtime.Mocks {
    private readonly engine = "mysql";
    public newResource(): pulumi.runtime.MockResourceResult {
      return { id: "id", state: {} };
    }
    public call(): pulumi.runtime.MockCallResult {
      return { engine: this.engine };
    }
  }
  await pulumi.runtime.setMocks(new Mocks());
  expect((await getDatabaseCluster({ uuid })).engine).toBe("mysql");
});

describe("getDatabaseCluster under mocks", () => {
  const reason = new TypeError("no mock for this\nin two lines");
  const failing: [string, () => unknown][] = [
    [
      "throw an error",
      () => {
        throw reason;
      },
    ],
    ["reject with an error", () => Promise.reject(reason)],
  ];

  it.each(failing)("fails in the Promise form with the same error if the mocks %s", async (_, answer) => {
    await beginUnitTest(answer);
    await expect(getDatabaseCluster({ uuid })).rejects.toBe(reason);
  });

  it.each(failing)("fails in the Output form with the same error if the mocks %s", async (_, answer) => {
    await beginUnitTest(answer);
    const errors = await failuresOf(getDatabaseClusterOutput({ uuid }));
    expect(errors).toEqual(clusterProperties.map(() => reason));
    expect(errors.every((error) => error === reason)).toBe(true);
  });

  it("fails with the thrown text if the mocks throw a text", async () => {
    await beginUnitTest(() => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw "a text";
    });
    await expect(getDatabaseCluster({ uuid })).rejects.toBe("a text");
  });
});

describe("getDatabaseCluster under mocks", () => {
  it.each(["backend", "", "../account", undefined])(
    "fails with invalid_argument and does not call the mocks if the UUID is %j",
    async (wrong) => {
      const { calls } = await beginUnitTest(() => planted);
      const error = await rejectionOf(getDatabaseCluster({ uuid: wrong }));
      expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
      const [ofOutput] = await failuresOf(getDatabaseClusterOutput({ uuid: wrong }));
      expect(ofOutput).toMatchObject({ code: "invalid_argument", message: error.message });
      expect(calls).toEqual([]);
    },
  );
});

describe("getDatabaseClusterOutput under mocks in a preview", () => {
  it("returns unknown properties and does not call the mocks if the UUID is unknown", async () => {
    const { calls } = await beginUnitTest(() => planted, { preview: true });
    const all = await seenAll({ ...getDatabaseClusterOutput({ uuid: unknownOutput() }) });
    expect(Object.values(all).map(({ known }) => known)).toEqual(clusterProperties.map(() => false));
    expect(calls).toEqual([]);
  });

  it("returns known properties if the UUID is known", async () => {
    const { calls } = await beginUnitTest(() => planted, { preview: true });
    const all = await seenAll({ ...getDatabaseClusterOutput({ uuid }) });
    expect(Object.values(all).map(({ known }) => known)).toEqual(clusterProperties.map(() => true));
    expect(calls).toHaveLength(1);
  });
});

it("getDatabaseCluster fails with invalid_argument and names the function if the mocks have no `call`", async () => {
  const newResource = (): pulumi.runtime.MockResourceResult => ({ id: "x", state: {} });
  await pulumi.runtime.setMocks({ newResource } as unknown as pulumi.runtime.Mocks);
  const error = await rejectionOf(getDatabaseCluster({ uuid }));
  expect(error).toMatchObject({ code: "invalid_argument" });
  expect(error.message).toContain("digitalocean-databases:index:getDatabaseCluster");
});

it("getDatabaseCluster by name calls the mocks with the name and without a UUID", async () => {
  const { calls } = await beginUnitTest(() => ({ engine: "pg" }));
  await getDatabaseCluster({ name: byName, uuid: undefined });
  await seenAll({ ...getDatabaseClusterOutput({ name: Promise.resolve(byName) }) });
  expect(calls).toEqual([
    { token, inputs: { name: byName } },
    { token, inputs: { name: byName } },
  ]);
  expect(Object.keys(calls[0]?.inputs as object)).toEqual(["name"]);
});

it("getDatabaseCluster by name returns all properties of the mocks' answer with their secrecy", async () => {
  const expected = { ...described(databaseCluster("pg")), id: clusterUuid("pg") };
  await beginUnitTest(() => expected);
  const all = await seenAll({ ...getDatabaseClusterOutput({ name: byName }) });
  for (const property of clusterProperties) {
    const { secret } = clusterFields[property];
    expect(all[property]).toEqual({ known: true, secret, value: expected[property] });
  }
});

it("getDatabaseCluster by name returns the requested name by default, and no id", async () => {
  await beginUnitTest(() => ({ engine: "pg" }));
  expect(await getDatabaseCluster({ name: byName })).toMatchObject({
    name: byName,
    engine: "pg",
    id: undefined,
  });
  await beginUnitTest(() => ({ id: "some-id", name: "another" }));
  expect(await getDatabaseCluster({ name: byName })).toMatchObject({ name: "another", id: "some-id" });
});

it.each<[string, { uuid?: string; name?: string }]>([
  ["uuid and name", { uuid: clusterUuid("pg"), name: byName }],
  ["neither uuid nor name", {}],
  ["an empty name", { name: "" }],
])(
  "getDatabaseCluster fails with invalid_argument and does not call the mocks if it is given %s",
  async (_, args) => {
    const { calls } = await beginUnitTest(() => ({ engine: "pg" }));
    expect(await rejectionOf(getDatabaseCluster(args))).toMatchObject({ code: "invalid_argument" });
    expect(calls).toEqual([]);
  },
);

it.each(engines)(
  "connectionFor returns the connection of %s if the mocks answer with all properties",
  async (engine) => {
    await beginUnitTest(() => described(databaseCluster(engine)));
    const connection = connectionFor(getDatabaseClusterOutput({ uuid: clusterUuid(engine) }));
    expect(await seenAll({ ...connection })).toEqual(asInApi(engine, databaseCluster(engine)["connection"]));
  },
);

it("connectionFor returns a connection if the mocks answer with engine, host, port, user and password", async () => {
  const mocked = { engine: "pg", host: "h.example.com", port: 5432, user: "u", password: "p" };
  await beginUnitTest(() => mocked);
  const connection = connectionFor(await getDatabaseCluster({ uuid }));
  const uri = "postgresql://u:p@h.example.com:5432?sslmode=require";
  expect(await seenAll({ ...connection })).toEqual(known("pg", { ...mocked, uri, ssl: true }));
});

it("connectionFor returns the connections of a pool and a replica if the mocks answer with host, port and login", async () => {
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
    `connection pool shared of database cluster ${uuid.toLowerCase()}: database cannot be`,
  );
  expect((await seenAll({ ...connectionFor(replica) }))["uri"]?.value).toBe(
    "postgresql://u:p@h.example.com:25061?sslmode=require",
  );
});

it("connectionFor fails with invalid_argument if the mocks answer with nothing", async () => {
  await beginUnitTest(() => ({}));
  const [error] = await failuresOf(connectionFor(await getDatabaseCluster({ uuid })));
  expect(error).toMatchObject({ code: "invalid_argument", clusterUuid: uuid.toLowerCase() });
});

it("stackOutputs returns each output with its own secrecy if the mocks answer with all properties", async () => {
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

it("stackOutputs returns null if the mocks answer with nothing", async () => {
  await beginUnitTest(() => ({}));
  const outputs = await seenAll(stackOutputs(await getDatabaseCluster({ uuid })));
  expect(outputs["databaseClusterUri"]).toEqual({ secret: true, known: true, value: null });
  expect(outputs["databaseClusterRegion"]).toEqual({ secret: false, known: true, value: null });
  expect(outputs["databaseClusterId"]).toEqual({ secret: false, known: true, value: uuid.toLowerCase() });
});
