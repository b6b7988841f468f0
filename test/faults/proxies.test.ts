import { connect } from "node:net";
import type { Socket } from "node:net";
import axios from "axios";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { failureOf } from "../host/failure";
import { ProviderHost } from "../host/providerHost";
import { leaksIn } from "../unit/leaks";
import { CertifiedEmulators } from "./certificateAuthority";
import { lines, timeless } from "./fault";
import type { Asked, Pace } from "./fault";
import { lookUpsInProcess } from "./lookUpProcess";
import type { Ended, LookUps } from "./lookUpProcess";
import { Proxy } from "./proxy";
import type { Response } from "./proxy";
import { byUuid, reads } from "./reads";
import { ofPace, stackConfig, withoutProxies } from "./surroundings";

const uuid = clusterUuid("pg");
/** Hosts that cannot be resolved: only a proxy leads there. The proxy leads to a server with another certificate once. */
const apiHost = "api.example.com";
const hostOfAnother = "another.example.com";
/** No proxy is asked for it, and a resolver rejects it without a query, because it is too long. */
const unresolvable = `${"x".repeat(64)}.invalid`;
const login = "proxy-user:AVNS_proxyPassword";

/** The environment of the processes names the proxy for everything. */
const hint =
  " And add 127.0.0.1 to no_proxy: Pulumi's own connections on this machine go through the proxy without it.";

interface ProxyFault {
  readonly when: string;
  readonly respond: Response;
  readonly pace?: Pace;
  readonly line: (asked: Asked) => string;
  readonly tries: number;
  readonly code: string;
}

const answer =
  (text: string) =>
  (client: Socket): void =>
    void client.end(text);
const established = "HTTP/1.1 200 Connection established\r\n\r\n";
const silent = {
  pace: "hasty",
  line: (asked: Asked): string => lines.silent(asked, "hasty") + hint,
  tries: 4,
  code: "timeout",
} as const;
const unreachable = {
  line: (asked: Asked): string => lines.unreachable(asked, "ECONNRESET") + hint,
  tries: 4,
  code: "network_error",
} as const;

const proxyFaults: readonly ProxyFault[] = [
  {
    when: "requires a login",
    respond: answer("HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n"),
    line: ({ subject }) => `${subject}: the proxy requires a login (407). Put it into HTTPS_PROXY.${hint}`,
    tries: 1,
    code: "bad_request",
  },
  {
    when: "does not reach the API",
    respond: answer(
      "HTTP/1.1 502 Bad Gateway\r\ncontent-type: text/html\r\n\r\n<h1>AVNS_plantedErrorBody</h1>",
    ),
    line: (asked) =>
      lines.gateway(asked, "(502) in 4 tries", "see https://status.digitalocean.com and try again later") +
      hint,
    tries: 4,
    code: "server_error",
  },
  {
    when: "does not speak HTTP",
    respond: answer("SSH-2.0-AVNS_plantedErrorBody\r\n\r\n"),
    line: (asked) => lines.foreign(asked, "the answer is not valid HTTP (HPE_INVALID_CONSTANT)") + hint,
    tries: 1,
    code: "unexpected_response",
  },
  { when: "resets the connection", respond: (client) => client.resetAndDestroy(), ...unreachable },
  // axios ignores it.
  { when: "closes the connection", respond: (client) => client.end(), ...silent },
  // axios forgets the connection. A process that still has one does not end.
  { when: "never answers", respond: () => undefined, ...silent },
  { when: "is silent in the tunnel", respond: (client) => client.write(established), ...silent },
  {
    when: "closes the tunnel",
    respond: (client) => {
      client.write(established);
      client.once("data", () => client.end());
    },
    ...unreachable,
  },
];

/** The host for a fault, so that the proxy knows which one is meant. */
const hostFor = ({ when }: ProxyFault): string => `${when.replaceAll(" ", "-").toLowerCase()}.example.com`;

const certified = new CertifiedEmulators<"remote" | "local">();
let proxy: Proxy;
/** A server over http, and two over https: one as {@link apiHost}, one as this machine. */
let plain: Emulator;
let remote: Emulator;
let local: Emulator;
let host: ProviderHost;
let restore: () => void;
/** The results of lookups by function, by endpoint, and the failures of the resource, by fault. */
let ended: ReadonlyMap<string, readonly Ended[]>;
let failures: ReadonlyMap<ProxyFault, string>;
let withNoProxy: readonly Ended[] | undefined;

beforeAll(async () => {
  restore = withoutProxies();
  await certified.start({ remote: { name: apiHost, isKnown: true }, local: { isKnown: true } });
  [remote, local] = [certified.get("remote"), certified.get("local")];
  remote.hosts.push(apiHost);
  [proxy, plain] = await Promise.all([Proxy.start(), Emulator.start()]);
  proxy.respond(apiHost, tunnelTo(remote));
  proxy.respond(hostOfAnother, tunnelTo(local));
  for (const fault of proxyFaults) {
    proxy.respond(hostFor(fault), fault.respond);
  }
  const variables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
  const environment = {
    ...Object.fromEntries(variables.map((variable) => [variable, `http://${login}@${proxy.host}`])),
    ...certified.environment,
  };
  host = await ProviderHost.start({ config: stackConfig(), environment });

  const endpoints = [
    plain.url,
    atLocalhost(plain),
    local.url,
    `https://${apiHost}`,
    `https://${hostOfAnother}`,
  ];
  const ofFault = (fault: ProxyFault): LookUps => ({
    endpoint: `https://${hostFor(fault)}`,
    reads: [byUuid],
    pace: fault.pace,
  });
  const isSlow = ({ pace }: ProxyFault): boolean => pace !== undefined;
  const processes = [
    [
      ...endpoints.map((endpoint) => ({ endpoint, reads })),
      ...proxyFaults.filter((fault) => !isSlow(fault)).map(ofFault),
    ],
    // Each has a process of its own: nothing else keeps the process alive, or makes it wait.
    ...proxyFaults.filter(isSlow).map((fault) => [ofFault(fault)]),
  ];
  const direct = { ...environment, NO_PROXY: "example.com,.invalid" };
  const [ofProcesses, ofDirect, ofResource] = await Promise.all([
    Promise.all(processes.map((lookUps) => lookUpsInProcess(lookUps, environment))),
    lookUpsInProcess([{ endpoint: `https://${unresolvable}`, reads }], direct),
    Promise.all(
      proxyFaults.map(async (fault) => [fault, await resourceFailure(hostFor(fault), fault.pace)] as const),
    ),
  ]);
  ended = new Map(ofProcesses.flatMap((results) => [...results]));
  withNoProxy = ofDirect.get(`https://${unresolvable}`);
  failures = new Map(ofResource);
}, 120_000);
afterAll(async () => {
  await Promise.all([host, proxy, plain, certified].map((started) => started.stop()));
  restore();
});

const atLocalhost = ({ url }: Emulator): string => url.replace("127.0.0.1", "localhost");

/** Connects the client with a server, as a proxy does after CONNECT. */
function tunnelTo(server: Emulator): Response {
  return (client) => {
    const upstream = connect(Number(new URL(server.url).port), "127.0.0.1", () => {
      client.write(established);
      client.pipe(upstream).pipe(client);
    });
    upstream.on("error", () => client.destroy());
    client.on("close", () => upstream.destroy());
  };
}

/** The message of a read of the resource that fails. Other reads may run at the same time. */
async function resourceFailure(apiHostOfRead: string, pace?: Pace): Promise<string> {
  const reading = host.read(uuid, { ...ofPace(pace), apiEndpoint: `https://${apiHostOfRead}` });
  return timeless(await failureOf(host, reading, [apiHostOfRead, "(407)"]));
}

/** Asserts that all functions and the resource found what they looked for at the endpoint, each with its requests. */
async function expectFound(apiEndpoint: string, server: Emulator): Promise<void> {
  expect(ended.get(apiEndpoint)).toEqual(reads.map(() => ({ line: "found" })));
  const { properties } = await host.read(uuid, { apiEndpoint });
  expect(properties["name"]).toBe("planted-pg");
  const requests = server.requests.filter(({ headers }) => headers.host === new URL(apiEndpoint).host);
  expect(requests.map(({ path }) => path).sort()).toEqual(
    [...reads, byUuid].flatMap(({ paths }) => paths).sort(),
  );
  for (const { headers } of requests) {
    expect(headers.authorization).toBe(`Bearer ${Emulator.token}`);
    expect(headers["proxy-authorization"]).toBeUndefined();
  }
}

describe("axios by itself", () => {
  it("sends a request to this machine, with the token, to the proxy", async () => {
    proxy.respond("127.0.0.1", answer("HTTP/1.1 200 OK\r\n\r\n"));
    Object.assign(process.env, { HTTP_PROXY: `http://${proxy.host}` });
    await axios.get(`${plain.url}/trap`, { headers: { authorization: "Bearer trapped" } });
    Reflect.deleteProperty(process.env, "HTTP_PROXY");
    expect(plain.requests.filter(({ path }) => path === "/trap")).toEqual([]);
    expect(proxy.headsFor("127.0.0.1")).toEqual([expect.stringContaining("Bearer trapped")]);
  });
});

describe("every function and the resource", () => {
  it.each<[string, () => [string, Emulator]]>([
    ["http://127.0.0.1", () => [plain.url, plain]],
    ["http://localhost", () => [atLocalhost(plain), plain]],
    ["https://localhost", () => [local.url, local]],
  ])("ask %s without the proxy that the environment names", async (_, at) => {
    const [endpoint, server] = at();
    const toThisMachine = (): string[] =>
      proxy.heads.filter((head) => /127\.0\.0\.1|localhost/.test(head) && !head.includes("Bearer trapped"));
    await expectFound(endpoint, server);
    expect(toThisMachine()).toEqual([]);
  });

  it("ask the API in a tunnel through HTTPS_PROXY, and the proxy does not see the token", async () => {
    await expectFound(`https://${apiHost}`, remote);
    const heads = proxy.headsFor(apiHost);
    expect(heads.length).toBeGreaterThan(0);
    for (const head of heads) {
      expect(head).toMatch(new RegExp(`^CONNECT ${apiHost}:443 HTTP/1\\.1\r\n`));
      expect(head).toContain(`Proxy-Authorization: Basic ${Buffer.from(login).toString("base64")}`);
      expect(leaksIn(head, [Emulator.token, uuid])).toEqual([]);
    }
  });

  it("send no token if the proxy leads to a server with a certificate of another name", async () => {
    const line = ({ subject }: Asked): string =>
      `${subject}: the certificate of ${hostOfAnother} is not trusted, or TLS fails (ERR_TLS_CERT_ALTNAME_INVALID). ` +
      "Behind a proxy that inspects TLS, set NODE_EXTRA_CA_CERTS to its CA; else check digitalocean:apiEndpoint. [network_error]";
    const lineOf = (read: typeof byUuid): string => line({ ...read, host: hostOfAnother });
    expect(ended.get(`https://${hostOfAnother}`)?.map((end) => end.line)).toEqual(reads.map(lineOf));
    expect(await resourceFailure(hostOfAnother)).toBe(lineOf(byUuid));
    expect(proxy.headsFor(hostOfAnother).length).toBeGreaterThan(reads.length);
    expect(local.requests.filter(({ headers }) => headers.host?.startsWith("another") === true)).toEqual([]);
  });
});

describe("every function", () => {
  it("does not ask the proxy for a host that NO_PROXY names", () => {
    expect(withNoProxy?.map(({ line }) => line)).toEqual(
      reads.map(
        (read) => `${lines.unreachable({ ...read, host: unresolvable }, "ENOTFOUND")}${hint} [network_error]`,
      ),
    );
    expect(proxy.headsFor(unresolvable)).toEqual([]);
    // Nor does it connect without a request.
    expect(proxy.connections).toBe(proxy.heads.length);
  });
});

describe("getDatabaseCluster and the resource", () => {
  it.each(proxyFaults)("fail with $code if the proxy $when", (fault) => {
    const { code, line, tries } = fault;
    const expected = `${line({ ...byUuid, host: hostFor(fault) })} [${code}]`;
    const ofFunction = ended.get(`https://${hostFor(fault)}`);
    const ofResource = failures.get(fault);
    expect(ofFunction).toMatchObject([{ code, line: expected, attempts: tries }]);
    expect(ofResource).toBe(expected);
    expect(proxy.headsFor(hostFor(fault))).toHaveLength(2 * tries);
    expect(leaksIn([ofFunction, ofResource], ["AVNS_proxyPassword"])).toEqual([]);
    expect(leaksIn(proxy.headsFor(hostFor(fault)), [Emulator.token])).toEqual([]);
  });
});
