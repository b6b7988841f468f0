import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiClient } from "../../../src/api/client";
import type { RetryNotice } from "../../../src/api/messages";
import type { ApiSettings } from "../../../src/api/settings";
import { getCluster } from "../../../src/reads/clusterShape";
import { databaseCluster, plantedPassword } from "../../../testing/emulator/clusters";
import { Emulator } from "../../../testing/emulator/emulator";
import { manyClusters } from "../../../testing/emulator/manyClusters";
import { errorReply } from "../../../testing/emulator/routes";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { rejectionOf } from "../rejection";
import { failureOf, lookUp, lookUpEach, settingsFor, uuid } from "./lookUp";
import { atTheEnd, simulatedSettings, useSimulatedApi } from "./simulatedApi";

const emulator = useEmulator();

describe("A lookup of a cluster", () => {
  it("sends one GET with the token, the accepted type and the package's name", async () => {
    const cluster = await lookUp(settingsFor(emulator.url));
    expect(cluster.name).toBe("planted-pg");
    expect(emulator.requests).toHaveLength(1);
    expect(emulator.requests[0]).toMatchObject({
      method: "GET",
      path: `/v2/databases/${uuid}`,
      headers: {
        authorization: `Bearer ${Emulator.token}`,
        accept: "application/json",
        "user-agent": expect.stringMatching(/^pulumi-digitalocean-databases\/\d+\.\d+\.\d+$/) as string,
      },
    });
  });

  it("keeps the path of an endpoint that has one", async () => {
    emulator.misbehave({ status: 404, body: {} });
    await failureOf(settingsFor(`${emulator.url}/gateway/`));
    const path = `/gateway/v2/databases/${uuid}`;
    expect(emulator.requests[0]?.path).toBe(path);
    expect(emulator.takeViolations()).toEqual([`GET ${path}: its path is not /v2/databases or below`]);
  });

  it("accepts localhost as the host of the endpoint", async () => {
    const url = new URL(emulator.url);
    url.hostname = "localhost";
    expect((await lookUp(settingsFor(url.href))).name).toBe("planted-pg");
  });

  it("sends no second request if httpRetryMax is 0", async () => {
    emulator.misbehaveNext(errorReply(500, "server_error", ""));
    await expect(lookUp(settingsFor(emulator.url, { httpRetryMax: 0 }))).rejects.toThrow("in 1 try.");
    expect(emulator.requests).toHaveLength(1);
  });

  it("names the place of a malformed password, but does not show it", async () => {
    const database = databaseCluster("pg", { connection: { password: [plantedPassword("pg")] } });
    emulator.misbehave({ status: 200, body: { database } });
    const error = await failureOf(settingsFor(emulator.url));
    expect(error).toMatchObject({
      ...{ code: "unexpected_response", status: 200, attempts: 1, clusterUuid: uuid },
    });
    expect(error.message).toContain("database.connection.password is not a string");
    expect(leaksIn(error, [plantedPassword("pg")])).toEqual([]);
  });
});

describe("Many lookups at once", () => {
  const emulatorOfMany = useEmulator({ clusters: manyClusters(40) });

  it("send their requests over ten connections, which they keep", async () => {
    // Ten are answered together, so that each needs a connection of its own.
    let together: (() => void)[] = [];
    emulatorOfMany.misbehave((request, response) => {
      together.push(() => {
        emulatorOfMany.answer(request, response, undefined);
      });
      if (together.length === 10) {
        together.forEach((answer) => {
          answer();
        });
        together = [];
      }
    });
    await Promise.all(lookUpEach(settingsFor(emulatorOfMany.url, { listThreshold: 0 }), 40));
    expect(emulatorOfMany.requests).toHaveLength(40);
    expect(emulatorOfMany.connections).toBeLessThanOrEqual(10);
  });
});

describe("The error of a failed lookup", () => {
  const [inBody, inHeader] = ["0a5e0000-0000-4000-8000-0000000000e3", "0a5e0000-0000-4000-8000-0000000000e2"];

  it("has the request's id from the body of the answer", async () => {
    const headers = { "x-request-id": inHeader };
    emulator.misbehave({ status: 404, headers, body: { request_id: inBody } });
    const error = await failureOf(settingsFor(emulator.url));
    expect(error.requestId).toBe(inBody);
    expect(error.message).toMatch(new RegExp(` \\(request ${inBody}\\) \\[not_found\\]$`));
  });

  it("has the request's id from the header if the body has none", async () => {
    emulator.misbehave({ status: 404, headers: { "x-request-id": inHeader }, body: { id: "not_found" } });
    const error = await failureOf(settingsFor(emulator.url));
    expect(error).toMatchObject({ id: "not_found", requestId: inHeader });
  });

  it.each([
    ["two\nlines"],
    ["a-word"],
    [inBody.replaceAll("-", "")],
    [`${inBody} `],
    ["<b>"],
    ["x".repeat(65)],
    [""],
    [7],
    [null],
    [{ a: 1 }],
  ])("has no request id if the answer's is %j, which is no UUID", async (odd) => {
    const id = odd === "a-word" ? "a word" : odd;
    emulator.misbehave({ status: 404, body: { id, message: "", request_id: odd } });
    const error = await failureOf(settingsFor(emulator.url));
    expect(error).toMatchObject({ code: "not_found", id: undefined, requestId: undefined });
    expect(error.message).not.toContain("(request");
  });
});

/** What a lookup tells of its retries, and what else it tells. */
interface Told {
  readonly retries: RetryNotice[];
  readonly others: string[];
}

/** A lookup, and what it has told when it has ended. */
function toldBy(settings: ApiSettings): { told: Told; ended: Promise<unknown> } {
  const told: Told = { retries: [], others: [] };
  const api = new ApiClient(
    settings,
    (message) => told.others.push(message),
    (notice) => told.retries.push(notice),
  );
  return { told, ended: getCluster(api, uuid).catch(() => undefined) };
}

/** What a lookup at the emulator tells. It does not show the token. */
async function toldByLookUp(httpRetryMax = 2, url = emulator.url): Promise<Told> {
  const { told, ended } = toldBy(settingsFor(url, { httpRetryMax }));
  await ended;
  expect(leaksIn(told, [Emulator.token])).toEqual([]);
  return told;
}

const textsOf = ({ retries }: Told): string[] => retries.map(({ text }) => text);

describe("A lookup that retries", () => {
  const hostOf = ({ url }: Emulator): string => new URL(url).host;

  it("tells after each failed try but the last what failed, how many tries are left and when the next begins", async () => {
    const host = hostOf(emulator);
    emulator.misbehave(errorReply(503, "service_unavailable", "planted text"));
    const { retries, others } = await toldByLookUp();
    expect(retries.map(({ text }) => text)).toEqual(
      [1, 2].map(
        (tries) => `${host}: try ${tries} of 3 failed (503 service_unavailable); the next try begins in 1 s.`,
      ),
    );
    expect(new Set(retries.map(({ cause }) => cause))).toEqual(new Set([`${host}: 503 service_unavailable`]));
    expect(retries.every(({ waitMs }) => waitMs >= 10 && waitMs <= 20)).toBe(true);
    expect(others).toEqual([]);
  });

  it("tells the status of an answer that is not in the API's form", async () => {
    emulator.misbehave({ status: 502, body: "<html>planted</html>" });
    expect(textsOf(await toldByLookUp(1))).toEqual([
      `${hostOf(emulator)}: try 1 of 2 failed (502); the next try begins in 1 s.`,
    ]);
  });

  it("tells the system's code if the connection is refused", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(textsOf(await toldByLookUp(1, `http://127.0.0.1:${port}`))).toEqual([
      `127.0.0.1:${port}: try 1 of 2 failed (ECONNREFUSED); the next try begins in 1 s.`,
    ]);
  });

  it("tells of a wait for the rate limit after a 429 that does not say when to ask again", async () => {
    emulator.misbehaveNext((_, response) => {
      response.writeHead(429).end(JSON.stringify({ id: "too_many_requests" }));
    });
    expect(await toldByLookUp()).toEqual({
      retries: [],
      others: [`database cluster ${uuid}: DigitalOcean's rate limit is reached; asking again in 1 s.`],
    });
  });

  it.each([0, 1])("does not tell of the failure that ends it (httpRetryMax %i)", async (httpRetryMax) => {
    emulator.misbehave(errorReply(500, "server_error", ""));
    expect((await toldByLookUp(httpRetryMax)).retries).toHaveLength(httpRetryMax);
    emulator.misbehave(errorReply(404, "not_found", ""));
    expect((await toldByLookUp(httpRetryMax)).retries).toEqual([]);
  });
});

describe("A lookup at an API that does not answer", () => {
  const api = useSimulatedApi();

  it("tells that a try had no answer, and fails with timeout after the last one", async () => {
    api.answer = () => undefined;
    const settings = simulatedSettings({ httpRetryMax: 1, requestTimeoutSeconds: 2 });
    const { told, ended } = toldBy(settings);
    await atTheEnd(ended);
    expect(textsOf(told)).toEqual([
      "simulated.example.com: try 1 of 2 failed (no answer); the next try begins in 1 s.",
    ]);
    expect(await atTheEnd(rejectionOf(lookUp(settings)))).toMatchObject({ code: "timeout", attempts: 2 });
  });
});
