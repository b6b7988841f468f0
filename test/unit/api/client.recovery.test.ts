import { errorReply } from "../../../testing/emulator/routes";
import { Emulator } from "../../../testing/emulator/emulator";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { lookUp, settingsFor, uuid } from "./lookUp";

const emulator = useEmulator();

it("one request, and it says who asks for what", async () => {
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

it("an endpoint with a path keeps it", async () => {
  emulator.misbehave({ status: 404, body: {} });
  await lookUp(settingsFor(`${emulator.url}/gateway/`)).catch(() => undefined);
  const path = `/gateway/v2/databases/${uuid}`;
  expect(emulator.requests[0]?.path).toBe(path);
  expect(emulator.takeViolations()).toEqual([`GET ${path}: its path is not /v2/databases or below`]);
});

it("a name for this machine will do", async () => {
  const url = new URL(emulator.url);
  url.hostname = "localhost";
  expect((await lookUp(settingsFor(url.href))).name).toBe("planted-pg");
});

it("httpRetryMax 0: one request", async () => {
  emulator.misbehaveNext(errorReply(500, "server_error", ""));
  await expect(lookUp(settingsFor(emulator.url, { httpRetryMax: 0 }))).rejects.toThrow("in 1 try.");
  expect(emulator.requests).toHaveLength(1);
});
