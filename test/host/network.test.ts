import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { NetworkRecorder } from "../leaks/networkRecorder";
import { failureOf } from "./failure";
import { ProviderHost } from "./providerHost";

/*
 * Where the resource's handler goes, in Pulumi's own provider host: that is a server, and all that it begins is begun
 * by the handler.
 */

const uuid = clusterUuid("pg");
const proxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

let folder: string;
let recorder: NetworkRecorder;
let emulator: Emulator;
let elsewhere: Emulator;
let host: ProviderHost;

beforeAll(async () => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), "host-network-"));
  recorder = new NetworkRecorder(folder);
  [emulator, elsewhere] = await Promise.all([Emulator.start(), Emulator.start()]);
  const proxies = Object.fromEntries(proxyVariables.map((name) => [name, elsewhere.url]));
  host = await ProviderHost.start({
    config: {
      "digitalocean:token": Emulator.token,
      "digitalocean:httpRetryMax": "0",
      "digitalocean:requestTimeoutSeconds": "2",
    },
    environment: { ...recorder.environment, ...proxies, NO_PROXY: "", no_proxy: "" },
  });
});
beforeEach(() => {
  recorder.take();
  emulator.behave();
  elsewhere.behave();
});
afterAll(async () => {
  await host.stop();
  await Promise.all([emulator.stop(), elsewhere.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** Where it went since this was last asked. */
function contacted(): string[] {
  return recorder.take().map(({ kind, target }) => `${kind} ${target}`);
}

it("a read goes to the configured host, and to no proxy", async () => {
  await host.read(uuid, { apiEndpoint: emulator.url });
  expect(contacted()).toEqual([`connect ${new URL(emulator.url).host}`]);
  expect(elsewhere.requests).toEqual([]);
});

it.each([301, 302, 303, 307, 308])("a %i redirect is not followed", async (status) => {
  const location = `${elsewhere.url}/v2/databases/${uuid}`;
  emulator.misbehave({ status, headers: { location }, body: "" });
  await failureOf(host, host.read(uuid, { apiEndpoint: emulator.url }));
  expect(emulator.requests).toHaveLength(1);
  expect(elsewhere.requests).toEqual([]);
  expect(contacted().filter((contact) => !contact.endsWith(new URL(emulator.url).host))).toEqual([]);
});

it.each(["http://api.digitalocean.com", "http://10.0.0.1", "http://localhost.example.com", "http://0.0.0.0"])(
  "%s is refused before anything is sent or looked up",
  async (apiEndpoint) => {
    expect(await failureOf(host, host.read(uuid, { apiEndpoint }))).toMatch(/^apiEndpoint: .*https/);
    expect(contacted()).toEqual([]);
  },
);

it("https to another host goes to the proxy, which gets no token", async () => {
  await failureOf(host, host.read(uuid, { apiEndpoint: "https://api.example.com" }));
  expect(new Set(contacted())).toEqual(new Set([`connect ${new URL(elsewhere.url).host}`]));
  expect(elsewhere.takeViolations()).toEqual(["CONNECT api.example.com:443: it is meant for a proxy"]);
  expect(elsewhere.requests).toEqual([]);
});
