import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createServer } from "node:tls";
import type { Server } from "node:tls";
import { connectionEnv, connectionFor } from "../../src/index";
import { issueServerCertificate } from "../../testing/certificates";
import { caCertificate as foreignCaCertificate } from "../../testing/emulator/parts";
import { beginProgram } from "../unit/pulumiProgram";
import { seen } from "../unit/seenOutput";

/*
 * Drivers whose URI cannot name a CA certificate. They always verify the server and need the file as an option. Each runs
 * in its own process and connects to a TLS server that counts the received bytes, because a driver sends something, such
 * as the password, only to a server that it trusts.
 */

const ca = `ca: require("fs").readFileSync(process.env.DATABASE_CA_FILE)`;

/** A program for each driver, and the option with the CA certificate. */
const drivers: [string, string, (options: string) => string, string][] = [
  [
    "iovalkey",
    "valkey",
    (options) => `
      const { Redis } = require("iovalkey");
      const client = new Redis(process.env.VALKEY_URL, { lazyConnect: true, retryStrategy: null, ${options} });
      client.on("error", (error) => console.error(error.message));
      client.connect().then(() => client.ping()).catch((error) => console.error(error.message));`,
    `tls: { ${ca} }`,
  ],
  [
    "kafkajs",
    "kafka",
    (options) => `
      const { Kafka, logLevel } = require("kafkajs");
      const { KAFKA_BROKERS, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = process.env;
      const sasl = { mechanism: "scram-sha-256", username, password };
      const common = { logLevel: logLevel.NOTHING, retry: { retries: 0 }, ssl: true };
      const kafka = new Kafka({ ...common, brokers: [KAFKA_BROKERS], sasl, ${options} });
      kafka.admin().connect().catch((error) => { console.error(error.message); process.exit(2); });`,
    `ssl: { ${ca} }`,
  ],
  [
    "@opensearch-project/opensearch",
    "opensearch",
    (options) => `
      const { Client } = require("@opensearch-project/opensearch");
      const client = new Client({ node: process.env.OPENSEARCH_URL, maxRetries: 0, ${options} });
      client.ping().catch((error) => { console.error(error.message); process.exit(2); });`,
    `ssl: { ${ca} }`,
  ],
];

let folder: string;
let server: Server;
let serverCa: string;
let received: number;
beforeAll(async () => {
  await beginProgram();
  folder = mkdtempSync(join(tmpdir(), "drivers-ca-"));
  const { caCertificate, certificate: cert, key } = await issueServerCertificate();
  serverCa = caCertificate;
  server = createServer({ cert, key }, (socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (data: Buffer) => {
      received += data.length;
      socket.destroy();
    });
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Runs a driver's program with the variables of `connectionEnv`. */
async function attempt(
  engine: string,
  program: string,
  certificate: string,
  name: string,
  extra: (caFile: string) => Record<string, string> = () => ({}),
): Promise<{ readonly trusted: boolean; readonly complaint: string }> {
  const caFile = join(folder, `${name}.pem`);
  writeFileSync(caFile, certificate);
  const { port } = server.address() as AddressInfo;
  const source = { engine, host: "localhost", port, user: "u", password: "p" };
  const { value } = await seen(connectionEnv(connectionFor(source, { caFile })));
  received = 0;
  const child = spawn(process.execPath, ["--no-warnings", "-e", program], {
    // Drivers are found from here.
    cwd: resolve(__dirname, "../.."),
    env: { PATH: process.env["PATH"], ...value, ...extra(caFile) },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: 60_000,
  });
  let complaint = "";
  child.stderr.on("data", (text: Buffer) => (complaint += text.toString()));
  await once(child, "close");
  return { trusted: received > 0, complaint };
}

const distrust = /self-signed certificate|unable to (get|verify)/;

describe.each(drivers)("%s", (_, engine, programWith, options) => {
  it("trusts a server with a certificate of the CA if it is given DATABASE_CA_FILE", async () => {
    expect(await attempt(engine, programWith(options), serverCa, "right")).toMatchObject({ trusted: true });
  }, 90_000);

  it("sends nothing to the server if it is given the file of another CA", async () => {
    const outcome = await attempt(engine, programWith(options), foreignCaCertificate, "foreign");
    expect(outcome).toEqual({ trusted: false, complaint: expect.stringMatching(distrust) as string });
  }, 90_000);

  it("sends nothing to the server if it is not given the file", async () => {
    const outcome = await attempt(engine, programWith(""), serverCa, "unread");
    expect(outcome).toEqual({ trusted: false, complaint: expect.stringMatching(distrust) as string });
  }, 90_000);

  it("trusts a server with a certificate of the CA in NODE_EXTRA_CA_CERTS", async () => {
    const outcome = await attempt(engine, programWith(""), serverCa, "extra", (caFile) => ({
      NODE_EXTRA_CA_CERTS: caFile,
    }));
    expect(outcome).toMatchObject({ trusted: true });
  }, 90_000);
});
