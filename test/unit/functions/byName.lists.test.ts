import type { IncomingMessage, ServerResponse } from "node:http";
import { getDatabaseCluster } from "../../../src/index";
import { databaseCluster } from "../../../testing/emulator/clusters";
import type { Cluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { beginProgram, setConfig } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { pagePath, uuidAt } from "../../../testing/emulator/manyClusters";
import { smallCluster, smallClusters } from "./smallClusters";

const emulator = useEmulator({ clusters: smallClusters(450) });
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
});
beforeEach(() => {
  setConfig({ "digitalocean:httpRetryMax": "0" });
});
afterAll(() => {
  setConfig({});
});

const paths = (): string[] => emulator.requests.map(({ path }) => path);
const clusters = smallClusters(450);

/** Makes the emulator answer with these pages. The first is number 1. */
function serve(answer: (page: number) => unknown): void {
  emulator.misbehave((request: IncomingMessage, response: ServerResponse) => {
    const page = Number(new URL(request.url ?? "", emulator.url).searchParams.get("page"));
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer(page)));
  });
}

const pageOf = (page: number): Cluster[] => clusters.slice((page - 1) * 200, page * 200);
const next = { links: { pages: { next: "https://elsewhere.example.com/v2/databases?page=9" } } };

async function idOf(name: string): Promise<string> {
  return (await getDatabaseCluster({ name, ...access })).id;
}

describe("getDatabaseCluster by name", () => {
  it.each<[string, (page: number) => object, number]>([
    ["only links", (page) => (page < 3 ? next : {}), 3],
    ["links, which are empty on the last page", (page) => (page < 3 ? next : { links: {} }), 3],
    ["links, which are null on the last page", (page) => (page < 3 ? next : { links: null, meta: null }), 3],
    ["pages, which are null on the last page", (page) => (page < 3 ? next : { links: { pages: null } }), 3],
    [
      "links, with an empty text on the last page",
      (page) => (page < 3 ? next : { links: { pages: { next: "" } } }),
      3,
    ],
    ["only meta", () => ({ meta: { total: 450 } }), 3],
    [
      "links, and meta with a total that is too small",
      (page) => ({ ...(page < 3 ? next : {}), meta: { total: 0 } }),
      3,
    ],
    ["meta with a total that is too big", () => ({ meta: { total: 451 } }), 4],
    ["links on every page", () => next, 4],
  ])("reads all pages if they have %s", async (_, paging, requests) => {
    serve((page) => ({ databases: pageOf(page), ...paging(page) }));
    expect(await idOf("cluster-449")).toBe(uuidAt(449));
    // Pages are counted. The links, which lead to another server, are not followed.
    expect(paths()).toEqual(Array.from({ length: requests }, (_page, index) => pagePath(index + 1)));
  });

  it("reads one page if it has neither links nor meta", async () => {
    serve((page) => ({ databases: pageOf(page) }));
    expect(await idOf("cluster-199")).toBe(uuidAt(199));
    expect(paths()).toEqual([pagePath(1)]);
  });
});

describe("getDatabaseCluster by name from a server with endless pages", () => {
  it.each<[string, object]>([
    ["links", next],
    ["meta", { meta: { total: 100_000 } }],
  ])("stops after a second page without new clusters if more are announced with %s", async (_, paging) => {
    serve(() => ({ databases: pageOf(1), ...paging }));
    expect(await idOf("cluster-1")).toBe(uuidAt(1));
    expect(paths()).toEqual([1, 2].map(pagePath));
  });

  it("fails with unexpected_response if each page has a new cluster", async () => {
    setConfig({ "digitalocean:httpRetryMax": "0" });
    serve((page) => ({
      databases: [smallCluster(databaseCluster("pg", { id: uuidAt(page), name: `new-${page}` }))],
      ...next,
    }));
    const error = await rejectionOf(getDatabaseCluster({ name: "orders", ...access }));
    expect(error.code).toBe("unexpected_response");
    expect(error.message).toContain("the list of clusters is too long");
    expect(error.attempts).toBe(emulator.requests.length);
  });

  it("fails with unexpected_response if clusters have no ids", async () => {
    setConfig({ "digitalocean:httpRetryMax": "0" });
    serve(() => ({ databases: [{ ...smallCluster(databaseCluster("pg")), id: undefined }], ...next }));
    expect(await rejectionOf(getDatabaseCluster({ name: "orders", ...access }))).toMatchObject({
      code: "unexpected_response",
    });
  });
});

describe("getDatabaseCluster by name with a failing page 2", () => {
  it.each([
    { status: 401, id: "unauthorized", code: "unauthorized" },
    { status: 403, id: "forbidden", code: "forbidden" },
    { status: 404, id: "not_found", code: "not_found" },
    { status: 429, id: "too_many_requests", code: "too_many_requests" },
    { status: 500, id: "server_error", code: "server_error" },
    { status: 503, id: "service_unavailable", code: "server_error" },
  ])(
    "fails with $code and not with a cluster of page 1 if the API answers $status",
    async ({ status, id, code }) => {
      const body = { id, message: "planted-secret" };
      emulator.misbehaveNext({ status: 200, body: { databases: pageOf(1), ...next } }, { status, body });
      const error = await rejectionOf(getDatabaseCluster({ name: "cluster-0", ...access }));
      expect(error).toMatchObject({ code, status, id, attempts: 2, clusterUuid: undefined });
      expect(error.message).toMatch(/^database cluster named cluster-0: /);
      expect(leaksIn(error, ["planted-secret", Emulator.token])).toEqual([]);
      expect(paths()).toEqual([1, 2].map(pagePath));
    },
  );

  it("repeats only the request for page 2 if it fails once", async () => {
    setConfig({ "digitalocean:httpRetryWaitMin": "0.001" });
    emulator.misbehaveNext(
      { status: 200, body: { databases: pageOf(1), ...next } },
      { status: 502, body: "<h1>Bad gateway</h1>" },
    );
    expect(await idOf("cluster-449")).toBe(uuidAt(449));
    expect(paths()).toEqual([1, 2, 2, 3].map(pagePath));
  });
});

describe("getDatabaseCluster by name", () => {
  it("fails with not_found if `databases` is null", async () => {
    serve(() => ({ databases: null }));
    const error = await rejectionOf(getDatabaseCluster({ name: "orders", ...access }));
    expect(error).toMatchObject({ code: "not_found", attempts: 1 });
    expect(error.message).toContain("the token's team has no clusters");
  });

  it.each<[string, unknown, string]>([
    ["without `databases`", { meta: { total: 0 } }, "databases is missing"],
    ["with a single cluster", { database: databaseCluster("pg") }, "databases is missing"],
    ["with an object as the list", { databases: { planted: "planted-secret" } }, "databases is not an array"],
    ["with a text as the links", { databases: [], links: "planted-secret" }, "links cannot be read"],
    ["with a text as the total", { databases: [], meta: { total: "3" } }, "meta.total cannot be read"],
  ])("fails with unexpected_response if the answer is one %s", async (_, body, defect) => {
    serve(() => body);
    const error = await rejectionOf(getDatabaseCluster({ name: "orders", ...access }));
    expect(error).toMatchObject({ code: "unexpected_response", status: 200, attempts: 1 });
    expect(error.message).toContain(` ${defect}.`);
    expect(leaksIn(error, ["planted-secret"])).toEqual([]);
  });

  it("ignores malformed values of other clusters", async () => {
    const odd = [
      databaseCluster("pg", { name: "other", num_nodes: "planted-secret", connection: ["planted-secret"] }),
      { name: "without-anything" },
      { id: 5, name: ["planted-secret"] },
      databaseCluster("mysql"),
    ];
    serve(() => ({ databases: odd }));
    expect((await getDatabaseCluster({ name: "planted-mysql", ...access })).id).toBe(
      databaseCluster("mysql").id,
    );
  });

  it("requests the cluster itself if the list has malformed values of it", async () => {
    const connection = { port: "planted-secret" };
    serve(() => ({ databases: [databaseCluster("mysql"), databaseCluster("pg", { connection })] }));
    const error = await rejectionOf(getDatabaseCluster({ name: "planted-pg", ...access }));
    expect(error).toMatchObject({ code: "unexpected_response", status: 200 });
    expect(error.message).toContain("database is missing");
    expect(leaksIn(error, ["planted-secret"])).toEqual([]);
  });

  it.each([undefined, null, ""])(
    "fails and asks for the uuid if the list has the id %j for the cluster",
    async (id) => {
      serve(() => ({ databases: [databaseCluster("pg", { id })] }));
      const error = await rejectionOf(getDatabaseCluster({ name: "planted-pg", ...access }));
      expect(error).toMatchObject({ code: "unexpected_response", attempts: 1 });
      expect(error.message).toBe(
        "database cluster named planted-pg: the list of clusters has no id for it. Give the `uuid` instead. [unexpected_response]",
      );
    },
  );
});

it("getDatabaseCluster by name has one deadline for all pages", async () => {
  setConfig({ "digitalocean:httpRetryMax": "0", "digitalocean:deadlineSeconds": "100" });
  const realNow = performance.now.bind(performance);
  let passedMs = 0;
  const clock = jest.spyOn(performance, "now").mockImplementation(() => realNow() + passedMs);
  serve((page) => {
    // Each page takes a minute by the clock of the lookup.
    passedMs += 60_000;
    return { databases: pageOf(page), ...next };
  });
  const error = await rejectionOf(getDatabaseCluster({ name: "cluster-449", ...access }));
  clock.mockRestore();
  expect(error).toMatchObject({ code: "timeout", attempts: 2 });
  expect(error.message).toContain("digitalocean:deadlineSeconds");
  expect(paths()).toEqual([1, 2].map(pagePath));
});
