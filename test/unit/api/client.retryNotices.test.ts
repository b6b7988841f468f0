import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ApiClient } from "../../../src/api/client";
import { getCluster } from "../../../src/reads/clusterShape";
import type { RetryNotice } from "../../../src/api/messages";
import type { ApiLimits } from "../../../src/api/settings";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { errorReply } from "../../../testing/emulator/routes";
import { leaksIn } from "../leaks";
import { settingsFor, uuid } from "./lookUp";

const emulator = useEmulator();
let host: string;
beforeAll(() => {
  ({ host } = new URL(emulator.url));
});

/** What a lookup tells of its retries; and what else it tells. */
async function notices(
  limits: Partial<ApiLimits> = {},
  url = emulator.url,
): Promise<{ retries: RetryNotice[]; told: string[] }> {
  const retries: RetryNotice[] = [];
  const told: string[] = [];
  const tell = (notice: RetryNotice): void => void retries.push(notice);
  const api = new ApiClient(settingsFor(url, limits), (message) => told.push(message), tell);
  await getCluster(api, uuid).catch(() => undefined);
  expect(leaksIn(retries, [Emulator.token])).toEqual([]);
  return { retries, told };
}

const texts = ({ retries }: { retries: RetryNotice[] }): string[] => retries.map(({ text }) => text);

it("each failed try but the last is told of: what failed, which try of how many, and when the next one begins", async () => {
  emulator.misbehave(errorReply(503, "service_unavailable", "planted text"));
  const { retries, told } = await notices();
  expect(retries.map(({ text }) => text)).toEqual(
    [1, 2].map(
      (tries) => `${host}: try ${tries} of 3 failed (503 service_unavailable); the next try begins in 1 s.`,
    ),
  );
  expect(new Set(retries.map(({ cause }) => cause))).toEqual(new Set([`${host}: 503 service_unavailable`]));
  expect(retries.every(({ waitMs }) => waitMs >= 10 && waitMs <= 20)).toBe(true);
  expect(told).toEqual([]);
});

it("an answer that is not in the API's form is told of by its status", async () => {
  emulator.misbehave({ status: 502, body: "<html>planted</html>" });
  expect(texts(await notices({ httpRetryMax: 1 }))).toEqual([
    `${host}: try 1 of 2 failed (502); the next try begins in 1 s.`,
  ]);
});

it("no answer is told of", async () => {
  emulator.misbehave(() => undefined);
  expect(texts(await notices({ httpRetryMax: 1 }))).toEqual([
    `${host}: try 1 of 2 failed (no answer); the next try begins in 1 s.`,
  ]);
});

it("a refused connection is told of by the system's word", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  expect(texts(await notices({ httpRetryMax: 1 }, `http://127.0.0.1:${port}`))).toEqual([
    `127.0.0.1:${port}: try 1 of 2 failed (ECONNREFUSED); the next try begins in 1 s.`,
  ]);
});

it("a 429 that does not say when to ask again is shown as a wait for the rate limit", async () => {
  emulator.misbehaveNext((_, response) => {
    response.writeHead(429).end(JSON.stringify({ id: "too_many_requests" }));
  });
  expect(await notices()).toEqual({
    retries: [],
    told: [`database cluster ${uuid}: DigitalOcean's rate limit is reached; asking again in 1 s.`],
  });
});

it.each([0, 1])("what ends a lookup is not told of as a retry (%i retries)", async (httpRetryMax) => {
  emulator.misbehave(errorReply(500, "server_error", ""));
  expect((await notices({ httpRetryMax })).retries).toHaveLength(httpRetryMax);
  emulator.misbehave(errorReply(404, "not_found", ""));
  expect((await notices({ httpRetryMax })).retries).toEqual([]);
});
