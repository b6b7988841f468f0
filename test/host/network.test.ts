import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { NetworkRecorder } from "../leaks/networkRecorder";
import { failureOf } from "./failure";
import { ProviderHost } from "./providerHost";

// The provider host is a server, so that each connection that it begins is begun by the resource's handler.

const uuid = clusterUuid("pg");
const proxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [
  name,
  name.toLowerCase(),
]);

let folder: string;
let recorder: NetworkRecorder;
const emulator = useEmulator();
const elsewhere = useEmulator();
let host: ProviderHost;

beforeAll(async () => {
  folder = mkdtempSync(join(realpathSync(tmpdir()), "host-network-"));
  recorder = new NetworkRecorder(folder);
  const proxies = Object.fromEntries(proxyVariables.map((name) => [name, elsewhere.url]));
  host = await ProviderHost.start({
    config: {
      "digitalocean:token": Emulator.token,
      "digitalocean:httpRetryMax": "0",
      "hasty:token": Emulator.token,
      "hasty:httpRetryMax": "0",
      "hasty:requestTimeoutSeconds": "1.5",
    },
    environment: { ...recorder.environment, ...proxies, NO_PROXY: "", no_proxy: "" },
  });
});
beforeEach(() => {
  recorder.take();
});
afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The contacts of the host since the last call. */
function contacted(): string[] {
  return recorder.take().map(({ kind, target }) => `${kind} ${target}`);
}

it("a read connects to the configured host and to no proxy", async () => {
  await host.read(uuid, { apiEndpoint: emulator.url });
  expect(contacted()).toEqual([`connect ${new URL(emulator.url).host}`]);
  expect(elsewhere.requests).toEqual([]);
});

it.each([301, 302, 303, 307, 308])("a read does not follow a redirect with status %i", async (status) => {
  const location = `${elsewhere.url}/v2/databases/${uuid}`;
  emulator.misbehave({ status, headers: { location }, body: "" });
  await failureOf(host, host.read(uuid, { apiEndpoint: emulator.url }));
  expect(emulator.requests).toHaveLength(1);
  expect(elsewhere.requests).toEqual([]);
  expect(contacted().filter((contact) => !contact.endsWith(new URL(emulator.url).host))).toEqual([]);
});

it.each(["http://api.digitalocean.com", "http://10.0.0.1", "http://localhost.example.com", "http://0.0.0.0"])(
  "a read refuses the endpoint %s without a connection or a name lookup",
  async (apiEndpoint) => {
    expect(await failureOf(host, host.read(uuid, { apiEndpoint }))).toMatch(/^apiEndpoint: .*https/);
    expect(contacted()).toEqual([]);
  },
);

it("a read of another host over https connects to the proxy, which gets no token", async () => {
  // The emulator closes the connection, which axios ignores until the timeout.
  const inputs = { configNamespace: "hasty", apiEndpoint: "https://api.example.com" };
  await failureOf(host, host.read(uuid, inputs));
  expect(new Set(contacted())).toEqual(new Set([`connect ${new URL(elsewhere.url).host}`]));
  expect(elsewhere.takeViolations()).toEqual(["CONNECT api.example.com:443: it is meant for a proxy"]);
  expect(elsewhere.requests).toEqual([]);
});
