import { getDatabaseCluster } from "../../../src/index";
import { databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { beginProgram } from "../pulumiProgram";
import { rejectionOf } from "../rejection";

const emulator = useEmulator();
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});

/** Lets the list be that. */
function serve(body: unknown): void {
  emulator.misbehave({ status: 200, body });
}

describe("odd lists", () => {
  it("databases: null is no clusters", async () => {
    serve({ databases: null });
    const error = await rejectionOf(getDatabaseCluster({ name: "orders", ...access }));
    expect(error).toMatchObject({ code: "not_found", attempts: 1 });
    expect(error.message).toContain("the token's team has no clusters");
  });

  it.each<[string, unknown, string]>([
    ["no databases", { meta: { total: 0 } }, "databases is missing"],
    ["a single cluster", { database: databaseCluster("pg") }, "databases is missing"],
    ["an object for the list", { databases: { planted: "planted-secret" } }, "databases is not an array"],
    ["a text for the links", { databases: [], links: "planted-secret" }, "links cannot be read"],
    ["a text for the total", { databases: [], meta: { total: "3" } }, "meta.total cannot be read"],
  ])("%s: unexpected_response", async (_, body, defect) => {
    serve(body);
    const error = await rejectionOf(getDatabaseCluster({ name: "orders", ...access }));
    expect(error).toMatchObject({ code: "unexpected_response", status: 200, attempts: 1 });
    expect(error.message).toContain(` ${defect}.`);
    expect(leaksIn(error, ["planted-secret"])).toEqual([]);
  });

  it("what is odd about another cluster is of no interest", async () => {
    const odd = [
      databaseCluster("pg", { name: "other", num_nodes: "planted-secret", connection: ["planted-secret"] }),
      { name: "without-anything" },
      { id: 5, name: ["planted-secret"] },
      databaseCluster("mysql"),
    ];
    serve({ databases: odd });
    expect((await getDatabaseCluster({ name: "planted-mysql", ...access })).id).toBe(
      databaseCluster("mysql").id,
    );
  });

  it("what is odd about the one that is meant is decided by a GET", async () => {
    const connection = { port: "planted-secret" };
    serve({ databases: [databaseCluster("mysql"), databaseCluster("pg", { connection })] });
    const error = await rejectionOf(getDatabaseCluster({ name: "planted-pg", ...access }));
    expect(error).toMatchObject({ code: "unexpected_response", status: 200 });
    expect(error.message).toContain("database is missing");
    expect(leaksIn(error, ["planted-secret"])).toEqual([]);
  });

  it.each([undefined, null, ""])("the one that is meant has the id %j: give the uuid", async (id) => {
    serve({ databases: [databaseCluster("pg", { id })] });
    const error = await rejectionOf(getDatabaseCluster({ name: "planted-pg", ...access }));
    expect(error).toMatchObject({ code: "unexpected_response", attempts: 1 });
    expect(error.message).toBe(
      "database cluster named planted-pg: the list of clusters has no id for it. Give the `uuid` instead. [unexpected_response]",
    );
  });
});
