import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { getDatabaseCluster } from "../../../src/index";
import { databaseCluster } from "../../../testing/emulator/clusters";
import type { Cluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { beginProgram, setConfig } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { manyClusters, pagePath, uuidAt } from "../../../testing/emulator/manyClusters";

const emulator = useEmulator({ clusters: manyClusters(450) });
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
const clusters = manyClusters(450);

/** A server that answers each page as told; the page begins at 1. */
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

describe("how lists say that there is more", () => {
  it.each<[string, (page: number) => object, number]>([
    ["links alone", (page) => (page < 3 ? next : {}), 3],
    ["links that are empty on the last page", (page) => (page < 3 ? next : { links: {} }), 3],
    ["links that are null on the last page", (page) => (page < 3 ? next : { links: null, meta: null }), 3],
    ["pages that are null on the last page", (page) => (page < 3 ? next : { links: { pages: null } }), 3],
    ["an empty text for the next page", (page) => (page < 3 ? next : { links: { pages: { next: "" } } }), 3],
    ["meta alone", () => ({ meta: { total: 450 } }), 3],
    ["meta that is too small, with links", (page) => ({ ...(page < 3 ? next : {}), meta: { total: 0 } }), 3],
    ["meta that is too big: one page more, which is empty", () => ({ meta: { total: 451 } }), 4],
    ["links for ever: one page more, which is empty", () => next, 4],
  ])("%s", async (_, paging, requests) => {
    serve((page) => ({ databases: pageOf(page), ...paging(page) }));
    expect(await idOf("cluster-449")).toBe(uuidAt(449));
    // Counted, and not followed to where the token has no business.
    expect(paths()).toEqual(Array.from({ length: requests }, (_page, index) => pagePath(index + 1)));
  });

  it("neither of them: the list is all there is", async () => {
    serve((page) => ({ databases: pageOf(page) }));
    expect(await idOf("cluster-199")).toBe(uuidAt(199));
    expect(paths()).toEqual([pagePath(1)]);
  });
});

describe("a server that never ends", () => {
  it.each<[string, object]>([
    ["says so by links", next],
    ["says so by meta", { meta: { total: 100_000 } }],
  ])("and ignores the page, and %s: the second page brings nothing new", async (_, paging) => {
    serve(() => ({ databases: pageOf(1), ...paging }));
    expect(await idOf("cluster-1")).toBe(uuidAt(1));
    expect(paths()).toEqual([1, 2].map(pagePath));
  });

  it("with ever new clusters: the bound of a list ends it", async () => {
    setConfig({ "digitalocean:httpRetryMax": "0" });
    serve((page) => ({
      databases: [databaseCluster("pg", { id: uuidAt(page), name: `new-${page}` })],
      ...next,
    }));
    const error = await rejectionOf(getDatabaseCluster({ name: "orders", ...access }));
    expect(error.code).toBe("unexpected_response");
    expect(error.message).toContain("the list of clusters is too long");
    expect(error.attempts).toBe(emulator.requests.length);
  });

  it("with clusters that have no ids: the bound of a list ends it, too", async () => {
    setConfig({ "digitalocean:httpRetryMax": "0" });
    serve(() => ({ databases: [databaseCluster("pg", { id: undefined })], ...next }));
    expect(await rejectionOf(getDatabaseCluster({ name: "orders", ...access }))).toMatchObject({
      code: "unexpected_response",
    });
  });
});

describe("page 2 fails", () => {
  it.each([
    [401, "unauthorized", "unauthorized"],
    [403, "forbidden", "forbidden"],
    [404, "not_found", "not_found"],
    [429, "too_many_requests", "too_many_requests"],
    [500, "server_error", "server_error"],
    [503, "service_unavailable", "server_error"],
  ])("with %i %s: %s, and no cluster of page 1", async (status, id, code) => {
    const body = { id, message: "planted-secret" };
    emulator.misbehaveNext({ status: 200, body: { databases: pageOf(1), ...next } }, { status, body });
    const error = await rejectionOf(getDatabaseCluster({ name: "cluster-0", ...access }));
    expect(error).toMatchObject({ code, status, id, attempts: 2, clusterUuid: undefined });
    expect(error.message).toMatch(/^database cluster named cluster-0: /);
    expect(leaksIn(error, ["planted-secret", Emulator.token])).toEqual([]);
    expect(paths()).toEqual([1, 2].map(pagePath));
  });

  it("once: it is asked for again, and the others are not", async () => {
    setConfig({ "digitalocean:httpRetryWaitMin": "0.01" });
    emulator.misbehaveNext(
      { status: 200, body: { databases: pageOf(1), ...next } },
      { status: 502, body: "<h1>Bad gateway</h1>" },
    );
    expect(await idOf("cluster-449")).toBe(uuidAt(449));
    expect(paths()).toEqual([1, 2, 2, 3].map(pagePath));
  });
});

it("the deadline counts for all pages together", async () => {
  setConfig({ "digitalocean:httpRetryMax": "0", "digitalocean:deadlineSeconds": "2.5" });
  emulator.misbehave((_request, response) => {
    // Each in time, but not two.
    void sleep(1500).then(() =>
      response.end(JSON.stringify({ databases: pageOf(emulator.requests.length), ...next })),
    );
  });
  const started = performance.now();
  const error = await rejectionOf(getDatabaseCluster({ name: "cluster-449", ...access }));
  expect(error).toMatchObject({ code: "timeout", attempts: 2 });
  expect(error.message).toContain("digitalocean:deadlineSeconds");
  expect(performance.now() - started).toBeLessThan(30_000);
});
