import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { ApiSettings } from "../../../src/api/settings";
import type { DigitalOceanApiError } from "../../../src/errors";
import { clusterRead } from "../../../src/reads/cluster";
import { databaseCluster, plantedPassword } from "../../../testing/emulator/clusters";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { Hunt } from "../../leaks/hunt";
import { plantApi, plantToken } from "../../leaks/plantedApi";
import { quotingApis } from "../../leaks/quotingApi";
import { leaksIn } from "../leaks";
import { lookUpWithoutProgram } from "../reads/withoutProgram";
import { rejectionOf } from "../rejection";
import { failureOf, settingsFor, uuid } from "./lookUp";

/** In the form of DigitalOcean's own. */
const canary = `dop_v1_${"c0ffee15900d0000".repeat(4)}`;
/** As long as DigitalOcean's own. */
const password = "AVNS_c0ffee1590D_decafXy";
const secrets = [canary, password, plantedPassword("pg"), "AVNS_plantedErrorBody"];

const emulator = useEmulator();
let settings: ApiSettings;
beforeAll(() => {
  emulator.allow(canary);
  settings = { ...settingsFor(emulator.url), token: canary };
});

/** The error of a lookup with the token, as a data function makes it. */
function failureWith(args: { uuid: string } | { name: string }): Promise<DigitalOceanApiError> {
  return rejectionOf(
    lookUpWithoutProgram(clusterRead, { ...args, token: canary, apiEndpoint: emulator.url }),
  );
}

/** Each is in a place of its own, so that only its form shows that it is a secret. */
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

describe("The error of a lookup", () => {
  it.each([404, 429, 500])(
    "does not show the token if a %i repeats it in body and headers",
    async (status) => {
      const headers = { "x-request-id": canary, "retry-after": canary, "x-echo": canary };
      emulator.misbehave({ status, headers, body: { id: canary, request_id: canary, message: canary } });
      expect(leaksIn(await failureOf(settings), secrets)).toEqual([]);
    },
  );

  it.each(alone)("does not show %s if it is the id and the request id of the answer", async (secret) => {
    const headers = { "x-request-id": secret };
    emulator.misbehave({ status: 404, headers, body: { id: secret, request_id: secret, message: secret } });
    const error = await failureOf(settings);
    expect(error).toMatchObject({ code: "not_found", id: undefined, requestId: undefined });
    expect(leaksIn(error, [secret])).toEqual([]);
  });

  it.each(alone)("does not show %s if it is the name, engine and status of the cluster", async (secret) => {
    const withheld = { host: "db.example.com", port: 25060, user: "", password: "" };
    const database = databaseCluster("pg", {
      ...{ name: secret, engine: secret, status: secret },
      connection: withheld,
    });
    emulator.misbehave({ status: 200, body: { database } });
    const error = await failureWith({ uuid });
    expect(error).toMatchObject({ code: "credentials_withheld" });
    expect(leaksIn(error, [secret])).toEqual([]);
  });

  it.each(alone)("does not show %s if it is the name of a cluster in the list", async (secret) => {
    emulator.misbehave({ status: 200, body: { databases: [databaseCluster("pg", { name: secret })] } });
    const error = await failureWith({ name: "other" });
    expect(error).toMatchObject({ code: "not_found" });
    expect(leaksIn(error, [secret])).toEqual([]);
  });

  it.each(alone)("does not show %s if it is the host of the endpoint", async (secret) => {
    const host = secret.replaceAll("_", "-");
    const error = await failureOf({ ...settings, apiEndpoint: `https://${secret}.example.com` });
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(leaksIn(error, [secret, host])).toEqual([]);
  });

  it("does not show a token of an unknown form that the answer quotes", async () => {
    const token = "correct_horse_battery";
    emulator.allow(token);
    emulator.misbehave({ status: 404, body: { id: token, message: token } });
    const error = await failureOf({ ...settings, token });
    expect(error).toMatchObject({ code: "not_found", id: undefined });
    expect(leaksIn(error, [token])).toEqual([]);
  });

  it("does not show a token in the form of a request id", async () => {
    const token = "0a5e0000-0000-4000-8000-0000000000e1";
    emulator.misbehave({ status: 404, body: { id: "not_found", request_id: token } });
    const error = await failureOf({ ...settings, token });
    expect(error).toMatchObject({ id: "not_found", requestId: undefined });
    expect(leaksIn(error, [token])).toEqual([]);
  });

  it("does not show the address of a redirect, which contains the token", async () => {
    emulator.misbehave({ status: 302, headers: { location: `/?token=${canary}` }, body: canary });
    expect(leaksIn(await failureOf(settings), secrets)).toEqual([]);
  });

  it.each([`${canary}\n`, ` ${canary}`, `${canary}é`, `${canary}\r\nX: y`])(
    "does not show the malformed token %j, which is not sent",
    async (token) => {
      const error = await failureOf({ ...settings, token });
      expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
      expect(leaksIn(error, secrets)).toEqual([]);
      expect(emulator.requests).toEqual([]);
    },
  );

  it("does not show an endpoint with the token as its password", async () => {
    const apiEndpoint = emulator.url.replace("://", `://user:${canary}@`);
    const error = await failureOf({ ...settings, apiEndpoint });
    expect(error.code).toBe("invalid_argument");
    expect(leaksIn(error, secrets)).toEqual([]);
  });
});

describe("The notice of a wait for the rate limit", () => {
  it("does not show the token if the answer repeats it", async () => {
    const notices: string[] = [];
    emulator.misbehave({ status: 429, headers: { "retry-after": "0" }, body: { message: canary } });
    await failureOf(settings, notices);
    expect(notices.length).toBeGreaterThan(0);
    expect(leaksIn(notices, secrets)).toEqual([]);
  });
});

describe("The error of a lookup at an API that quotes twenty secrets and the request", () => {
  const hunt = new Hunt();
  const token = plantToken(hunt, "token");
  plantApi(hunt);
  const apis = quotingApis(hunt.canaries.slice(0, 20).map(({ text }) => text.replaceAll(/[^ -~]/g, "")));
  const own = (): ApiSettings => ({
    ...settingsFor(emulator.url, { httpRetryMax: 0, requestTimeoutSeconds: 60 }),
    token,
  });

  it.each(apis)("has no secret in any member or rendering if the API is: $name", async (api) => {
    emulator.misbehave(api.misbehaviour);
    // Only the API that does not answer makes the lookup wait so long.
    const limits = { ...own().limits, ...(api.code === "timeout" ? { requestTimeoutSeconds: 0.1 } : {}) };
    const error = await failureOf({ ...own(), limits });
    expect(error.code).toBe(api.code);
    expect(emulator.requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
    expect(hunt.inValue(error)).toEqual([]);
  });

  /** What Node prints of a program that ends with an error that it does not catch. */
  async function printedBy(program: string): Promise<string> {
    const ended = await promisify(execFile)(process.execPath, ["-e", program]).then(
      () => undefined,
      (error: unknown) => error as { stdout: string; stderr: string },
    );
    return ended === undefined ? "" : ended.stdout + ended.stderr;
  }

  it.each(apis.filter(({ name }) => name === "malformed"))(
    "has no secret in what Node prints of it if the program does not catch it (API: $name)",
    async (api) => {
      const dist = resolve(__dirname, "../../../dist");
      emulator.misbehave(api.misbehaviour);
      const printed = await printedBy(`const { ApiClient } = require(${JSON.stringify(`${dist}/api/client`)});
const { getCluster } = require(${JSON.stringify(`${dist}/reads/clusterShape`)});
getCluster(new ApiClient(${JSON.stringify(own())}, console.error), "${uuid}");`);
      expect(printed).toContain(`code: '${api.code}'`);
      expect(hunt.inValue(printed)).toEqual([]);
    },
    60_000,
  );

  it("would have the token in what Node prints if it quoted the answer", async () => {
    emulator.misbehave(apis[0]?.misbehaviour ?? { status: 500 });
    const headers = JSON.stringify({ authorization: `Bearer ${token}` });
    const printed = await printedBy(
      `fetch("${emulator.url}/v2/databases", { headers: ${headers} }).then((answer) => answer.text()).then((text) => { throw new Error(text); });`,
    );
    expect(hunt.inValue(printed).map(({ canary: name }) => name)).toContain("token");
  }, 60_000);
});
