import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import axios from "axios";
import { issueServerCertificate } from "../../testing/certificates";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { failureOf } from "../host/failure";
import { ProviderHost } from "../host/providerHost";
import { leaksIn } from "../unit/leaks";
import { haste, lines, patience, timeless } from "./fault";
import type { Asked } from "./fault";
import { lookUpsInProcess } from "./lookUpProcess";
import { Proxy } from "./proxy";
import { byUuid, reads } from "./reads";
import { stackConfig, withoutSurroundings } from "./surroundings";

const uuid = clusterUuid("pg");
/** Nobody resolves it: a proxy leads there. */
const apiHost = "api.example.com";
const api = `https://${apiHost}`;
const login = "proxy-user:AVNS_proxyPassword";

let proxy: Proxy;
/** Over http, and over https as {@link apiHost} and as this machine. */
let plain: Emulator;
let remote: Emulator;
let local: Emulator;
let folder: string;
/** Of processes that have every kind of proxy set. */
let environment: Record<string, string>;
const hosts = new Map<object, ProviderHost>();
let restore: () => void;

beforeAll(async () => {
  restore = withoutSurroundings();
  folder = mkdtempSync(join(tmpdir(), "proxy-test-"));
  const [ofRemote, ofLocal] = [
    await issueServerCertificate({ name: apiHost, ca: "remote" }),
    await issueServerCertificate({ ca: "local" }),
  ];
  writeFileSync(join(folder, "ca.pem"), [ofRemote.caCertificate, ofLocal.caCertificate].join("\n"));
  [proxy, plain] = [await Proxy.start(), await Emulator.start()];
  remote = await Emulator.start({}, { key: ofRemote.key, cert: ofRemote.certificate });
  remote.hosts.push(apiHost);
  local = await Emulator.start({}, { key: ofLocal.key, cert: ofLocal.certificate });
  const url = `http://${login}@${proxy.host}`;
  const variables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
  environment = {
    ...Object.fromEntries(variables.map((variable) => [variable, url])),
    NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
  };
  for (const limits of [patience, haste]) {
    hosts.set(limits, await ProviderHost.start({ config: stackConfig(limits), environment }));
  }
});
beforeEach(() => {
  proxy.forget();
});
afterEach(() => {
  plain.behave();
  remote.behave();
  local.behave();
});
afterAll(async () => {
  await Promise.all([...hosts.values(), proxy, plain, remote, local].map((started) => started.stop()));
  rmSync(folder, { recursive: true, force: true });
  restore();
});

/** Lets the client through to a server, as it asks for. */
function tunnelTo(server: Emulator): (client: Socket) => void {
  return (client) => {
    const upstream = connect(Number(new URL(server.url).port), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n");
      client.pipe(upstream).pipe(client);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
  };
}

/** The paths of all reads at both doors. */
const allPaths = [...reads, byUuid].flatMap(({ paths }) => paths).sort();

/** All reads at both doors find what they look for. */
async function findAll(apiEndpoint: string, server: Emulator): Promise<void> {
  const ended = await lookUpsInProcess(reads, apiEndpoint, patience, environment);
  expect(ended).toEqual(reads.map(() => ({ line: "found" })));
  const { properties } = await (hosts.get(patience) as ProviderHost).read(uuid, { apiEndpoint });
  expect(properties["name"]).toBe("planted-pg");
  expect(server.requests.map(({ path }) => path).sort()).toEqual(allPaths);
  for (const { headers } of server.requests) {
    expect(headers.authorization).toBe(`Bearer ${Emulator.token}`);
    expect(headers["proxy-authorization"]).toBeUndefined();
  }
}

it("the trap works: axios, left to itself, sends a request to this machine, token and all, to the proxy", async () => {
  proxy.meet = (client) => client.end("HTTP/1.1 200 OK\r\n\r\n");
  const [host = "", port = ""] = proxy.host.split(":");
  const headers = { authorization: "Bearer trapped" };
  Object.assign(process.env, { HTTP_PROXY: `http://${host}:${port}` });
  await axios.get(plain.url, { headers });
  Reflect.deleteProperty(process.env, "HTTP_PROXY");
  expect(plain.requests).toEqual([]);
  expect(proxy.heads).toEqual([expect.stringContaining("Bearer trapped")]);
});

describe("this machine is asked past every proxy", () => {
  it.each<[string, () => [string, Emulator]]>([
    ["http://127.0.0.1", () => [plain.url, plain]],
    ["http://localhost", () => [plain.url.replace("127.0.0.1", "localhost"), plain]],
    ["https://localhost", () => [local.url, local]],
  ])("%s", async (_, at) => {
    await findAll(...at());
    expect(proxy.connections).toBe(0);
  });
});

/** The environment of these processes leads everything through the proxy. */
const hint =
  " And add 127.0.0.1 to no_proxy: Pulumi's own connections on this machine go through the proxy without it.";

describe("HTTPS_PROXY", () => {
  it("leads to the API in a tunnel, and the token is only in there", async () => {
    proxy.meet = tunnelTo(remote);
    await findAll(api, remote);
    const basic = `Basic ${Buffer.from(login).toString("base64")}`;
    expect(proxy.heads.length).toBeGreaterThan(0);
    for (const head of proxy.heads) {
      expect(head).toMatch(new RegExp(`^CONNECT ${apiHost}:443 HTTP/1\\.1\r\n`));
      expect(head).toContain(`Proxy-Authorization: ${basic}`);
      expect(leaksIn(head, [Emulator.token, uuid])).toEqual([]);
    }
  });

  it("does not lead past the certificate: another server gets no token", async () => {
    proxy.meet = tunnelTo(local);
    const line = ({ subject }: Asked): string =>
      `${subject}: the certificate of ${apiHost} is not trusted, or TLS fails (ERR_TLS_CERT_ALTNAME_INVALID). ` +
      "Behind a proxy that inspects TLS, set NODE_EXTRA_CA_CERTS to its CA; else check digitalocean:apiEndpoint. [network_error]";
    const ended = await lookUpsInProcess(reads, api, patience, environment);
    expect(ended.map((end) => end.line)).toEqual(reads.map((read) => line({ ...read, host: apiHost })));
    const host = hosts.get(patience) as ProviderHost;
    const message = await failureOf(host, host.read(uuid, { apiEndpoint: api }));
    expect(message).toBe(line({ ...byUuid, host: apiHost }));
    expect(local.requests).toEqual([]);
  });

  it("is not asked for what NO_PROXY names", async () => {
    const unresolvable = `${"x".repeat(64)}.invalid`;
    const direct = { ...environment, NO_PROXY: "example.com,.invalid" };
    const ended = await lookUpsInProcess(reads, `https://${unresolvable}`, patience, direct);
    expect(ended.map(({ line }) => line)).toEqual(
      reads.map(
        (read) => `${lines.unreachable({ ...read, host: unresolvable }, "ENOTFOUND")}${hint} [network_error]`,
      ),
    );
    expect(proxy.connections).toBe(0);
  });
});

const answer =
  (text: string) =>
  (client: Socket): void =>
    void client.end(text);

describe("a proxy that", () => {
  it.each<[string, (client: Socket) => void, object, (asked: Asked) => string, number, string]>([
    [
      "wants a login",
      answer("HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n"),
      patience,
      ({ subject }) => `${subject}: the proxy requires a login (407). Put it into HTTPS_PROXY.${hint}`,
      1,
      "bad_request",
    ],
    [
      "does not reach the API",
      answer("HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\n\r\n<h1>AVNS_plantedErrorBody</h1>"),
      patience,
      (asked) =>
        lines.gateway(asked, "(502) in 4 tries", "see https://status.digitalocean.com and try again later") +
        hint,
      4,
      "server_error",
    ],
    [
      "is none",
      answer("SSH-2.0-AVNS_plantedErrorBody\r\n\r\n"),
      patience,
      (asked) => lines.foreign(asked, "the answer is not valid HTTP (HPE_INVALID_CONSTANT)") + hint,
      1,
      "unexpected_response",
    ],
    [
      "resets the connection",
      (client) => client.resetAndDestroy(),
      patience,
      (asked) => lines.unreachable(asked, "ECONNRESET") + hint,
      4,
      "network_error",
    ],
    // Of this axios takes no notice.
    [
      "closes the connection",
      (client) => client.end(),
      haste,
      (asked) => lines.silent(asked, 4) + hint,
      4,
      "timeout",
    ],
    // axios forgets the connection: a process that still has one does not end.
    ["says nothing for ever", () => undefined, haste, (asked) => lines.silent(asked, 4) + hint, 4, "timeout"],
    [
      "says nothing in the tunnel",
      (client) => client.write("HTTP/1.1 200 Connection established\r\n\r\n"),
      haste,
      (asked) => lines.silent(asked, 4) + hint,
      4,
      "timeout",
    ],
    [
      "closes the tunnel",
      (client) => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        client.once("data", () => client.end());
      },
      patience,
      (asked) => lines.unreachable(asked, "ECONNRESET") + hint,
      4,
      "network_error",
    ],
  ])("%s", async (_, meet, limits, line, tries, code) => {
    proxy.meet = meet;
    const expected = `${line({ ...byUuid, host: apiHost })} [${code}]`;
    const ended = await lookUpsInProcess([byUuid], api, limits as typeof haste, environment);
    expect(ended).toMatchObject([{ code, line: expected, attempts: tries }]);
    expect(proxy.connections).toBe(tries);
    const host = hosts.get(limits) as ProviderHost;
    const message = await failureOf(host, host.read(uuid, { apiEndpoint: api }));
    expect(timeless(message)).toBe(expected);
    expect(proxy.connections).toBe(2 * tries);
    expect(leaksIn([ended, message], ["AVNS_proxyPassword"])).toEqual([]);
    expect(leaksIn(proxy.heads, [Emulator.token])).toEqual([]);
  });
});
