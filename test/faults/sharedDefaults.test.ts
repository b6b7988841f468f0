import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { issueServerCertificate } from "../../testing/certificates";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { root } from "../host/providerHost";
import { patience } from "./fault";
import { stackConfig, withoutSurroundings } from "./surroundings";

const uuid = clusterUuid("pg");

interface Poisoned {
  readonly name: string;
  readonly moment: string;
  readonly outcomes: readonly [trusted: string, untrusted: string];
}

/** With these on its prototype Node itself cannot load a module, or read a stream: a lookup may fail. */
const breakNode = ["path", "auth", "signal"].map((name) => `Object.prototype.${name}`);

let trusted: Emulator;
let untrusted: Emulator;
/** Where nothing should go. */
let elsewhere: Server;
let heard: string;
let folder: string;
let poisoned: readonly Poisoned[];
let restore: () => void;

beforeAll(async () => {
  restore = withoutSurroundings();
  folder = mkdtempSync(join(tmpdir(), "shared-defaults-"));
  const [known, unknown] = [
    await issueServerCertificate({ ca: "known" }),
    await issueServerCertificate({ ca: "unknown" }),
  ];
  writeFileSync(join(folder, "ca.pem"), known.caCertificate);
  trusted = await Emulator.start({}, { key: known.key, cert: known.certificate });
  untrusted = await Emulator.start({}, { key: unknown.key, cert: unknown.certificate });
  heard = "";
  elsewhere = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => (heard += bytes.toString("latin1")));
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  const config = stackConfig({ ...patience, httpRetryMax: 0, requestTimeoutSeconds: 10 });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(__dirname, "poisonedProcess.cjs"), root, trusted.url, untrusted.url, address, uuid],
    {
      env: {
        PATH: process.env["PATH"],
        NODE_EXTRA_CA_CERTS: join(folder, "ca.pem"),
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(Object.keys(config)),
      },
      maxBuffer: 16 * 1024 * 1024,
      timeout: 150_000,
    },
  );
  poisoned = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Poisoned);
}, 180_000);
afterAll(async () => {
  await Promise.all([trusted, untrusted].map((emulator) => emulator.stop()));
  elsewhere.close();
  rmSync(folder, { recursive: true, force: true });
  restore();
});

it("tries many defaults, each before the package is loaded and after", () => {
  expect(poisoned.length).toBeGreaterThan(200);
  expect(poisoned[0]).toMatchObject({ name: "nothing", moment: "before" });
});

it("finds the cluster, whatever a program has set for its own requests", () => {
  const found = `${uuid} planted-pg online`;
  const others = poisoned.filter(({ outcomes: [outcome] }) => outcome !== found);
  expect(others.filter(({ name }) => !breakNode.includes(name))).toEqual([]);
});

it("never sends the token to a server that is not verified", () => {
  const others = poisoned.filter(
    ({ name, outcomes: [, outcome] }) =>
      !breakNode.includes(name) &&
      !outcome.includes(`the certificate of ${new URL(untrusted.url).host} is not trusted, or TLS fails`),
  );
  expect(others).toEqual([]);
  expect(untrusted.requests).toEqual([]);
});

it("sends the same request each time, and nothing anywhere else", () => {
  expect(heard).toBe("");
  const sent = trusted.requests.map(({ method, path, headers }) => ({ method, path, ...headers }));
  expect(new Set(sent.map((request) => JSON.stringify(request))).size).toBe(1);
  expect(sent[0]).toMatchObject({
    method: "GET",
    path: `/v2/databases/${uuid}`,
    authorization: `Bearer ${Emulator.token}`,
    host: new URL(trusted.url).host,
  });
});

it("says that NODE_TLS_REJECT_UNAUTHORIZED has no effect", () => {
  const set = poisoned.filter(({ name }) => name === "NODE_TLS_REJECT_UNAUTHORIZED");
  expect(set).toHaveLength(2);
  for (const { outcomes } of set) {
    expect(outcomes[1]).toMatch(
      / NODE_TLS_REJECT_UNAUTHORIZED=0 has no effect here: the token is sent to a verified server only\. \[network_error\]$/,
    );
  }
});
