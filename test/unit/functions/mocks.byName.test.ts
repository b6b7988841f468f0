import { getDatabaseCluster, getDatabaseClusterOutput } from "../../../src/index";
import { clusterFields, clusterProperties } from "../../../src/reads/secrecy";
import { clusterUuid, databaseCluster } from "../../../testing/emulator/clusters";
import { described } from "../reads/apiCluster";
import {} from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { seenAll } from "../seenOutput";
import { beginUnitTest } from "./unitTestMocks";

const token = "digitalocean-databases:index:getDatabaseCluster";
const name = "planted-pg";

it("the mocks are asked with the name, and no UUID", async () => {
  const { calls } = await beginUnitTest(() => ({ engine: "pg" }));
  await getDatabaseCluster({ name, uuid: undefined });
  await seenAll({ ...getDatabaseClusterOutput({ name: Promise.resolve(name) }) });
  expect(calls).toEqual([
    { token, inputs: { name } },
    { token, inputs: { name } },
  ]);
  expect(Object.keys(calls[0]?.inputs as object)).toEqual(["name"]);
});

it("all properties, with the table's secrecy", async () => {
  const expected = { ...described(databaseCluster("pg")), id: clusterUuid("pg") };
  await beginUnitTest(() => expected);
  const all = await seenAll({ ...getDatabaseClusterOutput({ name }) });
  for (const property of clusterProperties) {
    const { secret } = clusterFields[property];
    expect(all[property]).toEqual({ known: true, secret, value: expected[property] });
  }
});

it("some properties: the name is that of the arguments by default, and the id is undefined", async () => {
  await beginUnitTest(() => ({ engine: "pg" }));
  expect(await getDatabaseCluster({ name })).toMatchObject({ name, engine: "pg", id: undefined });
  await beginUnitTest(() => ({ id: "some-id", name: "another" }));
  expect(await getDatabaseCluster({ name })).toMatchObject({ name: "another", id: "some-id" });
});

it.each<[string, { uuid?: string; name?: string }]>([
  ["both", { uuid: clusterUuid("pg"), name }],
  ["neither", {}],
  ["an empty name", { name: "" }],
])("%s: invalid_argument, and the mocks are not asked", async (_, args) => {
  const { calls } = await beginUnitTest(() => ({ engine: "pg" }));
  expect(await rejectionOf(getDatabaseCluster(args))).toMatchObject({ code: "invalid_argument" });
  expect(calls).toEqual([]);
});
