import * as pulumi from "@pulumi/pulumi";
import { getDatabaseCluster, getDatabaseClusterOutput } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster, engines } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { described } from "../reads/apiCluster";
import { beginProgram, unknownOutput } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { seen, seenAll } from "../seenOutput";
import { pagePath, uuidAt } from "../../../testing/emulator/manyClusters";
import { smallClusters } from "./smallClusters";

const emulator = useEmulator();
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});
beforeEach(() => {
  emulator.state.clusters = engines.map((engine) => databaseCluster(engine));
});

const paths = (): string[] => emulator.requests.map(({ path }) => path);

describe("getDatabaseCluster by name", () => {
  it.each(engines)("returns the same values and secrecy for %s as by UUID", async (engine) => {
    const byName = await getDatabaseCluster({ name: databaseCluster(engine).name, ...access });
    expect(paths()).toEqual([pagePath(1)]);
    const byUuid = await getDatabaseCluster({ uuid: clusterUuid(engine), ...access });
    expect(Object.keys(byName)).toEqual(clusterProperties);
    for (const property of clusterProperties) {
      const [value, expected]: unknown[] = [byName[property], byUuid[property]];
      expect(pulumi.Output.isInstance(value)).toBe(clusterFields[property].secret);
      expect(clusterFields[property].secret ? await seen(value as pulumi.Output<unknown>) : value).toEqual(
        clusterFields[property].secret ? await seen(expected as pulumi.Output<unknown>) : expected,
      );
    }
  });

  it("returns every property with its secrecy in the Output form", async () => {
    const all = await seenAll({ ...getDatabaseClusterOutput({ name: "planted-kafka", ...access }) });
    const expected = { ...described(databaseCluster("kafka")), id: clusterUuid("kafka") };
    for (const property of clusterProperties) {
      const { secret } = clusterFields[property];
      expect(all[property]).toEqual({ known: true, secret, value: expected[property] });
    }
    expect(paths()).toEqual([pagePath(1)]);
  });

  it("accepts a name that is an Output, and sends nothing while it is unknown", async () => {
    const name = pulumi.output(Promise.resolve("planted-pg"));
    const known = await seenAll({ ...getDatabaseClusterOutput({ name, ...access }) });
    expect(known["id"]).toEqual({ known: true, secret: false, value: clusterUuid("pg") });
    emulator.behave();
    await beginProgram({ preview: true });
    const all = await seenAll({ ...getDatabaseClusterOutput({ name: unknownOutput(), ...access }) });
    await beginProgram();
    expect(Object.values(all).map((output) => output.known)).toEqual(clusterProperties.map(() => false));
    expect(emulator.requests).toEqual([]);
  });
});

describe("getDatabaseCluster by name among 450 clusters", () => {
  beforeEach(() => {
    emulator.state.clusters = smallClusters(450);
  });

  // The list is read to its end, because a later cluster may have the same name.
  it.each([0, 199, 200, 399, 400, 449])("finds cluster %i with exactly three requests", async (index) => {
    const cluster = await getDatabaseCluster({ name: `cluster-${index}`, ...access });
    expect(cluster).toMatchObject({ id: uuidAt(index), name: `cluster-${index}` });
    expect(emulator.requests.map(({ method }) => method)).toEqual(["GET", "GET", "GET"]);
    expect(paths()).toEqual([1, 2, 3].map(pagePath));
    expect(emulator.requests.map(({ headers }) => headers.authorization)).toEqual(
      [1, 2, 3].map(() => `Bearer ${Emulator.token}`),
    );
  });

  it("fails with ambiguous_name if clusters on different pages have the name", async () => {
    emulator.state.clusters.push(databaseCluster("mysql", { name: "cluster-7" }));
    const error = await rejectionOf(getDatabaseCluster({ name: "cluster-7", ...access }));
    expect(error).toMatchObject({ code: "ambiguous_name", attempts: 3, status: 200 });
    expect(error.message).toContain(uuidAt(7));
    expect(error.message).toContain(clusterUuid("mysql"));
  });

  it.each([200, 400])("requests no empty page if %i clusters fill their pages", async (count) => {
    emulator.state.clusters = smallClusters(count);
    await getDatabaseCluster({ name: "cluster-0", ...access });
    expect(paths()).toHaveLength(count / 200);
  });
});

describe("getDatabaseCluster by name", () => {
  it.each(["Planted-pg", "planted-p", "planted-pg2", " planted-pg", "planted-pg "])(
    "fails with not_found for %j if the cluster is called planted-pg",
    async (name) => {
      expect(await rejectionOf(getDatabaseCluster({ name, ...access }))).toMatchObject({ code: "not_found" });
    },
  );

  it.each(["büro", "a b", "50%", "a?page=2#x", "日本語", "constructor", "__proto__"])(
    "finds a cluster with the name %j",
    async (name) => {
      emulator.state.clusters.push(databaseCluster("mysql", { id: uuidAt(1), name }));
      expect((await getDatabaseCluster({ name, ...access })).id).toBe(uuidAt(1));
      expect(paths()).toEqual([pagePath(1)]);
    },
  );
});

it("getDatabaseCluster by name fails with credentials_withheld for the found cluster, and counts all requests", async () => {
  emulator.state.clusters = smallClusters(250);
  emulator.allow("dop_v1_reader", ["database:read"]);
  const call = getDatabaseCluster({ name: "cluster-249", apiEndpoint: emulator.url, token: "dop_v1_reader" });
  const error = await rejectionOf(call);
  expect(error).toMatchObject({ code: "credentials_withheld", clusterUuid: uuidAt(249), attempts: 3 });
  expect(error.message).toContain(`database cluster ${uuidAt(249)} (cluster-249): `);
});

it("getDatabaseCluster by name returns the cluster without credentials with requireCredentials: false", async () => {
  emulator.allow("dop_v1_reader", ["database:read"]);
  const args = { name: "planted-pg", apiEndpoint: emulator.url, token: "dop_v1_reader" };
  const cluster = await getDatabaseCluster({ ...args, requireCredentials: false });
  expect(cluster.id).toBe(clusterUuid("pg"));
  expect((await seen<unknown>(cluster.uri)).value).toBeUndefined();
});
