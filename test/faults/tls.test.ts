import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { failureOf } from "../host/failure";
import { ProviderHost } from "../host/providerHost";
import { CertifiedEmulators } from "./certificateAuthority";
import { lines, timeless } from "./fault";
import type { Asked, Pace } from "./fault";
import { lookUpsInProcess } from "./lookUpProcess";
import type { Ended } from "./lookUpProcess";
import { byUuid, reads } from "./reads";
import type { FaultyRead } from "./reads";
import { ofPace, stackConfig, withoutProxies } from "./surroundings";

const uuid = clusterUuid("pg");
const untrusted = ({ subject, host }: Asked, errorCode: string): string =>
  `${subject}: the certificate of ${host} is not trusted, or TLS fails (${errorCode}). ` +
  "Behind a proxy that inspects TLS, set NODE_EXTRA_CA_CERTS to its CA; else check digitalocean:apiEndpoint.";

/** The line with the same code for each release of Node. */
const withOneTlsCode = (line: string): string => line.replace(/\((EPROTO|ERR_SSL_\w+)\)/, "(EPROTO)");

/** A server that accepts connections and does not speak TLS. */
class PlainServer {
  public connections = 0;
  public received = "";
  private readonly server: Server;

  public constructor(respond: (socket: Socket) => void) {
    this.server = createServer((socket) => {
      this.connections++;
      socket.on("error", () => undefined);
      socket.on("data", (bytes) => (this.received += bytes.toString("latin1")));
      respond(socket);
    });
  }

  public listen(): Promise<void> {
    return new Promise((resolve) => this.server.listen(0, "127.0.0.1", resolve));
  }

  public get url(): string {
    return `https://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  public stop(): void {
    this.server.close();
  }
}

const certified = new CertifiedEmulators<"known" | "unknown" | "of another name" | "expired">();
const answersInHttp = new PlainServer((socket) =>
  socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
);
const closes = new PlainServer((socket) => socket.once("data", () => socket.end()));
const resets = new PlainServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
const silent = new PlainServer(() => undefined);
const plainServers = [answersInHttp, closes, resets, silent];

let host: ProviderHost;
let restore: () => void;
/** The results of lookups by data function, by endpoint. They run before the first test. */
let ended: ReadonlyMap<string, readonly Ended[]>;
/** The failure of the resource's read at the silent server. */
let silentFailure: string;

beforeAll(async () => {
  restore = withoutProxies();
  await certified.start({
    known: { isKnown: true },
    unknown: { isKnown: false },
    "of another name": { isKnown: true, name: "api.example.com" },
    expired: { isKnown: true, notAfter: new Date(Date.now() - 86_400_000) },
  });
  await Promise.all(plainServers.map((server) => server.listen()));
  const { environment } = certified;
  const endpoints = [
    ...(["known", "unknown", "of another name", "expired"] as const).map((name) => certified.get(name)),
    ...[answersInHttp, closes, resets],
  ].map(({ url }) => url);
  host = await ProviderHost.start({ config: stackConfig(), environment });
  const [quick, slow, message] = await Promise.all([
    lookUpsInProcess(
      endpoints.map((endpoint) => ({ endpoint, reads })),
      environment,
    ),
    lookUpsInProcess([{ endpoint: silent.url, reads: [byUuid], pace: "hasty" }], environment),
    resourceFailure(silent.url, "hasty"),
  ]);
  ended = new Map([...quick, ...slow]);
  silentFailure = message;
}, 120_000);
afterAll(async () => {
  await Promise.all([certified.stop(), host.stop()]);
  for (const server of plainServers) {
    server.stop();
  }
  restore();
});

/** The message of a read of the resource that fails. */
async function resourceFailure(endpoint: string, pace?: Pace): Promise<string> {
  const message = await failureOf(host, host.read(uuid, { ...ofPace(pace), apiEndpoint: endpoint }));
  return withOneTlsCode(timeless(message));
}

/** Asserts that the lookups by function at the endpoint, and a read of the resource, fail with this line. */
async function expectFailures(endpoint: string, line: (asked: Asked) => string): Promise<void> {
  const expected = (read: FaultyRead): string =>
    `${line({ ...read, host: new URL(endpoint).host })} [network_error]`;
  expect({
    functions: ended.get(endpoint)?.map((end) => withOneTlsCode(end.line)),
    resource: await resourceFailure(endpoint),
  }).toEqual({ functions: reads.map(expected), resource: expected(byUuid) });
}

/** The number of requests of all functions and the resource. */
const requests = [...reads, byUuid].flatMap(({ paths }) => paths).length;

describe("every function and the resource", () => {
  it.each([
    ["is of an unknown authority", "unknown", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ["is of another name", "of another name", "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["has expired", "expired", "CERT_HAS_EXPIRED"],
  ] as const)(
    "fail after one try and without sending the token if the certificate %s",
    async (_, name, errorCode) => {
      const emulator = certified.get(name);
      await expectFailures(emulator.url, (asked) => untrusted(asked, errorCode));
      expect(emulator.requests).toEqual([]);
      expect(emulator.connections).toBe(requests);
    },
  );

  it("trust a certificate of an authority in NODE_EXTRA_CA_CERTS", async () => {
    const emulator = certified.get("known");
    expect(ended.get(emulator.url)).toEqual(reads.map(() => ({ line: "found" })));
    const { properties } = await host.read(uuid, { apiEndpoint: emulator.url });
    expect(properties["name"]).toBe("planted-pg");
    const paths = [...reads, byUuid].flatMap((read) => read.paths);
    expect(emulator.requests.map(({ path }) => path).sort()).toEqual(paths.sort());
    for (const { headers } of emulator.requests) {
      expect(headers.authorization).toBe(`Bearer ${Emulator.token}`);
    }
  });

  it("fail after one try if the server answers in HTTP without TLS", async () => {
    await expectFailures(answersInHttp.url, (asked) => untrusted(asked, "EPROTO"));
    expect(answersInHttp.connections).toBe(requests);
  });

  it.each([
    ["closes", closes],
    ["resets", resets],
  ])("fail after four tries if the server %s the connection during the handshake", async (_, server) => {
    await expectFailures(server.url, (asked) => lines.unreachable(asked, "ECONNRESET"));
    expect(server.connections).toBe(4 * requests);
  });

  it("send no token to a server that does not speak TLS", () => {
    for (const { received } of plainServers) {
      expect(received).not.toContain(Emulator.token);
    }
    expect(answersInHttp.received).not.toBe("");
  });
});

describe("getDatabaseCluster and the resource", () => {
  it("fail after four tries if the server is silent during the handshake", () => {
    const line = `${lines.silent({ ...byUuid, host: new URL(silent.url).host }, "hasty")} [timeout]`;
    expect(ended.get(silent.url)).toMatchObject([{ code: "timeout", line, attempts: 4 }]);
    expect(silentFailure).toBe(line);
    expect(silent.connections).toBe(4 * 2);
    expect(silent.received).not.toContain(Emulator.token);
  });
});
