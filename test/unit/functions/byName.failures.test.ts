import { getDatabaseCluster, getDatabaseClusterOutput } from "../../../src/index";
import type { DigitalOceanApiError, GetDatabaseClusterArgs } from "../../../src/index";
import { clusterUuid, databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { beginProgram } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { failuresOf } from "../seenOutput";
import { manyClusters, uuidAt } from "../../../testing/emulator/manyClusters";
import { secretsIn } from "./partFunctions";

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

async function failure(name: string): Promise<DigitalOceanApiError> {
  const error = await rejectionOf(getDatabaseCluster({ name, ...access }));
  expect(error.message).not.toMatch(/[\r\n]/);
  expect(leaksIn(error, [Emulator.token, ...secretsIn(emulator.state.clusters)])).toEqual([]);
  return error;
}

/** A cluster of that name. */
const named = (name: unknown, index: number): ReturnType<typeof databaseCluster> =>
  databaseCluster("pg", { id: uuidAt(index), name });

describe("no cluster of the name: not_found", () => {
  it("the one there is, by name and UUID", async () => {
    const error = await failure("orders");
    expect(error).toMatchObject({ code: "not_found", status: 200, attempts: 1, clusterUuid: undefined });
    expect(error.message).toBe(
      "database cluster named orders: not found: the token's team has no cluster of this name; " +
        `it has planted-pg (${uuid}). Check the name, and that the token from the argument token belongs to the ` +
        "cluster's team. If it is new, it may still be in creation: try again in some minutes. With " +
        "`waitForOnline: true` an update waits for it. [not_found]",
    );
  });

  it("a 404 of the list says something of the address, and nothing of clusters", async () => {
    emulator.misbehave({ status: 404, body: { id: "not_found" } });
    expect((await failure("orders")).message).toBe(
      `database cluster named orders: not found: ${new URL(emulator.url).host} has nothing at this address ` +
        "(404 not_found). Check digitalocean:apiEndpoint. [not_found]",
    );
  });

  it("lists the names with the fewest typing errors first, and then by name", async () => {
    const names = ["zebra", "audit", "ord", "my-orders-eu", "orders-old", "ORDERS2", "organ"];
    emulator.state.clusters = names.map((name, index) => named(name, index));
    const { message } = await failure("orders");
    const listed = [...message.matchAll(/([\w-]+) \(5a1e/g)].map(([, name]) => name);
    expect(listed).toEqual(["ORDERS2", "ord", "orders-old", "my-orders-eu", "organ", "audit", "zebra"]);
  });

  it.each(["ordesr", "odrers", "ORDERS-", "oders"])("%s is answered with orders first", async (name) => {
    const names = ["order-archive", "old-orders", "orders", "audit", "orrrrr"];
    emulator.state.clusters = names.map((one, index) => named(one, index));
    expect((await failure(name)).message).toContain("it has orders (5a1e");
  });

  it("20 of 450, and how many more there are", async () => {
    emulator.state.clusters = manyClusters(450);
    const error = await failure("orders");
    expect(error).toMatchObject({ code: "not_found", attempts: 3 });
    expect(error.message.match(/cluster-\d+ \(5a1e/g)).toHaveLength(20);
    expect(error.message).toMatch(/ and 430 more\. Check the name, /);
  });

  it.each([20, 21])("of %i, the last is shown or counted", async (count) => {
    emulator.state.clusters = manyClusters(count);
    const { message } = await failure("orders");
    expect(message.match(/cluster-\d+ \(5a1e/g)).toHaveLength(20);
    expect(message.includes("more")).toBe(count > 20);
  });

  it("none at all: another team's token, perhaps", async () => {
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

  it.each([1, 0])("a UUID for a name gets a hint, with %i clusters there", async (count) => {
    emulator.state.clusters = manyClusters(count);
    expect((await failure(uuid)).message).toContain(" This is a UUID: give it as `uuid`. Check the name");
  });

  it("names of clusters that are no words keep the message one line of bounded length", async () => {
    const odd = ["two\nlines", "x".repeat(500), 'quo"te', "", null, 5, ["a"], undefined];
    emulator.state.clusters = odd.map((name, index) => named(name, index));
    const { message } = await failure("orders");
    expect(message.match(/5a1e0000/g)).toHaveLength(odd.length);
    expect(message).toContain("unnamed (5a1e");
    expect(message.length).toBeLessThan(1000);
  });

  it("the Output form fails with the same", async () => {
    const errors = await failuresOf(getDatabaseClusterOutput({ name: "orders", ...access }));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatchObject({ code: "not_found" });
  });
});

describe("more than one of the name: ambiguous_name", () => {
  it("both UUIDs, and the way out", async () => {
    emulator.state.clusters.push(named("planted-pg", 1), named("another", 2));
    const error = await failure("planted-pg");
    expect(error).toMatchObject({ code: "ambiguous_name", status: 200, attempts: 1, clusterUuid: undefined });
    expect(error.message).toBe(
      `database cluster named planted-pg: 2 clusters have this name: planted-pg (${uuid}), ` +
        `planted-pg (${uuidAt(1)}). Give the \`uuid\` of the one that is meant. [ambiguous_name]`,
    );
  });

  it("the same cluster twice, as it moves between pages, is one", async () => {
    emulator.state.clusters.push(databaseCluster("pg"));
    expect((await getDatabaseCluster({ name: "planted-pg", ...access })).id).toBe(uuid);
  });
});

describe("which of the two", () => {
  const wrong = (value: unknown): string => value as string;
  it.each<[string, GetDatabaseClusterArgs, RegExp]>([
    ["both", { uuid, name: "planted-pg" }, /^uuid, name: give one of the two, not both/],
    ["both, one of them empty", { uuid: "", name: "planted-pg" }, /^uuid, name: give one/],
    ["neither", {}, /^uuid, name: both are missing; give one/],
    [
      "neither, by undefined",
      { uuid: undefined, name: undefined },
      /^uuid, name: both are missing; give one/,
    ],
    ["neither, by null", { uuid: wrong(null), name: wrong(null) }, /^uuid, name: both are missing; give one/],
    ["an empty name", { name: "" }, /^name: expected a name/],
    ["a dot", { name: "." }, /^name: expected a name/],
    ["two dots", { name: ".." }, /^name: expected a name/],
    ["a line break", { name: "a\nb" }, /^name: expected a name/],
    ["256 characters", { name: "x".repeat(256) }, /^name: expected a name/],
    ["a number", { name: wrong(5) }, /^name: expected a name/],
  ])("%s: invalid_argument, and nothing is sent", async (_, args, says) => {
    const error = await rejectionOf(getDatabaseCluster({ ...args, ...access }));
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(error.message).toMatch(says);
    const [ofOutput] = await failuresOf(getDatabaseClusterOutput({ ...args, ...access }));
    expect(ofOutput).toMatchObject({ code: "invalid_argument", message: error.message });
    expect(emulator.requests).toEqual([]);
  });
});

describe("what was given for the name by mistake is not shown", () => {
  it.each([
    ["a URI", "postgresql://doadmin:AVNS_pasted@h.example.com:25060/defaultdb"],
    ["a password of punctuation", "p@ss/w0rd!"],
    ["a password of DigitalOcean's", "AVNS_Qz0-abc_DEF123"],
    ["a token", `dop_v1_${"0123456789abcdef".repeat(4)}`],
    ["a short token", "dop_v1_0123456789abcdef"],
  ])("%s", async (_, name) => {
    const error = await failure(name);
    expect(error.message).toContain(`database cluster named (a name of ${name.length} characters): `);
    expect(leaksIn(error, [name])).toEqual([]);
  });

  it.each(["orders", "orders_eu.2", "Orders-01"])("but %s, a plain word, is", async (name) => {
    expect((await failure(name)).message).toContain(`database cluster named ${name}: `);
  });
});
