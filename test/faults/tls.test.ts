import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { issueServerCertificate } from "../../testing/certificates";
import type { CertificateOptions } from "../../testing/certificates";
import { failureOf } from "../host/failure";
import { ProviderHost } from "../host/providerHost";
import { haste, lines, patience, timeless } from "./fault";
import type { Asked } from "./fault";
import { lookUpsInProcess } from "./lookUpProcess";
import { byUuid, reads } from "./reads";
import type { FaultyRead } from "./reads";
import { stackConfig, withoutSurroundings } from "./surroundings";

const untrusted = ({ subject, host }: Asked, errorCode: string): string =>
  `${subject}: the certificate of ${host} is not trusted, or TLS fails (${errorCode}). ` +
  "Behind a proxy that inspects TLS, set NODE_EXTRA_CA_CERTS to its CA; else check digitalocean:apiEndpoint.";

/** The line without the code that each release of Node has for it. */
const anyTlsCode = (line: string): string => line.replace(/\((EPROTO|ERR_SSL_\w+)\)/, "(EPROTO)");

let folder: string;
let environment: Record<string, string>;
let restore: () => void;
/** Servers over https, each with a certificate of its own. */
const served = new Map<string, Emulator>();
const hosts = new Map<object, ProviderHost>();

/** Those certificates, and whether their CA is known to the processes that look something up. */
const certificates: Record<string, CertificateOptions & { isKnown: boolean }> = {
  "of a known CA": { isKnown: true },
  "of a CA that nobody knows": { isKnown: false },
  "of another name": { isKnown: true, name: "api.example.com" },
  "that has expired": { isKnown: true, notAfter: new Date(Date.now() - 86_400_000) },
};

beforeAll(async () => {
  restore = withoutSurroundings();
  folder = mkdtempSync(join(tmpdir(), "tls-test-"));
  const known: string[] = [];
  for (const [kind, { isKnown, ...options }] of Object.entries(certificates)) {
    const {
      key,
      certificate: cert,
      caCertificate,
    } = await issueServerCertificate({
      ...options,
      ca: kind,
    });
    served.set(kind, await Emulator.start({}, { key, cert }));
    known.push(...(isKnown ? [caCertificate] : []));
  }
  const file = join(folder, "ca.pem");
  writeFileSync(file, known.join("\n"));
  environment = { NODE_EXTRA_CA_CERTS: file };
  for (const limits of [patience, haste]) {
    hosts.set(limits, await ProviderHost.start({ config: stackConfig(limits), environment }));
  }
});
afterAll(async () => {
  await Promise.all([...served.values(), ...hosts.values()].map((started) => started.stop()));
  rmSync(folder, { recursive: true, force: true });
  restore();
});

/** What both doors say of an endpoint. */
async function readAt(
  endpoint: string,
  limits = patience,
  asked = reads,
): Promise<{ functions: string[]; resource: string }> {
  const host = hosts.get(limits) as ProviderHost;
  const [ended, message] = await Promise.all([
    lookUpsInProcess(asked, endpoint, limits, environment),
    failureOf(host, host.read(clusterUuid("pg"), { apiEndpoint: endpoint })),
  ]);
  return { functions: ended.map(({ line }) => anyTlsCode(line)), resource: anyTlsCode(timeless(message)) };
}

function expected(
  endpoint: string,
  line: (asked: Asked) => string,
  asked = reads,
  code = "network_error",
): Awaited<ReturnType<typeof readAt>> {
  const { host } = new URL(endpoint);
  const withCode = (read: FaultyRead): string => `${line({ ...read, host })} [${code}]`;
  return { functions: asked.map(withCode), resource: withCode(byUuid) };
}

describe("a certificate", () => {
  it.each([
    ["of a CA that nobody knows", "UNABLE_TO_VERIFY_LEAF_SIGNATURE"],
    ["of another name", "ERR_TLS_CERT_ALTNAME_INVALID"],
    ["that has expired", "CERT_HAS_EXPIRED"],
  ])("%s: the token is not sent, and nobody asks twice", async (kind, errorCode) => {
    const emulator = served.get(kind) as Emulator;
    expect(await readAt(emulator.url)).toEqual(
      expected(emulator.url, (asked) => untrusted(asked, errorCode)),
    );
    expect(emulator.requests).toEqual([]);
    expect(emulator.connections).toBe(reads.flatMap(({ paths }) => paths).length + 1);
  });

  it("of a CA of NODE_EXTRA_CA_CERTS is trusted", async () => {
    const emulator = served.get("of a known CA") as Emulator;
    const ended = await lookUpsInProcess(reads, emulator.url, patience, environment);
    expect(ended).toEqual(reads.map(() => ({ line: "found" })));
    const host = hosts.get(patience) as ProviderHost;
    const { properties } = await host.read(clusterUuid("pg"), { apiEndpoint: emulator.url });
    expect(properties["name"]).toBe("planted-pg");
    const paths = [...reads, byUuid].flatMap((read) => read.paths);
    expect(emulator.requests.map(({ path }) => path).sort()).toEqual(paths.sort());
    for (const { headers } of emulator.requests) {
      expect(headers.authorization).toBe(`Bearer ${Emulator.token}`);
    }
  });
});

describe("a server that", () => {
  let server: Server;
  let connections: number;
  let heard: string;
  afterEach(() => {
    server.close();
  });

  /** Where everything that comes is met like this, and nothing is encrypted. */
  async function listen(meet: (socket: Socket) => void): Promise<string> {
    connections = 0;
    heard = "";
    server = createServer((socket) => {
      connections++;
      socket.on("error", () => undefined);
      socket.on("data", (bytes) => (heard += bytes.toString("latin1")));
      meet(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `https://localhost:${(server.address() as AddressInfo).port}`;
  }

  /** All requests of all reads at both doors. */
  const paths = [...reads, byUuid].flatMap((read) => read.paths).length;

  it("speaks HTTP without TLS is not asked twice", async () => {
    const endpoint = await listen((socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    );
    expect(await readAt(endpoint)).toEqual(expected(endpoint, (asked) => untrusted(asked, "EPROTO")));
    expect(connections).toBe(paths);
  });

  it.each<[string, (socket: Socket) => void]>([
    ["closes", (socket) => socket.once("data", () => socket.end())],
    ["resets", (socket) => socket.once("data", () => socket.resetAndDestroy())],
  ])("%s the connection in the handshake is asked again", async (_, meet) => {
    const endpoint = await listen(meet);
    expect(await readAt(endpoint)).toEqual(
      expected(endpoint, (asked) => lines.unreachable(asked, "ECONNRESET")),
    );
    expect(connections).toBe(4 * paths);
  });

  it("says nothing in the handshake is asked until the tries are used up", async () => {
    const endpoint = await listen(() => undefined);
    const silent = (asked: Asked): string => lines.silent(asked, 4);
    expect(await readAt(endpoint, haste, [byUuid])).toEqual(expected(endpoint, silent, [byUuid], "timeout"));
    expect(connections).toBe(4 * 2);
  });

  afterEach(() => {
    expect(heard).not.toContain(Emulator.token);
  });
});
