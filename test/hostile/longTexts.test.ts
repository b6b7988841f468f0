import { connectionEnv, connectionFor, getDatabaseCluster, getDatabaseUser } from "../../src/index";
import { quotaIn } from "../../src/api/http";
import { requireNamespace, resolveConfiguration } from "../../src/reads/configuration";
import { databaseCluster } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { beginProgram, setConfig } from "../unit/pulumiProgram";
import { uuid } from "../unit/api/lookUp";
import { isLong } from "./runs";

/** Texts for which a pattern that is not linear takes minutes. */
const length = isLong ? 1_000_000 : 300_000;
const texts: readonly (readonly [name: string, text: string])[] = [
  ["slashes", "/".repeat(length)],
  ["slashes and another character", `${"/".repeat(length)}x`],
  ["blanks", `x${" ".repeat(length)}x`],
  ["letters", "a".repeat(length)],
  ["digits", "1".repeat(length)],
  ["hexadecimal digits and dashes", "0-".repeat(length)],
  ["dots", "a.".repeat(length)],
  ["underscores", "_".repeat(length)],
  ["beginnings of secrets", "do0_v1_AVNS-//@".repeat(length / 10)],
  ["beginnings of certificates", "-----BEGIN CERTIFICATE-----".repeat(length / 20)],
  ["percent signs", "%41%".repeat(length)],
  ["line breaks", "\n".repeat(length)],
  ["characters beyond the basic plane", "😀".repeat(length / 2)],
  ["ampersands", "?&replicaSet=".repeat(length / 10)],
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

/** Much more than a test takes on a busy machine, and less than a check takes whose time grows with the square of the length. */
const seconds = 30;

describe.each(texts)("a long text of %s", (_, text) => {
  let started: number;
  beforeEach(() => {
    started = performance.now();
  });
  afterEach(() => {
    expect((performance.now() - started) / 1000).toBeLessThan(seconds);
  });

  it("is checked in linear time in each argument and setting", async () => {
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

  it("is checked in linear time in each header", () => {
    const headers = {
      "retry-after": text,
      date: text,
      "ratelimit-remaining": text,
      "ratelimit-reset": text,
    };
    quotaIn(429, headers);
  });

  it("is checked in linear time in each member of an answer", async () => {
    for (const member of ["id", "name", "engine", "status", "region", "created_at"]) {
      emulator.misbehave({ status: 200, body: { database: databaseCluster("pg", { [member]: text }) } });
      await settled(getDatabaseCluster({ ...access, uuid, requireCredentials: false }));
    }
    emulator.misbehave({ status: 404, body: { id: text, message: text, request_id: text } });
    await settled(getDatabaseCluster({ ...access, uuid }));
    emulator.misbehave({ status: 200, body: { databases: [{ id: text, name: text }] } });
    await settled(getDatabaseCluster({ ...access, name: "other" }));
  }, 60_000);

  it("is checked in linear time in each option of a connection", () => {
    attempt(() => connectionFor(source, { network: text as "public" }));
    attempt(() => connectionFor(source, { node: text as "primary" }));
    attempt(() => connectionEnv(connectionFor(source), { prefix: text }));
  });
});
