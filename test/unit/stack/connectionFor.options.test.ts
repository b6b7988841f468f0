import * as pulumi from "@pulumi/pulumi";
import { connectionFor, getDatabaseCluster, getDatabaseClusterOutput } from "../../../src/index";
import type { ConnectionForOptions } from "../../../src/index";
import { clusterUuid, databaseCluster, plantedPassword } from "../../../testing/emulator/clusters";
import type { Connection } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { beginProgram, unknownOutput } from "../pulumiProgram";
import { failuresOf } from "../seenOutput";
import {
  asInApi,
  chosenProperties,
  connectionProperties,
  known,
  publicProperties,
  seenConnection,
} from "./seenConnection";
import type { ConnectionProperty } from "./seenConnection";

const uuid = clusterUuid("pg");
const inApi = databaseCluster("pg")["connection"] as Connection;
const login = "doadmin:AVNS_pg%40%2F%3A%3F%23%25%26%2B%3D%22'%5C%20planted";

const emulator = useEmulator();
let access: { token: string; apiEndpoint: string };
beforeAll(() => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
});
beforeEach(async () => {
  await beginProgram();
});

/** The planted PostgreSQL cluster's connection with these options. */
async function connectionWith(options: ConnectionForOptions): ReturnType<typeof seenConnection> {
  return seenConnection(connectionFor(await getDatabaseCluster({ uuid, ...access }), options));
}

/** The URI of that cluster with another login or database. */
const uriOf = (as: string, database: string): string =>
  `postgresql://${as}@${inApi.host}:25060/${database}?sslmode=require`;

/** The forms of an Input. */
const forms: [string, (text: string) => pulumi.Input<string>][] = [
  ["a text", (text) => text],
  ["a Promise", (text) => Promise.resolve(text)],
  ["an Output", (text) => pulumi.output(text)],
  ["a secret Output", (text) => pulumi.secret(text)],
];

describe.each(forms)("connectionFor with an option that is %s", (_, given) => {
  it("uses the user with the password in the cluster's `users`", async () => {
    const password = plantedPassword("pg-app");
    const uri = uriOf(`app:${encodeURIComponent(password)}`, "defaultdb");
    expect(await connectionWith({ user: given("app") })).toEqual(
      known("pg", { ...inApi, user: "app", password, uri }),
    );
  });

  it("uses the password for the default user", async () => {
    const uri = uriOf("doadmin:a%40b", "defaultdb");
    expect(await connectionWith({ password: given("a@b") })).toEqual(
      known("pg", { ...inApi, password: "a@b", uri }),
    );
  });

  it("uses a user and password that the cluster does not list", async () => {
    const uri = uriOf("stranger:x", "defaultdb");
    expect(await connectionWith({ user: given("stranger"), password: given("x") })).toEqual(
      known("pg", { ...inApi, user: "stranger", password: "x", uri }),
    );
  });

  it("uses the database", async () => {
    const uri = uriOf(login, "orders%20db");
    expect(await connectionWith({ database: given("orders db") })).toEqual(
      known("pg", { ...inApi, database: "orders db", uri }),
    );
  });
});

it.each<[string, pulumi.Input<string | undefined>]>([
  ["undefined", undefined],
  ["an Output of undefined", pulumi.output(undefined)],
  ["an Output of null", pulumi.output(null) as unknown as pulumi.Output<undefined>],
])(
  "connectionFor returns the default connection if user, password and database are %s",
  async (_, nothing) => {
    expect(await connectionWith({ user: nothing, password: nothing, database: nothing })).toEqual(
      asInApi("pg", inApi),
    );
  },
);

it("connectionFor uses network, node, user and database together", async () => {
  const { host } = databaseCluster("pg")["standby_private_connection"] as Connection;
  const password = plantedPassword("pg-app");
  const options = { network: "private", node: "standby", user: "app", database: "orders" } as const;
  const uri = `postgresql://app:${encodeURIComponent(password)}@${host}:25060/orders?sslmode=require`;
  expect(await connectionWith(options)).toEqual(
    known("pg", { ...inApi, host, uri, password, user: "app", database: "orders" }),
  );
});

describe("connectionFor of MongoDB", () => {
  it("uses the password that the program passes, because the API does not show it again", async () => {
    const connection = { ...(databaseCluster("mongodb")["connection"] as Connection), uri: "", password: "" };
    emulator.misbehave({
      status: 200,
      body: { database: databaseCluster("mongodb", { id: uuid, connection }) },
    });
    const mongodb = await getDatabaseCluster({ uuid, requireCredentials: false, ...access });
    const uri = `mongodb+srv://doadmin:given@${connection.host}/admin?tls=true&authSource=admin`;
    expect(await seenConnection(connectionFor(mongodb, { password: pulumi.secret("given") }))).toEqual(
      known("mongodb", { ...connection, password: "given", uri }),
    );
  });
});

describe("connectionFor of an unknown engine", () => {
  const duckdb = { ...inApi, uri: "duck://doadmin@somewhere?as=is%zz" };
  beforeEach(() => {
    emulator.misbehave({
      status: 200,
      body: { database: databaseCluster("pg", { engine: "duckdb", connection: duckdb }) },
    });
  });

  it.each<[string, ConnectionForOptions]>([
    ["no options", {}],
    [
      "the same options as in the API's answer",
      { user: "doadmin", database: "defaultdb", password: inApi.password },
    ],
  ])("returns the API's own URI with %s", async (_, options) => {
    expect(await connectionWith(options)).toEqual(known("duckdb", duckdb));
  });
});

/** The expected values if some are unknown. Unknown ones are secret too. */
function allBut(unknown: readonly ConnectionProperty[], values: Connection): Record<string, unknown> {
  const there = known("pg", { ...values });
  return Object.fromEntries(
    connectionProperties.map((property) => [
      property,
      unknown.includes(property)
        ? { secret: !publicProperties.includes(property), known: false, value: undefined }
        : there[property],
    ]),
  );
}

describe("connectionFor in a preview", () => {
  beforeEach(() => beginProgram({ preview: true }));

  it("returns unknown values except the CA file for an unknown cluster", async () => {
    const cluster = getDatabaseClusterOutput({ uuid: unknownOutput(), ...access });
    expect(await seenConnection(connectionFor(cluster))).toEqual(
      allBut([...chosenProperties, "engine"], inApi),
    );
    expect(emulator.requests).toEqual([]);
  });

  it.each<[keyof ConnectionForOptions, ConnectionProperty[]]>([
    ["user", ["uri", "user", "password"]],
    ["password", ["uri", "user", "password"]],
    ["database", ["uri", "database"]],
  ])("returns unknown values only for the properties that need an unknown %s", async (option, unknown) => {
    expect(await connectionWith({ [option]: unknownOutput() })).toEqual(allBut(unknown, inApi));
  });

  it("returns known values for a known cluster", async () => {
    expect(await connectionWith({})).toEqual(asInApi("pg", inApi));
  });
});

it.each(["user", "password", "database"] as const)(
  "connectionFor fails with invalid_argument if the %s has 15 million characters",
  async (option) => {
    const cluster = await getDatabaseCluster({ uuid, ...access });
    const made = connectionFor(cluster, { [option]: "x".repeat(15_000_000) });
    const errors = await failuresOf(made);
    const error = errors.find((each) => each !== undefined);
    expect(error).toMatchObject({ code: "invalid_argument" });
    expect((error as Error).message).toBe(
      `connectionFor: ${option} is longer than 4096 characters. [invalid_argument]`,
    );
  },
);
