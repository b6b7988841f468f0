import { getDatabaseCluster, getDatabaseClusterOutput } from "../../../src/index";
import type { DigitalOceanApiError, GetDatabaseClusterArgs } from "../../../src/index";
import { clusterUuid, databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { beginProgram } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { failuresOf } from "../seenOutput";
import { uuidAt } from "../../../testing/emulator/manyClusters";
import { secretsIn } from "./partFunctions";
import { smallClusters } from "./smallClusters";

const uuid = clusterUuid("pg");

const emulator = useEmulator();
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});
beforeEach(() => {
  emulator.state.clusters = [databaseCluster("pg")];
});

/** The error of a lookup by this name. */
async function failure(name: string): Promise<DigitalOceanApiError> {
  const error = await rejectionOf(getDatabaseCluster({ name, ...access }));
  expect(error.message).not.toMatch(/[\r\n]/);
  expect(leaksIn(error, [Emulator.token, ...secretsIn(emulator.state.clusters)])).toEqual([]);
  return error;
}

/** A cluster with this name. */
const named = (name: unknown, index: number): ReturnType<typeof databaseCluster> =>
  databaseCluster("pg", { id: uuidAt(index), name });

describe("getDatabaseCluster by a name that no cluster has", () => {
  it("fails with not_found and shows the name and UUID of the only cluster", async () => {
    const error = await failure("orders");
    expect(error).toMatchObject({ code: "not_found", status: 200, attempts: 1, clusterUuid: undefined });
    expect(error.message).toBe(
      "database cluster named orders: not found: the token's team has no cluster of this name; " +
        `it has planted-pg (${uuid}). Check the name, and that the token from the argument token belongs to the ` +
        "cluster's team. If it is new, it may still be in creation: try again in some minutes. With " +
        "`waitForOnline: true` an update waits for it. [not_found]",
    );
  });

  it("fails with an error about the address if the list answers 404", async () => {
    emulator.misbehave({ status: 404, body: { id: "not_found" } });
    expect((await failure("orders")).message).toBe(
      `database cluster named orders: not found: ${new URL(emulator.url).host} has nothing at this address ` +
        "(404 not_found). Check digitalocean:apiEndpoint. [not_found]",
    );
  });

  it("lists the names with the fewest typing errors first, and equal ones by name", async () => {
    const names = ["zebra", "audit", "ord", "my-orders-eu", "orders-old", "ORDERS2", "organ"];
    emulator.state.clusters = names.map((name, index) => named(name, index));
    const { message } = await failure("orders");
    const listed = [...message.matchAll(/([\w-]+) \(5a1e/g)].map(([, name]) => name);
    expect(listed).toEqual(["ORDERS2", "ord", "orders-old", "my-orders-eu", "organ", "audit", "zebra"]);
  });

  it.each(["ordesr", "odrers", "ORDERS-", "oders"])("lists orders first if the name is %s", async (name) => {
    const names = ["order-archive", "old-orders", "orders", "audit", "orrrrr"];
    emulator.state.clusters = names.map((one, index) => named(one, index));
    expect((await failure(name)).message).toContain("it has orders (5a1e");
  });

  it("lists 20 of 450 clusters and says how many more exist", async () => {
    emulator.state.clusters = smallClusters(450);
    const error = await failure("orders");
    expect(error).toMatchObject({ code: "not_found", attempts: 3 });
    expect(error.message.match(/cluster-\d+ \(5a1e/g)).toHaveLength(20);
    expect(error.message).toMatch(/ and 430 more\. Check the name, /);
  });

  it.each([20, 21])("lists 20 of %i clusters and says whether more exist", async (count) => {
    emulator.state.clusters = smallClusters(count);
    const { message } = await failure("orders");
    expect(message.match(/cluster-\d+ \(5a1e/g)).toHaveLength(20);
    expect(message.includes("more")).toBe(count > 20);
  });

  it("says that the token may belong to another team if there are no clusters", async () => {
    emulator.state.clusters = [];
    const error = await failure("orders");
    expect(error).toMatchObject({ code: "not_found", attempts: 1 });
    expect(error.message).toBe(
      "database cluster named orders: not found: the token's team has no clusters. " +
        "Check the name, and that the token from the argument token belongs to the cluster's team. " +
        "If it is new, it may still be in creation: try again in some minutes. With `waitForOnline: true` an update " +
        "waits for it. [not_found]",
    );
  });

  it.each([1, 0])("suggests `uuid` if the name is a UUID and there are %i clusters", async (count) => {
    emulator.state.clusters = smallClusters(count);
    expect((await failure(uuid)).message).toContain(" This is a UUID: give it as `uuid`. Check the name");
  });

  it("fails with one short line even if clusters have malformed names", async () => {
    const odd = ["two\nlines", "x".repeat(500), 'quo"te', "", null, 5, ["a"], undefined];
    emulator.state.clusters = odd.map((name, index) => named(name, index));
    const { message } = await failure("orders");
    expect(message.match(/5a1e0000/g)).toHaveLength(odd.length);
    expect(message).toContain("unnamed (5a1e");
    expect(message.length).toBeLessThan(1000);
  });

  it("fails with one not_found error in the Output form", async () => {
    const errors = await failuresOf(getDatabaseClusterOutput({ name: "orders", ...access }));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatchObject({ code: "not_found" });
  });
});

describe("getDatabaseCluster by a name that several clusters have", () => {
  it("fails with ambiguous_name and shows the UUIDs", async () => {
    emulator.state.clusters.push(named("planted-pg", 1), named("another", 2));
    const error = await failure("planted-pg");
    expect(error).toMatchObject({ code: "ambiguous_name", status: 200, attempts: 1, clusterUuid: undefined });
    expect(error.message).toBe(
      `database cluster named planted-pg: 2 clusters have this name: planted-pg (${uuid}), ` +
        `planted-pg (${uuidAt(1)}). Give the \`uuid\` of the one that is meant. [ambiguous_name]`,
    );
  });

  it("finds a cluster that two pages list", async () => {
    emulator.state.clusters.push(databaseCluster("pg"));
    expect((await getDatabaseCluster({ name: "planted-pg", ...access })).id).toBe(uuid);
  });
});

describe("getDatabaseCluster", () => {
  const wrong = (value: unknown): string => value as string;
  it.each<[string, GetDatabaseClusterArgs, RegExp]>([
    ["uuid and name", { uuid, name: "planted-pg" }, /^uuid, name: give one of the two, not both/],
    ["an empty uuid and a name", { uuid: "", name: "planted-pg" }, /^uuid, name: give one/],
    ["neither uuid nor name", {}, /^uuid, name: both are missing; give one/],
    [
      "undefined as uuid and name",
      { uuid: undefined, name: undefined },
      /^uuid, name: both are missing; give one/,
    ],
    [
      "null as uuid and name",
      { uuid: wrong(null), name: wrong(null) },
      /^uuid, name: both are missing; give one/,
    ],
    ["an empty name", { name: "" }, /^name: expected a name/],
    ["a dot as the name", { name: "." }, /^name: expected a name/],
    ["two dots as the name", { name: ".." }, /^name: expected a name/],
    ["a name with a line break", { name: "a\nb" }, /^name: expected a name/],
    ["a name of 256 characters", { name: "x".repeat(256) }, /^name: expected a name/],
    ["a number as the name", { name: wrong(5) }, /^name: expected a name/],
  ])("fails with invalid_argument and sends nothing if it is given %s", async (_, args, says) => {
    const error = await rejectionOf(getDatabaseCluster({ ...args, ...access }));
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(error.message).toMatch(says);
    const [ofOutput] = await failuresOf(getDatabaseClusterOutput({ ...args, ...access }));
    expect(ofOutput).toMatchObject({ code: "invalid_argument", message: error.message });
    expect(emulator.requests).toEqual([]);
  });
});

describe("the error of getDatabaseCluster for an unknown name", () => {
  it.each([
    ["a URI", "postgresql://doadmin:AVNS_pasted@h.example.com:25060/defaultdb"],
    ["a password of punctuation", "p@ss/w0rd!"],
    ["a password of DigitalOcean", "AVNS_Qz0-abc_DEF123"],
    ["a token", `dop_v1_${"0123456789abcdef".repeat(4)}`],
    ["a short token", "dop_v1_0123456789abcdef"],
  ])("shows only the length of the name if it is %s", async (_, name) => {
    const error = await failure(name);
    expect(error.message).toContain(`database cluster named (a name of ${name.length} characters): `);
    expect(leaksIn(error, [name])).toEqual([]);
  });

  it.each(["orders", "orders_eu.2", "Orders-01"])(
    "shows the name %s, which is a plain word",
    async (name) => {
      expect((await failure(name)).message).toContain(`database cluster named ${name}: `);
    },
  );
});
