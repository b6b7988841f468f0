import { databaseCluster } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { errorReply } from "../../../testing/emulator/routes";
import type { SimulatedAnswer } from "../api/simulatedApi";
import { leaksIn } from "../leaks";
import { rejectionOf } from "../rejection";
import * as creation from "./clusterInCreation";

const { brokenConnection, cluster, failing, made, progressOf, uuid } = creation;
const { api, told, answerNext, answerFromNowOn, lookUp, paths } = creation.useClusterInCreation();

/** The times of the requests, in seconds since the first one. */
const times = (): number[] => api.requests.map(({ at }) => (at - (api.requests[0]?.at ?? 0)) / 1000);

describe("A lookup with waitForOnline in an update", () => {
  it.each(["creating", "forking", "resizing", "migrating", "hibernating"])(
    "asks again while the cluster has the status %s, and reports each wait",
    async (status) => {
      answerNext(made(status), made(status), made(status));
      const { properties, isPending } = await lookUp({ uuid, waitForOnline: true });
      const { uri } = cluster["connection"] as { uri: string };
      expect(properties).toMatchObject({ status: "online", uri });
      expect(isPending).toBe(false);
      expect(paths()).toEqual(Array(4).fill(`/v2/databases/${uuid}`));
      expect(told).toEqual([0, 1, 3].map((seconds) => progressOf(`status ${status}`, seconds, 1800)));
    },
  );

  it("sends one request and reports nothing if the cluster is online or has no status", async () => {
    await lookUp({ uuid, waitForOnline: true });
    api.clusters = [databaseCluster("pg", { status: undefined })];
    await lookUp({ uuid, waitForOnline: true });
    expect(api.requests).toHaveLength(2);
    expect(told).toEqual([]);
  });

  it("lists the clusters once if it has a name, and asks for the cluster by UUID after that", async () => {
    const list = { status: 200, body: { databases: [{ ...cluster, status: "creating" }] } };
    answerNext(list, made(), made());
    const { properties } = await lookUp({ name: "planted-pg", waitForOnline: true });
    expect(properties).toMatchObject({ id: uuid, status: "online" });
    const byUuid = `/v2/databases/${uuid}`;
    expect(paths()).toEqual(["/v2/databases?page=1&per_page=200", byUuid, byUuid, byUuid]);
  });

  it("doubles the time between its requests up to httpRetryWaitMax", async () => {
    answerFromNowOn(made());
    await rejectionOf(lookUp({ uuid, waitForOnline: { timeoutSeconds: 120 } }));
    expect(times().slice(0, 8)).toEqual([0, 1, 3, 7, 15, 31, 61, 91]);
  });

  it("fails with not_online and the last status at the end of its time", async () => {
    answerFromNowOn(made("forking"));
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: { timeoutSeconds: 40.5 } }));
    expect(times().at(-1)).toBeCloseTo(40.5, 2);
    expect(error).toMatchObject({ code: "not_online", clusterUuid: uuid, attempts: api.requests.length });
    expect(error.message).toBe(
      `database cluster ${uuid} (planted-pg): it is not online after 40.5 s of waiting (status forking). Look at it with ` +
        `\`doctl databases get ${uuid}\`; \`waitForOnline: { timeoutSeconds }\` waits longer. [not_online]`,
    );
    expect(leaksIn(error, [Emulator.token])).toEqual([]);
  });

  it.each<[string, SimulatedAnswer[], string]>([
    ["three answers of a gateway that fails", Array<SimulatedAnswer>(3).fill(failing), "server_error"],
    ["three requests without an answer", Array<SimulatedAnswer>(3).fill(undefined), "timeout"],
    ["three broken connections", Array<SimulatedAnswer>(3).fill(brokenConnection), "network_error"],
    [
      "a 429 that asks for a longer wait than is allowed",
      [{ status: 429, headers: { "retry-after": "900" } }],
      "too_many_requests",
    ],
  ])("goes on after %s, and reports it", async (_, trouble, code) => {
    answerNext(made(), ...trouble);
    const { properties } = await lookUp({ uuid, waitForOnline: true });
    expect(properties.status).toBe("online");
    expect(told.filter((line) => line.includes("waiting until")).at(-1)).toContain(
      `status creating, at the last look ${code}, `,
    );
  });

  it.each<[string, SimulatedAnswer, string]>([
    ["a revoked token", errorReply(401, "unauthorized", ""), "unauthorized"],
    ["an answer that is not the API's", { status: 200, body: "<html>" }, "unexpected_response"],
  ])("fails at once after %s", async (_, answer, code) => {
    answerNext(made(), answer);
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: true }));
    expect(error).toMatchObject({ code, attempts: 2 });
    expect(api.requests).toHaveLength(2);
  });

  it("fails as without waitForOnline if its first request fails", async () => {
    answerFromNowOn(failing);
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: true }));
    expect(error).toMatchObject({ code: "server_error", attempts: 3 });
  });

  it("fails with not_online and the last trouble if that lasts until the end of its time", async () => {
    answerFromNowOn(made(), failing);
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: { timeoutSeconds: 30 } }));
    expect(error.code).toBe("not_online");
    expect(error.message).toContain("(status creating, at the last look server_error)");
  });

  it("fails as without waitForOnline if the cluster is online and has no connection", async () => {
    answerNext(made());
    api.clusters = [databaseCluster("pg", { connection: undefined })];
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: true }));
    expect(error).toMatchObject({ code: "unexpected_response", attempts: 2 });
    expect(error.message).toContain("No scope of the token withholds a host.");
  });
});

describe("A lookup with waitForOnline in a command that does not wait", () => {
  it("sends one request in destroy and refresh, and leaves the secrets to an update", async () => {
    answerFromNowOn(made());
    const found = await lookUp({ uuid, waitForOnline: true }, { noWait: "notUpdating" });
    expect(found.isPending).toBe(true);
    expect([api.requests.length, told]).toEqual([1, []]);
  });

  it("has all values in destroy and refresh if the cluster has its credentials already", async () => {
    api.clusters = [{ ...cluster, status: "creating" }];
    const found = await lookUp({ uuid, waitForOnline: true }, { noWait: "notUpdating" });
    expect(found.isPending).toBe(false);
  });

  it("sends one request in an update that leaves it out, says so, and needs the credentials", async () => {
    answerFromNowOn(made());
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: true }, { noWait: "notTargeted" }));
    expect([error.code, api.requests.length]).toEqual(["not_online", 1]);
    expect(told).toEqual([
      `info: database cluster ${uuid} (planted-pg): not waited for, because --target or --exclude leaves it out of this ` +
        "update.",
    ]);
  });
});

describe("A lookup without waitForOnline", () => {
  it.each(["creating", "forking"])(
    "fails with not_online at once if the cluster has the status %s and no connection",
    async (status) => {
      answerFromNowOn(made(status));
      const error = await rejectionOf(lookUp({ uuid }));
      expect(error).toMatchObject({ code: "not_online", attempts: 1 });
      expect(told).toEqual([]);
    },
  );

  it.each([
    ["resizing", "it is being resized"],
    ["migrating", "it is being moved to another region"],
    ["creating", "it is being created"],
    ["forking", "it is being made from another"],
  ])("succeeds with a warning if the cluster has the status %s and a connection", async (status, meaning) => {
    api.clusters = [databaseCluster("pg", { status })];
    expect((await lookUp({ uuid })).properties.status).toBe(status);
    expect(told).toEqual([
      `warning: database cluster ${uuid} (planted-pg): ${meaning} (status ${status}); hosts and nodes may change ` +
        "until it is online. Run `pulumi up` again when it is.",
    ]);
  });

  it.each(["online", "active", "constructor", "__proto__", undefined])(
    "succeeds without a warning if the cluster has the status %s",
    async (status) => {
      api.clusters = [databaseCluster("pg", { status })];
      await lookUp({ uuid });
      expect(told).toEqual([]);
    },
  );
});

describe("A lookup with a malformed waitForOnline", () => {
  it.each([0, -1, Number.NaN, Infinity, 100_001, "60"])(
    "fails with invalid_argument before any request if timeoutSeconds is %p",
    async (seconds) => {
      const error = await rejectionOf(lookUp({ uuid, waitForOnline: { timeoutSeconds: seconds as number } }));
      expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
      expect(error.message).toBe(
        "waitForOnline: it must be true, false or { timeoutSeconds }, a number of seconds above 0 and up to 100000. " +
          "[invalid_argument]",
      );
      expect(api.requests).toEqual([]);
    },
  );

  it("may wait for a hundred thousand seconds, and not at all if it is null", async () => {
    await lookUp({ uuid, waitForOnline: { timeoutSeconds: 100_000 } });
    await lookUp({ uuid, waitForOnline: null as unknown as boolean });
    expect(api.requests).toHaveLength(2);
  });

  it.each(["yes", 5, {}, []])("fails with invalid_argument before any request if it is %j", async (value) => {
    const error = await rejectionOf(lookUp({ uuid, waitForOnline: value as boolean }));
    expect(error.code).toBe("invalid_argument");
    expect(api.requests).toEqual([]);
  });
});
