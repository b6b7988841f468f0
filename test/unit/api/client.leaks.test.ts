import type { ApiSettings } from "../../../src/api/settings";
import { DigitalOceanApiError } from "../../../src/errors";
import { databaseCluster, plantedPassword } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { leaksIn } from "../leaks";
import { getDatabaseCluster } from "../../../src/index";
import { beginProgram } from "../pulumiProgram";
import { rejectionOf } from "../rejection";
import { failedLookUp, settingsFor, uuid } from "./lookUp";

/** In the form of DigitalOcean's own. */
const canary = `dop_v1_${"c0ffee15900d0000".repeat(4)}`;
/** As long as DigitalOcean's own. */
const password = "AVNS_c0ffee1590D_decafXy";
const secrets = [canary, password, plantedPassword("pg"), "AVNS_plantedErrorBody"];

const emulator = useEmulator();
let settings: ApiSettings;
beforeAll(async () => {
  await beginProgram();
  emulator.allow(canary);
  settings = { ...settingsFor(emulator.url), token: canary };
});

describe("the search finds a secret", () => {
  const error = (message: string): DigitalOceanApiError => new DigitalOceanApiError("server_error", message);
  it.each<[string, (secret: string) => unknown]>([
    ["in a message", (secret) => error(`x ${secret} y`)],
    ["in a stack", (secret) => Object.assign(error("x"), { stack: secret })],
    ["in a cause", (secret) => new Error("x", { cause: { deep: { deeper: { secret } } } })],
    ["in a member", (secret) => Object.assign(error("x"), { config: { a: { b: { c: { d: secret } } } } })],
    ["in a hidden member", (secret) => Object.defineProperty(error("x"), "hidden", { value: { secret } })],
    ["under a symbol", (secret) => Object.assign(error("x"), { [Symbol("x")]: { secret } })],
    ["in a map", (secret) => Object.assign(error("x"), { map: new Map([["a", secret]]) })],
    ["in base64", (secret) => error(Buffer.from(secret).toString("base64"))],
    ["in base64, further on", (secret) => error(Buffer.from(`user:${secret}@host`).toString("base64"))],
    ["in base64 of a header", (secret) => error(Buffer.from(`Bearer ${secret}`).toString("base64url"))],
    ["percent-encoded", (secret) => error(encodeURIComponent(secret))],
    ["in a query", (secret) => error(new URLSearchParams({ secret }).toString())],
    ["in JSON", (secret) => error(JSON.stringify({ secret }))],
    ["in a custom toJSON", (secret) => Object.assign(error("x"), { toJSON: () => secret })],
  ])("%s", (_, plant) => {
    for (const secret of secrets) {
      expect(leaksIn(plant(secret), secrets)).toEqual([secret]);
    }
  });

  it("and nothing where there is none", () => {
    expect(leaksIn(error("database cluster x: the body is empty"), secrets)).toEqual([]);
  });
});

describe("no error shows the token or a password", () => {
  it.each([404, 429, 500])("%i whose id, request_id and headers repeat the token", async (status) => {
    const headers = { "x-request-id": canary, "retry-after": canary, "x-echo": canary };
    emulator.misbehave({ status, headers, body: { id: canary, request_id: canary, message: canary } });
    const { error } = await failedLookUp(settings);
    expect(leaksIn(error, secrets)).toEqual([]);
  });

  /** Each in a place of its own, so that its form is all that is seen of it. */
  const alone = [
    canary,
    canary.slice("dop_v1_".length),
    `doo_v1_${"c0ffee15900d0000".repeat(4)}`,
    `dor_v1_${"c0ffee15900d0000".repeat(4)}`,
    password,
    `x-${password}`,
    password.toLowerCase(),
    "DO00C0FFEE1590D0DECA",
  ];

  it.each(alone)("an error whose id and request_id are %s", async (secret) => {
    const headers = { "x-request-id": secret };
    emulator.misbehave({ status: 404, headers, body: { id: secret, request_id: secret, message: secret } });
    const { error } = await failedLookUp(settings);
    expect(error).toMatchObject({ code: "not_found", id: undefined, requestId: undefined });
    expect(leaksIn(error, [secret])).toEqual([]);
  });

  it.each(alone)("a cluster whose name, engine and status are %s", async (secret) => {
    const withheld = { host: "db.example.com", port: 25060, user: "", password: "" };
    const database = databaseCluster("pg", {
      ...{ name: secret, engine: secret, status: secret },
      connection: withheld,
    });
    emulator.misbehave({ status: 200, body: { database } });
    const error = await rejectionOf(getDatabaseCluster({ uuid, token: canary, apiEndpoint: emulator.url }));
    expect(error).toMatchObject({ code: "credentials_withheld" });
    expect(leaksIn(error, [secret])).toEqual([]);
  });

  it.each(alone)("a list of clusters with the name %s", async (secret) => {
    emulator.misbehave({ status: 200, body: { databases: [databaseCluster("pg", { name: secret })] } });
    const error = await rejectionOf(
      getDatabaseCluster({ name: "other", token: canary, apiEndpoint: emulator.url }),
    );
    expect(error).toMatchObject({ code: "not_found" });
    expect(leaksIn(error, [secret])).toEqual([]);
  });

  it("a token of no known form, wherever it is quoted", async () => {
    const token = "correct_horse_battery";
    emulator.allow(token);
    emulator.misbehave({ status: 404, body: { id: token, message: token } });
    const { error } = await failedLookUp({ ...settings, token });
    expect(error).toMatchObject({ code: "not_found", id: undefined });
    expect(leaksIn(error, [token])).toEqual([]);
  });

  it("a token in the form of a request's name", async () => {
    const token = "0a5e0000-0000-4000-8000-0000000000e1";
    emulator.misbehave({ status: 404, body: { id: "not_found", request_id: token } });
    const { error } = await failedLookUp({ ...settings, token });
    expect(error).toMatchObject({ id: "not_found", requestId: undefined });
    expect(leaksIn(error, [token])).toEqual([]);
  });

  it.each(alone)("an endpoint whose host is %s", async (secret) => {
    const host = secret.replaceAll("_", "-");
    const { error } = await failedLookUp({ ...settings, apiEndpoint: `https://${secret}.example.com` });
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(leaksIn(error, [secret, host])).toEqual([]);
  });

  it("a redirect with the token in its address", async () => {
    emulator.misbehave({ status: 302, headers: { location: `/?token=${canary}` }, body: canary });
    const { error } = await failedLookUp(settings);
    expect(leaksIn(error, secrets)).toEqual([]);
  });

  it.each([`${canary}\n`, ` ${canary}`, `${canary}é`, `${canary}\r\nX: y`])(
    "a malformed token",
    async (token) => {
      const { error } = await failedLookUp({ ...settings, token });
      expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
      expect(leaksIn(error, secrets)).toEqual([]);
      expect(emulator.requests).toEqual([]);
    },
  );

  it("an endpoint with the token in it", async () => {
    const apiEndpoint = emulator.url.replace("://", `://user:${canary}@`);
    const { error } = await failedLookUp({ ...settings, apiEndpoint });
    expect(error.code).toBe("invalid_argument");
    expect(leaksIn(error, secrets)).toEqual([]);
  });

  it("nor does a notice", async () => {
    const notices: string[] = [];
    emulator.misbehave({ status: 429, headers: { "retry-after": "0" }, body: { message: canary } });
    await failedLookUp(settings, notices);
    expect(notices.length).toBeGreaterThan(0);
    expect(leaksIn(notices, secrets)).toEqual([]);
  });
});
