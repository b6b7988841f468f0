import type { ApiCluster } from "../../../src/reads/clusterShape";
import type { ApiLimits, ApiSettings } from "../../../src/api/settings";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { manyClusters, pagePath, uuidAt } from "../../../testing/emulator/manyClusters";
import { errorReply } from "../../../testing/emulator/routes";
import { rejectionOf } from "../rejection";
import { lookUp, lookUpEach, settingsFor } from "./lookUp";

const emulator = useEmulator();
beforeEach(() => {
  emulator.state.clusters = manyClusters(20);
});

const patient = { requestTimeoutSeconds: 10, deadlineSeconds: 20 };

const settings = (limits: Partial<ApiLimits> = {}): ApiSettings =>
  settingsFor(emulator.url, { ...patient, ...limits });

const lookUpOne = (uuid: string, limits: Partial<ApiLimits> = {}): Promise<ApiCluster> =>
  lookUp(settings(limits), [], uuid);

const lookUpMany = (count: number, limits: Partial<ApiLimits> = {}): Promise<ApiCluster>[] =>
  lookUpEach(settings(limits), count);

const paths = (): string[] => emulator.requests.map(({ path }) => path);
const single = (index: number): string => `/v2/databases/${uuidAt(index)}`;

it("lookups of the same cluster at once share one request", async () => {
  const found = await Promise.all(Array.from({ length: 50 }, () => lookUpOne(uuidAt(3))));
  expect(found).toHaveLength(50);
  expect(new Set(found.map(({ name }) => name))).toEqual(new Set(["cluster-3"]));
  expect(paths()).toEqual([single(3)]);
});

it("fewer than the threshold are asked for one by one", async () => {
  await Promise.all([...lookUpMany(4), lookUpOne(uuidAt(0))]);
  expect(paths().sort()).toEqual([0, 1, 2, 3].map(single));
});

it("as many as the threshold are answered from the list, as each would be for itself", async () => {
  const fromList = await Promise.all(lookUpMany(5));
  expect(paths()).toEqual([pagePath(1)]);
  const alone = await Promise.all(lookUpMany(5, { listThreshold: 0 }));
  expect(fromList).toEqual(alone);
  expect(fromList.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4].map((index) => `cluster-${index}`));
  expect(fromList[0]?.connection?.password).toContain("AVNS_");
});

it("a threshold of 0 reads no list", async () => {
  await Promise.all(lookUpMany(20, { listThreshold: 0 }));
  expect(paths().sort()).toEqual(Array.from({ length: 20 }, (_, index) => single(index)).sort());
});

describe("the requests for N of T clusters are at most min(N, pages) + 1", () => {
  it.each([
    [100, 100, 1],
    [200, 200, 1],
    [201, 201, 2],
    [200, 1000, 5],
    [1000, 1000, 5],
    [5, 1000, 2],
    [10, 401, 3],
  ])("%i of %i: at most %i", async (wanted, total, most) => {
    emulator.state.clusters = manyClusters(total);
    // The last ones, which are on the last pages.
    const uuids = Array.from({ length: wanted }, (_, index) => uuidAt(total - 1 - index));
    const found = await Promise.all(uuids.map((uuid) => lookUpOne(uuid)));
    expect(found.map(({ id }) => id)).toEqual(uuids);
    const pages = Math.ceil(total / 200);
    expect(emulator.requests.length).toBeLessThanOrEqual(Math.min(wanted, pages) + 1);
    expect(emulator.requests.length).toBeLessThanOrEqual(wanted === 5 ? 6 : most);
  });

  it("also where a server gives fewer a page than it is asked for", async () => {
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
});

it("a cluster that the list does not have is asked for by itself: not_found, as always", async () => {
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

describe("where the list is of no use, each is asked for by itself", () => {
  const answers = (body: unknown, status = 200): (() => void) => {
    return () => {
      emulator.misbehaveNext({ status, body });
    };
  };
  it.each<[string, () => void]>([
    ["the token may not list", answers(errorReply(403, "forbidden", "no").body, 403)],
    ["there is no list", answers(errorReply(404, "not_found", "no").body, 404)],
    ["no list in it", answers({ meta: { total: 20 } })],
    ["an empty list", answers({ databases: [], meta: { total: 20 } })],
    ["null", answers({ databases: null, meta: { total: 20 } })],
    ["nonsense in it", answers({ databases: [null, 7, "x", [], {}], meta: { total: 5 } })],
    ["a wrong total", answers({ databases: [], meta: { total: "all" } })],
    ["not JSON", answers("<html>")],
    ["more than the body limit", answers("x".repeat(17 * 1024 * 1024))],
    ["a redirect", answers("", 302)],
  ])("%s", async (_, misbehave) => {
    misbehave();
    const found = await Promise.all(lookUpMany(6));
    expect(found.map(({ name }) => name)).toEqual([0, 1, 2, 3, 4, 5].map((index) => `cluster-${index}`));
    expect(paths().sort()).toEqual([...[0, 1, 2, 3, 4, 5].map(single), pagePath(1)].sort());
  });

  it("a list without meta: those it has not", async () => {
    const [first, second] = emulator.state.clusters;
    emulator.misbehaveNext({ status: 200, body: { databases: [first, second] } });
    await Promise.all(lookUpMany(6));
    expect(paths().sort()).toEqual([...[2, 3, 4, 5].map(single), pagePath(1)].sort());
  });

  it("entries that are malformed, or without a connection", async () => {
    const databases = emulator.state.clusters.slice(0, 6);
    const [first, second] = databases;
    databases.splice(0, 2, { ...first, num_nodes: "3" } as never, { ...second, connection: null } as never);
    emulator.misbehaveNext({ status: 200, body: { databases, meta: { total: 6 } } });
    const found = await Promise.all(lookUpMany(6));
    expect(found.map(({ connection }) => connection?.user)).toEqual(Array(6).fill("doadmin"));
    expect(paths().sort()).toEqual([single(0), single(1), pagePath(1)].sort());
  });
});

it("a token that is not accepted is tried once, and every lookup says so of its cluster", async () => {
  emulator.misbehave(errorReply(401, "unauthorized", "no"));
  const errors = await Promise.all(lookUpMany(8).map(rejectionOf));
  expect(errors.map(({ code, clusterUuid: uuid, attempts }) => [code, uuid, attempts])).toEqual(
    Array.from({ length: 8 }, (_, index) => ["unauthorized", uuidAt(index), 1]),
  );
  expect(paths()).toEqual([pagePath(1)]);
});

it("a server that fails once is asked for the list again, by all together", async () => {
  emulator.misbehaveNext(errorReply(500, "server_error", "no"));
  await Promise.all(lookUpMany(20));
  expect(paths()).toEqual([pagePath(1), pagePath(1)]);
});

it("a list that fails for ever ends in a GET for each", async () => {
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

it("a server that fails for ever fails each lookup after as many tries as ever", async () => {
  emulator.misbehave(errorReply(500, "server_error", "no"));
  const errors = await Promise.all(lookUpMany(6).map(rejectionOf));
  expect(errors.map(({ code, attempts, clusterUuid: uuid }) => [code, attempts, uuid])).toEqual(
    Array.from({ length: 6 }, (_, index) => ["server_error", 3, uuidAt(index)]),
  );
});

it("credentials that a token may not see are missing either way", async () => {
  emulator.allow("t-without-credentials", ["database:read"]);
  const lookUps = (listThreshold: number): Promise<ApiCluster[]> =>
    Promise.all(lookUpEach({ ...settings({ listThreshold }), token: "t-without-credentials" }, 6));
  const fromList = await lookUps(5);
  // The list without credentials is no answer: a GET of each cluster decides.
  expect(paths().sort()).toEqual([...[0, 1, 2, 3, 4, 5].map(single), pagePath(1)].sort());
  expect(fromList[0]?.connection?.password).toBeUndefined();
  expect(fromList).toEqual(await lookUps(0));
});

describe("an entry of the list that lacks its credentials is no answer: a GET decides", () => {
  const connectionOf = (changes: object): object => ({
    ...(emulator.state.clusters[0]?.["connection"] as object),
    ...changes,
  });

  it.each<[string, object]>([
    ["the password is empty", { password: "" }],
    ["the password is null", { password: null }],
    ["the password is absent", { password: undefined }],
    ["the user is empty", { user: "" }],
    ["the host is absent", { host: undefined }],
  ])("%s", async (_, changes) => {
    const databases = emulator.state.clusters.slice(0, 6);
    databases[0] = { ...databases[0], connection: connectionOf(changes) } as never;
    emulator.misbehaveNext({ status: 200, body: { databases, meta: { total: 6 } } });
    const found = await Promise.all(lookUpMany(6));
    expect(found[0]?.connection?.password).toContain("AVNS_");
    expect(paths().sort()).toEqual([single(0), pagePath(1)].sort());
  });

  it("but for MongoDB, whose password no GET has", async () => {
    const connection = connectionOf({ password: "" });
    emulator.state.clusters = emulator.state.clusters.map(
      (cluster) => ({ ...cluster, engine: "mongodb", connection }) as never,
    );
    await Promise.all(lookUpMany(6));
    expect(paths()).toEqual([pagePath(1)]);
  });

  it("nor does it matter what is odd about other entries", async () => {
    const others = [{ id: uuidAt(9), connection: 5 }, { id: 5 }, { name: "\ud83d" }];
    const databases = [...others, ...emulator.state.clusters.slice(0, 6)];
    emulator.misbehaveNext({ status: 200, body: { databases, meta: { total: 9 } } });
    await Promise.all(lookUpMany(6));
    expect(paths()).toEqual([pagePath(1)]);
  });
});
