import { execFile } from "node:child_process";
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { root } from "../host/providerHost";
import { CertifiedEmulators } from "./certificateAuthority";
import { stackConfig, withoutProxies } from "./surroundings";

const uuid = clusterUuid("pg");

/** A changed default, when it was changed, and the outcomes of the lookups after that. */
interface Poisoned {
  readonly name: string;
  readonly moment: string;
  readonly outcomes: readonly [trusted: string, untrusted: string];
}

/** With one of these on `Object.prototype`, Node cannot load a module or read a stream, so that a lookup may fail. */
const breakNode = ["path", "auth", "signal"].map((name) => `Object.prototype.${name}`);

const certified = new CertifiedEmulators<"known" | "unknown">();
let trusted: Emulator;
let untrusted: Emulator;
/** A server that nothing should be sent to. */
let elsewhere: Server;
let received: string;
let poisoned: readonly Poisoned[];
let restore: () => void;

beforeAll(async () => {
  restore = withoutProxies();
  await certified.start({ known: { isKnown: true }, unknown: { isKnown: false } });
  [trusted, untrusted] = [certified.get("known"), certified.get("unknown")];
  received = "";
  elsewhere = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.on("data", (bytes) => (received += bytes.toString("latin1")));
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
  const config = stackConfig({ httpRetryMax: 0, requestTimeoutSeconds: 20 });
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(__dirname, "poisonedProcess.cjs"), root, trusted.url, untrusted.url, address, uuid],
    {
      env: {
        PATH: process.env["PATH"],
        ...certified.environment,
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
  await certified.stop();
  elsewhere.close();
  restore();
});

describe("getDatabaseCluster in a program that changes defaults of Node and axios", () => {
  it("is called with each of more than 100 defaults changed before, and after, the package is loaded", () => {
    expect(poisoned.length).toBeGreaterThan(200);
    expect(poisoned[0]).toMatchObject({ name: "nothing", moment: "before" });
  });

  it("finds the cluster with each of them", () => {
    const found = `${uuid} planted-pg online`;
    const others = poisoned.filter(({ outcomes: [outcome] }) => outcome !== found);
    expect(others.filter(({ name }) => !breakNode.includes(name))).toEqual([]);
  });

  it("does not send the token to an unverified server with any of them", () => {
    const others = poisoned.filter(
      ({ name, outcomes: [, outcome] }) =>
        !breakNode.includes(name) &&
        !outcome.includes(`the certificate of ${new URL(untrusted.url).host} is not trusted, or TLS fails`),
    );
    expect(others).toEqual([]);
    expect(untrusted.requests).toEqual([]);
  });

  it("sends the same request with each of them, and nothing to another server", () => {
    expect(received).toBe("");
    const sent = trusted.requests.map(({ method, path, headers }) => ({ method, path, ...headers }));
    expect(new Set(sent.map((request) => JSON.stringify(request))).size).toBe(1);
    expect(sent[0]).toMatchObject({
      method: "GET",
      path: `/v2/databases/${uuid}`,
      authorization: `Bearer ${Emulator.token}`,
      host: new URL(trusted.url).host,
    });
  });

  it("says in its error that NODE_TLS_REJECT_UNAUTHORIZED has no effect", () => {
    const set = poisoned.filter(({ name }) => name === "NODE_TLS_REJECT_UNAUTHORIZED");
    expect(set).toHaveLength(2);
    for (const { outcomes } of set) {
      expect(outcomes[1]).toMatch(
        / NODE_TLS_REJECT_UNAUTHORIZED=0 has no effect here: the token is sent to a verified server only\. \[network_error\]$/,
      );
    }
  });
});
