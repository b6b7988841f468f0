import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { Server } from "node:https";
import { connect, createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server as TcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { issueServerCertificate } from "../../certificates";
import type { ServerCertificate } from "../../certificates";
import { databaseCluster } from "../../emulator/clusters";
import { Emulator } from "../../emulator/emulator";
import { failedLookUp, quickLimits, settingsFor, uuid } from "./lookUp";

/** The API over https, with a certificate for `localhost` of a CA that nobody knows. */
let server: Server;
let certificate: ServerCertificate;
let authorizations: (string | undefined)[];
let port: number;
let folder: string;

beforeAll(async () => {
  certificate = await issueServerCertificate();
  server = createServer({ key: certificate.key, cert: certificate.certificate }, (request, response) => {
    authorizations.push(request.headers.authorization);
    response.end(JSON.stringify({ database: databaseCluster("pg") }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  port = (server.address() as AddressInfo).port;
  folder = mkdtempSync(join(tmpdir(), "tls-test-"));
  writeFileSync(join(folder, "ca.pem"), certificate.caCertificate);
});
beforeEach(() => {
  authorizations = [];
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

it("sends no token to a server whose CA is unknown, and does not ask twice", async () => {
  const { error } = await failedLookUp(settingsFor(`https://localhost:${port}`));
  expect(error).toMatchObject({ code: "network_error", attempts: 1 });
  expect(error.message).toContain("the certificate of localhost");
  expect(error.message).toContain("NODE_EXTRA_CA_CERTS");
  expect(authorizations).toEqual([]);
});

describe("in a process of its own", () => {
  const dist = resolve(__dirname, "../../../dist");
  /** Looks up over https with the CA known, and prints the cluster's name or the error. */
  async function lookUpIn(environment: Record<string, string>, endpoint: string): Promise<string> {
    const settings = settingsFor(endpoint, { ...quickLimits, requestTimeoutSeconds: 5, deadlineSeconds: 5 });
    const program = `
      const { Databases } = require(${JSON.stringify(`${dist}/api/databases`)});
      new Databases(${JSON.stringify(settings)}, () => {}).getCluster(${JSON.stringify(uuid)}).then(
        ({ name }) => console.log(name),
        ({ code, message }) => console.log(code, message),
      );`;
    const env = { PATH: process.env["PATH"], NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"), ...environment };
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", program], { env, timeout: 20_000 });
    return stdout.trim();
  }

  it("trusts the CAs of NODE_EXTRA_CA_CERTS", async () => {
    expect(await lookUpIn({}, `https://localhost:${port}`)).toBe("planted-pg");
    expect(authorizations).toEqual([`Bearer ${Emulator.token}`]);
  });

  it("sends no token to a server of another name", async () => {
    // Resolved through the proxy, which leads every name to the server of `localhost`.
    const proxy = await connectProxy();
    const answer = await lookUpIn({ HTTPS_PROXY: proxy.url }, "https://api.example.com");
    expect(answer).toMatch(/^network_error .*the certificate of api\.example\.com is not trusted/);
    expect(authorizations).toEqual([]);
    proxy.server.close();
  });

  it("goes through HTTPS_PROXY in a tunnel that shows no token, and past it with NO_PROXY", async () => {
    const proxy = await connectProxy();
    await lookUpIn({ HTTPS_PROXY: proxy.url }, "https://api.example.com");
    expect(proxy.seen).toContain("CONNECT api.example.com:443 HTTP/1.1");
    expect(proxy.seen).not.toContain(Emulator.token);
    expect(proxy.seen.toLowerCase()).not.toContain("authorization");

    const past = await connectProxy();
    const answer = await lookUpIn({ HTTPS_PROXY: past.url, NO_PROXY: "*" }, "https://api.invalid");
    expect(answer).toMatch(/^network_error .*cannot reach api\.invalid/);
    expect(past.seen).toBe("");
    proxy.server.close();
    past.server.close();
  });
});

interface Proxy {
  readonly server: TcpServer;
  readonly url: string;
  /** What it was told outside the tunnels. */
  readonly seen: string;
}

/** A proxy that opens a tunnel to the test's server, whatever is asked for. */
async function connectProxy(): Promise<Proxy> {
  let seen = "";
  const proxy = createTcpServer((client) => {
    client.once("data", (head: Buffer) => {
      seen += head.toString();
      const upstream = connect(port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection established\r\n\r\n");
        client.pipe(upstream).pipe(client);
      });
      upstream.on("error", () => client.destroy());
    });
    client.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port: proxyPort } = proxy.address() as AddressInfo;
  return {
    server: proxy,
    url: `http://127.0.0.1:${proxyPort}`,
    get seen() {
      return seen;
    },
  };
}
