import type { ApiLimits, ApiSettings } from "../../../src/api/settings";
import type { ApiCluster } from "../../../src/reads/clusterShape";
import type { Cluster } from "../../../testing/emulator/clusters";
import { manyClusters, pagePath, uuidAt } from "../../../testing/emulator/manyClusters";
import { rejectionOf } from "../rejection";
import { lookUp, lookUpEach } from "./lookUp";
import {
  atTheEnd,
  clockMovedUntil,
  everythingElse,
  simulatedSettings,
  useSimulatedApi,
} from "./simulatedApi";

const api = useSimulatedApi(20);
const patient = { requestTimeoutSeconds: 5, deadlineSeconds: 9, httpRetryMax: 0 };
const single = (index: number): string => `/v2/databases/${uuidAt(index)}`;
const paths = (): string[] => api.requests.map(({ path }) => path);

describe("Lookups at the same time", () => {
  const tokens = ["planted-token-of-one", "planted-token-of-another"];

  const settingsWith = (changes: Partial<ApiSettings>): ApiSettings => ({
    ...simulatedSettings(patient),
    ...changes,
  });

  it.each([
    ["one cluster", 1, single(0)],
    ["eight clusters", 8, pagePath(1)],
  ])("of %s do not share a request with lookups that have another token", async (_, count, path) => {
    const lookUps = tokens.flatMap((token) => [
      ...lookUpEach(settingsWith({ token }), count),
      ...lookUpEach(settingsWith({ token }), count),
    ]);
    expect(await atTheEnd(Promise.all(lookUps))).toHaveLength(4 * count);
    const sent = api.requests.map((request) => [request.path, request.token]);
    expect(sent.sort()).toEqual(tokens.map((token) => [path, token]).sort());
  });

  it("do not share a request with lookups at another endpoint", async () => {
    const hosts = ["one.example.com", "another.example.com"];
    const lookUps = hosts.flatMap((host) => lookUpEach(settingsWith({ apiEndpoint: `https://${host}` }), 3));
    await atTheEnd(Promise.all(lookUps));
    const sent = api.requests.map(({ host, path }) => [host, path]);
    expect(sent.sort()).toEqual(hosts.flatMap((host) => [0, 1, 2].map((at) => [host, single(at)])).sort());
  });

  it("share a request if their endpoints differ in a slash at the end only", async () => {
    const lookUps = ["", "/"].flatMap((end) =>
      lookUpEach(settingsWith({ apiEndpoint: `https://one.example.com${end}` }), 1),
    );
    await atTheEnd(Promise.all(lookUps));
    expect(api.requests).toHaveLength(1);
  });
});

describe("Lookups at the same time with different time limits", () => {
  const impatient = { requestTimeoutSeconds: 0.2, deadlineSeconds: 0.3, httpRetryMax: 0 };

  // Two accounts of a program may have one token and other settings.
  describe.each([
    ["one cluster", 1, "a GET"],
    ["six clusters", 6, "the list of clusters"],
  ])("of %s", (_clusters, count, request) => {
    it.each([
      ["first", [patient, impatient]],
      ["last", [impatient, patient]],
    ])(`share ${request}, which answers those with more time even if they come %s`, async (_, inTurn) => {
      api.answer = (path) => ({ ...api.correctAnswer(path), afterMs: 600 });
      const checks = inTurn.map(async (limits) => {
        const lookUps = lookUpEach(simulatedSettings(limits), count);
        if (limits === patient) {
          const found = await Promise.all(lookUps);
          expect(found.map(({ name }) => name)).toEqual(found.map((_cluster, index) => `cluster-${index}`));
        } else {
          const errors = await Promise.all(lookUps.map(rejectionOf));
          expect(errors.map(({ code, attempts }) => [code, attempts])).toEqual(
            Array.from({ length: count }, () => ["timeout", 1]),
          );
        }
      });
      await atTheEnd(Promise.all(checks));
      expect(api.requests).toHaveLength(1);
    });
  });
});

describe("A lookup that begins while others wait for their answer", () => {
  function lookUpAt(index: number, limits: Partial<ApiLimits> = {}): Promise<ApiCluster> {
    return lookUp(simulatedSettings({ ...patient, ...limits }), [], uuidAt(index));
  }

  /** Lets the API answer after some time with the data that it has when the request arrives. */
  function answerAfter(afterMs: number): void {
    api.answer = (path) => ({ ...api.correctAnswer(path), afterMs });
  }

  const requests = (count: number): Promise<void> => clockMovedUntil(() => api.requests.length >= count);

  function changeClusters(): void {
    api.clusters = manyClusters(20).map((cluster): Cluster => ({ ...cluster, region: "changed" }));
  }

  it.each([0, 5])(
    "is not answered by a GET that was sent before it if listThreshold is %i",
    async (listThreshold) => {
      answerAfter(300);
      const first = lookUpAt(0, { listThreshold });
      await requests(1);
      changeClusters();
      const found = await atTheEnd(Promise.all([first, lookUpAt(0, { listThreshold })]));
      expect(found.map(({ region }) => region)).toEqual(["nyc3", "changed"]);
      expect(api.requests).toHaveLength(2);
    },
  );

  it("is not answered by a request for the list that was sent before it", async () => {
    answerAfter(300);
    const first = Array.from({ length: 8 }, (_, index) => lookUpAt(index));
    await requests(1);
    changeClusters();
    const found = await atTheEnd(Promise.all([...first, lookUpAt(0)]));
    expect(found.map(({ region }) => region)).toEqual([...Array<string>(8).fill("nyc3"), "changed"]);
    expect(paths()[0]).toBe(pagePath(1));
  });

  it("is answered together with others that begin in the same moment", async () => {
    answerAfter(50);
    const first = lookUpAt(0);
    await requests(1);
    const others: Promise<ApiCluster>[] = [];
    for (let index = 1; index <= 8; index++) {
      others.push(lookUpAt(index));
      await everythingElse();
      jest.advanceTimersByTime(2);
    }
    await atTheEnd(Promise.all([first, ...others]));
    expect(paths()).toEqual([single(0), pagePath(1)]);
  });

  it("is sent after a tenth of a second if the others have no answer by then", async () => {
    answerAfter(1000);
    const both = Promise.all([lookUpAt(0), requests(1).then(() => lookUpAt(1))]);
    await requests(2);
    expect(api.requests.map(({ at }) => at - (api.requests[0]?.at ?? 0))).toEqual([0, 100]);
    await atTheEnd(both);
  });
});
