import { ApiClient } from "../../../src/api/client";
import { clusterSubject } from "../../../src/api/subject";
import type { ApiCluster } from "../../../src/reads/clusterShape";
import type { ApiLimits, ApiSettings } from "../../../src/api/settings";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { manyClusters, pagePath, uuidAt } from "../../../testing/emulator/manyClusters";
import { errorReply } from "../../../testing/emulator/routes";
import { rejectionOf } from "../rejection";
import { lookUp, lookUpEach, settingsFor } from "./lookUp";
import { atTheEnd, simulatedSettings, useSimulatedApi } from "./simulatedApi";

const emulator = useEmulator();
beforeEach(() => {
  emulator.state.clusters = manyClusters(20);
});

const settings = (limits: Partial<ApiLimits> = {}): ApiSettings => settingsFor(emulator.url, limits);

const lookUpOne = (uuid: string, limits: Partial<ApiLimits> = {}): Promise<ApiCluster> =>
  lookUp(settings(limits), [], uuid);

const lookUpMany = (count: number, limits: Partial<ApiLimits> = {}): Promise<ApiCluster>[] =>
  lookUpEach(settings(limits), count);

const paths = (): string[] => emulator.requests.map(({ path }) => path);
const single = (index: number): string => `/v2/databases/${uuidAt(index)}`;

describe("Lookups that begin at the same time", () => {
  it("share one request if they are of the same cluster", async () => {
    const found = await Promise.all(Array.from({ length: 50 }, () => lookUpOne(uuidAt(3))));
    expect(found).toHaveLength(50);
    expect(new Set(found.map(({ name }) => name))).toEqual(new Set(["cluster-3"]));
    expect(paths()).toEqual([single(3)]);
  });

  it("send a GET for each cluster if there are fewer clusters than listThreshold", async () => {
    await Promise.all([...lookUpMany(4), lookUpOne(uuidAt(0))]);
    expect(paths().sort()).toEqual([0, 1, 2, 3].map(single));
  });

  it("read the list if there are as many clusters as listThreshold, with the same result", async () => {
    const fromList = await Promise.all(lookUpMany(5));
    expect(paths()).toEqual([pagePath(1)]);
    const alone = await Promise.all(lookUpMany(5, { listThreshold: 0 }));
    expect(fromList).toEqual(alone);
    expect(fromList.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4].map((index) => `cluster-${index}`));
    expect(fromList[0]?.connection?.password).toContain("AVNS_");
  });

  it("never read the list if listThreshold is 0", async () => {
    await Promise.all(lookUpMany(20, { listThreshold: 0 }));
    expect(paths().sort()).toEqual(Array.from({ length: 20 }, (_, index) => single(index)).sort());
  });

  it("read as many pages of the list as there are if the server gives fewer clusters a page than it is asked for", async () => {
    emulator.state.clusters = manyClusters(60);
    emulator.misbehave((request, response) => {
      const url = new URL(request.url ?? "", emulator.url);
      const page = Number(url.searchParams.get("page"));
      const databases = emulator.state.clusters.slice(20 * (page - 1), 20 * page);
      response.end(JSON.stringify({ databases, meta: { total: 60 } }));
    });
    await Promise.all(lookUpMany(60));
    expect(paths()).toEqual([1, 2, 3].map(pagePath));
  });

  it("send a GET for a cluster that the list lacks, which fails with not_found as without a list", async () => {
    const missing = clusterUuid("mysql");
    const found = Promise.all(lookUpMany(10));
    const error = await rejectionOf(lookUpOne(missing));
    await found;
    expect(paths()).toEqual([pagePath(1), `/v2/databases/${missing}`]);
    emulator.requests.length = 0;
    const alone = await rejectionOf(lookUpOne(missing, { listThreshold: 0 }));
    const { message, code, status, id, requestId } = error;
    expect(alone).toMatchObject({ message, code, status, id, requestId, clusterUuid: missing });
    expect([error.attempts, alone.attempts]).toEqual([2, 1]);
  });
});

describe("Lookups of several clusters at once", () => {
  const api = useSimulatedApi();

  it.each([
    [100, 100, 1],
    [200, 200, 1],
    [201, 201, 2],
    [200, 1000, 5],
    [5, 1000, 6],
    [10, 401, 3],
  ])("for the last %i of %i clusters send no more requests than %i", async (wanted, total, most) => {
    api.clusters = manyClusters(total);
    // The last ones are on the last pages.
    const uuids = Array.from({ length: wanted }, (_, index) => uuidAt(total - 1 - index));
    const found = await atTheEnd(Promise.all(uuids.map((uuid) => lookUp(simulatedSettings(), [], uuid))));
    expect(found.map(({ id }) => id)).toEqual(uuids);
    const pages = Math.ceil(total / 200);
    expect(api.requests.length).toBeLessThanOrEqual(Math.min(wanted, pages) + 1);
    expect(api.requests.length).toBeLessThanOrEqual(most);
  });

  it("send a GET for each cluster if the list is larger than the limit for bodies", async () => {
    api.clusters = manyClusters(6);
    const tooLong = { status: 200, body: "x".repeat(17 * 1024 * 1024) };
    api.answer = (path) => (path === pagePath(1) ? tooLong : api.correctAnswer(path));
    const found = await atTheEnd(Promise.all(lookUpEach(simulatedSettings(), 6)));
    expect(found.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4, 5].map((index) => `cluster-${index}`));
    expect(api.requests.map(({ path }) => path)).toEqual([pagePath(1), ...[0, 1, 2, 3, 4, 5].map(single)]);
  });
});

describe("A lookup that begins after another one", () => {
  const api = useSimulatedApi(2);
  const begin = (index: number): Promise<ApiCluster> => lookUp(simulatedSettings(), [], uuidAt(index));

  /** The milliseconds from the first request, answered after this time, to that of a lookup that begins meanwhile. */
  async function delayOfTheSecond(answeredAfterMs: number): Promise<number> {
    api.answer = (path) => ({ ...api.correctAnswer(path), afterMs: answeredAfterMs });
    const first = begin(0);
    while (api.inFlight === 0) {
      await new Promise(setImmediate);
    }
    await atTheEnd(Promise.all([first, begin(1)]));
    const [one, two] = api.requests.map(({ at }) => at);
    expect(api.requests.map(({ path }) => path)).toEqual([0, 1].map(single));
    return (two ?? NaN) - (one ?? NaN);
  }

  it("waits a tenth of a second for others while the first one is not answered", async () => {
    expect(await delayOfTheSecond(1000)).toBe(100);
  });

  it("is sent as soon as the first one is answered", async () => {
    expect(await delayOfTheSecond(30)).toBe(30);
  });

  it("is sent at once if the first one has been answered, although something else is not", async () => {
    const path = `${single(0)}/ca`;
    api.answer = (asked) => ({ ...api.correctAnswer(asked), afterMs: asked === path ? 1000 : 0 });
    const client = new ApiClient(simulatedSettings(), () => undefined);
    const other = client.get(path, clusterSubject(uuidAt(0)), (body) => body);
    await begin(0);
    const second = begin(1);
    await atTheEnd(Promise.all([other, second]));
    expect(new Set(api.requests.map(({ at }) => at)).size).toBe(1);
    expect(api.requests.map((request) => request.path)).toEqual([path, single(0), single(1)]);
  });
});

describe("Lookups of several clusters send a GET for each cluster", () => {
  const answers = (body: unknown, status = 200): (() => void) => {
    return () => {
      emulator.misbehaveNext({ status, body });
    };
  };
  it.each<[string, () => void]>([
    ["if the token may not list clusters", answers(errorReply(403, "forbidden", "no").body, 403)],
    ["if the API has no list of clusters", answers(errorReply(404, "not_found", "no").body, 404)],
    ["if the answer has no list", answers({ meta: { total: 20 } })],
    ["if the list is empty", answers({ databases: [], meta: { total: 20 } })],
    ["if the list is null", answers({ databases: null, meta: { total: 20 } })],
    [
      "if the entries of the list are no clusters",
      answers({ databases: [null, 7, "x", [], {}], meta: { total: 5 } }),
    ],
    ["if the total is not a number", answers({ databases: [], meta: { total: "all" } })],
    ["if the list is not JSON", answers("<html>")],
    ["if the list is redirected", answers("", 302)],
  ])("%s", async (_, misbehave) => {
    misbehave();
    const found = await Promise.all(lookUpMany(6));
    expect(found.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4, 5].map((index) => `cluster-${index}`));
    expect(paths().sort()).toEqual([...[0, 1, 2, 3, 4, 5].map(single), pagePath(1)].sort());
  });

  it("that a list without a total lacks", async () => {
    const [first, second] = emulator.state.clusters;
    emulator.misbehaveNext({ status: 200, body: { databases: [first, second] } });
    await Promise.all(lookUpMany(6));
    expect(paths().sort()).toEqual([...[2, 3, 4, 5].map(single), pagePath(1)].sort());
  });

  it("whose entry in the list is malformed or has no connection", async () => {
    const databases = emulator.state.clusters.slice(0, 6);
    const [first, second] = databases;
    databases.splice(0, 2, { ...first, num_nodes: "3" } as never, { ...second, connection: null } as never);
    emulator.misbehaveNext({ status: 200, body: { databases, meta: { total: 6 } } });
    const found = await Promise.all(lookUpMany(6));
    expect(found.map(({ connection }) => connection?.user)).toEqual(Array(6).fill("doadmin"));
    expect(paths().sort()).toEqual([single(0), single(1), pagePath(1)].sort());
  });
});

describe("Lookups of several clusters from the list", () => {
  it("try a token that is not accepted once, and each fails with an error about its own cluster", async () => {
    emulator.misbehave(errorReply(401, "unauthorized", "no"));
    const errors = await Promise.all(lookUpMany(8).map(rejectionOf));
    expect(errors.map(({ code, clusterUuid: uuid, attempts }) => [code, uuid, attempts])).toEqual(
      Array.from({ length: 8 }, (_, index) => ["unauthorized", uuidAt(index), 1]),
    );
    expect(paths()).toEqual([pagePath(1)]);
  });

  it("request the list again together if the server fails once", async () => {
    emulator.misbehaveNext(errorReply(500, "server_error", "no"));
    await Promise.all(lookUpMany(20));
    expect(paths()).toEqual([pagePath(1), pagePath(1)]);
  });

  it("send a GET for each cluster if the list fails twice", async () => {
    emulator.misbehave((request, response) => {
      const index = Number(/(\d{12})$/.exec(request.url ?? "")?.[1]);
      if (Number.isNaN(index)) {
        response.writeHead(500).end();
      } else {
        response.end(JSON.stringify({ database: emulator.state.clusters[index] }));
      }
    });
    await Promise.all(lookUpMany(6));
    expect(paths().slice(0, 2)).toEqual([pagePath(1), pagePath(1)]);
    expect(paths().slice(2).sort()).toEqual([0, 1, 2, 3, 4, 5].map(single));
  });

  it("fail after the same number of tries as a GET if the server always fails", async () => {
    emulator.misbehave(errorReply(500, "server_error", "no"));
    const errors = await Promise.all(lookUpMany(6).map(rejectionOf));
    expect(errors.map(({ code, attempts, clusterUuid: uuid }) => [code, attempts, uuid])).toEqual(
      Array.from({ length: 6 }, (_, index) => ["server_error", 3, uuidAt(index)]),
    );
  });

  it("find the same as a GET if the token may not see credentials", async () => {
    emulator.allow("t-without-credentials", ["database:read"]);
    const lookUps = (listThreshold: number): Promise<ApiCluster[]> =>
      Promise.all(lookUpEach({ ...settings({ listThreshold }), token: "t-without-credentials" }, 6));
    const fromList = await lookUps(5);
    // The list without credentials is no answer: a GET of each cluster decides.
    expect(paths().sort()).toEqual([...[0, 1, 2, 3, 4, 5].map(single), pagePath(1)].sort());
    expect(fromList[0]?.connection?.password).toBeUndefined();
    expect(fromList).toEqual(await lookUps(0));
  });
});

describe("A cluster in the list of clusters", () => {
  const connectionOf = (changes: object): object => ({
    ...(emulator.state.clusters[0]?.["connection"] as object),
    ...changes,
  });

  it.each<[string, object]>([
    ["its password is empty", { password: "" }],
    ["its password is null", { password: null }],
    ["its password is absent", { password: undefined }],
    ["its user is empty", { user: "" }],
    ["its host is absent", { host: undefined }],
  ])("is looked up by a GET if %s", async (_, changes) => {
    const databases = emulator.state.clusters.slice(0, 6);
    databases[0] = { ...databases[0], connection: connectionOf(changes) } as never;
    emulator.misbehaveNext({ status: 200, body: { databases, meta: { total: 6 } } });
    const found = await Promise.all(lookUpMany(6));
    expect(found[0]?.connection?.password).toContain("AVNS_");
    expect(paths().sort()).toEqual([single(0), pagePath(1)].sort());
  });

  it("needs no GET if its engine is MongoDB, whose password no GET answers", async () => {
    const connection = connectionOf({ password: "" });
    emulator.state.clusters = emulator.state.clusters.map(
      (cluster) => ({ ...cluster, engine: "mongodb", connection }) as never,
    );
    await Promise.all(lookUpMany(6));
    expect(paths()).toEqual([pagePath(1)]);
  });

  it("needs no GET because of odd values in other entries", async () => {
    const others = [{ id: uuidAt(9), connection: 5 }, { id: 5 }, { name: "\ud83d" }];
    const databases = [...others, ...emulator.state.clusters.slice(0, 6)];
    emulator.misbehaveNext({ status: 200, body: { databases, meta: { total: 9 } } });
    await Promise.all(lookUpMany(6));
    expect(paths()).toEqual([pagePath(1)]);
  });
});
