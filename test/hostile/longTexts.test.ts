import { connectionEnv, connectionFor, getDatabaseCluster, getDatabaseUser } from "../../src/index";
import { quotaIn } from "../../src/api/http";
import { requireNamespace, resolveConfiguration } from "../../src/reads/configuration";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { beginProgram, setConfig } from "../unit/pulumiProgram";
import { uuid } from "../unit/api/lookUp";

/** Texts on which a pattern that is not linear takes minutes. */
const million = 1_000_000;
const texts: readonly (readonly [name: string, text: string])[] = [
  ["slashes", "/".repeat(million)],
  ["slashes and another character", `${"/".repeat(million)}x`],
  ["blanks", `x${" ".repeat(million)}x`],
  ["letters", "a".repeat(million)],
  ["digits", "1".repeat(million)],
  ["hexadecimal digits and dashes", "0-".repeat(million)],
  ["dots", "a.".repeat(million)],
  ["underscores", "_".repeat(million)],
  ["beginnings of secrets", "do0_v1_AVNS-//@".repeat(million / 10)],
  ["beginnings of certificates", "-----BEGIN CERTIFICATE-----".repeat(million / 20)],
  ["percent signs", "%41%".repeat(million)],
  ["line breaks", "\n".repeat(million)],
  ["characters beyond the basic plane", "😀".repeat(million / 2)],
  ["ampersands", "?&replicaSet=".repeat(million / 10)],
];

const emulator = useEmulator();
let access: { token: string; apiEndpoint: string };
beforeAll(async () => {
  access = { token: Emulator.token, apiEndpoint: emulator.url };
  await beginProgram();
  setConfig({ "digitalocean:httpRetryMax": "0" });
});
afterAll(() => {
  setConfig({});
});

const source = { engine: "pg", host: "localhost", port: 5432, user: "u", password: "p" };

const settled = (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);
const attempt = (call: () => unknown): void => {
  try {
    call();
  } catch {
    // Refused.
  }
};

/** Far more than any of them takes, also on a busy machine, and far less than the square of their length. */
const seconds = 30;

describe.each(texts)("a million %s", (_, text) => {
  let started: number;
  beforeEach(() => {
    started = performance.now();
    emulator.behave();
  });
  afterEach(() => {
    expect((performance.now() - started) / 1000).toBeLessThan(seconds);
  });

  it("in each argument and setting take no time", async () => {
    const endpoint = `https://127.0.0.1:1/${text}`;
    for (const apiEndpoint of [text, endpoint, `${endpoint}/`, `https://${text}`]) {
      await settled(getDatabaseCluster({ ...access, uuid, apiEndpoint }));
    }
    await settled(getDatabaseCluster({ ...access, uuid, token: text }));
    await settled(getDatabaseCluster({ ...access, uuid: text }));
    await settled(getDatabaseCluster({ ...access, name: text }));
    await settled(getDatabaseCluster({ ...access, uuid, configNamespace: text }));
    await settled(getDatabaseUser({ ...access, clusterUuid: uuid, name: text }));
    attempt(() => requireNamespace(text));
    const config = { get: (key: string) => (key.endsWith("deadlineSeconds") ? text : undefined) };
    attempt(() => resolveConfiguration({ token: "x" }, { reader: "program", config }, { name: "x" }));
  }, 60_000);

  it("in each header take no time", () => {
    const headers = {
      "retry-after": text,
      date: text,
      "ratelimit-remaining": text,
      "ratelimit-reset": text,
    };
    quotaIn(429, headers);
  });

  it("in each member of an answer take no time", async () => {
    for (const member of ["id", "name", "engine", "status", "region", "created_at"]) {
      emulator.misbehave({ status: 200, body: { database: databaseCluster("pg", { [member]: text }) } });
      await settled(getDatabaseCluster({ ...access, uuid, requireCredentials: false }));
    }
    emulator.misbehave({ status: 404, body: { id: text, message: text, request_id: text } });
    await settled(getDatabaseCluster({ ...access, uuid }));
    emulator.misbehave({ status: 200, body: { databases: [{ id: text, name: text }] } });
    await settled(getDatabaseCluster({ ...access, name: "other" }));
  }, 60_000);

  it("in each option of a connection take no time", () => {
    attempt(() => connectionFor(source, { network: text as "public" }));
    attempt(() => connectionFor(source, { node: text as "primary" }));
    attempt(() => connectionEnv(connectionFor(source), { prefix: text }));
  });
});
