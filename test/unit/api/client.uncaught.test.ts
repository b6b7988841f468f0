import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { Emulator } from "../../../testing/emulator/emulator";
import { Hunt } from "../../leaks/hunt";
import { plantApi, plantToken } from "../../leaks/plantedApi";
import { quotingApis } from "../../leaks/quotingApi";
import { settingsFor, uuid } from "./lookUp";

const hunt = new Hunt();
const token = plantToken(hunt, "token");
plantApi(hunt);
const secrets = hunt.canaries.slice(0, 20).map(({ text }) => text.replaceAll(/[^ -~]/g, ""));
const dist = resolve(__dirname, "../../../dist");

let emulator: Emulator;
beforeEach(async () => {
  emulator = await Emulator.start();
});
afterEach(() => emulator.stop());

/** What Node prints of a program that ends by an error nobody caught. */
async function printedBy(program: string): Promise<string> {
  const ended = await promisify(execFile)(process.execPath, ["-e", program]).then(
    () => undefined,
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  return ended === undefined ? "" : ended.stdout + ended.stderr;
}

it.each(quotingApis(secrets))("$name: Node shows no secret of an error nobody caught", async (api) => {
  emulator.misbehave(api.misbehaviour);
  const settings = { ...settingsFor(emulator.url, { httpRetryMax: 0, requestTimeoutSeconds: 1 }), token };
  const printed = await printedBy(`const { ApiClient } = require(${JSON.stringify(`${dist}/api/client`)});
const { getCluster } = require(${JSON.stringify(`${dist}/reads/clusterShape`)});
getCluster(new ApiClient(${JSON.stringify(settings)}, console.error), "${uuid}");`);
  expect(printed).toContain(`code: '${api.code}'`);
  expect(emulator.requests[0]?.headers.authorization).toBe(`Bearer ${token}`);
  expect(hunt.inValue(printed)).toEqual([]);
});

it("what the program throws of such an answer is found out", async () => {
  emulator.misbehave(quotingApis(secrets)[0]?.misbehaviour ?? { status: 500 });
  const headers = JSON.stringify({ authorization: `Bearer ${token}` });
  const printed = await printedBy(
    `fetch("${emulator.url}/v2/databases", { headers: ${headers} }).then((answer) => answer.text()).then((text) => { throw new Error(text); });`,
  );
  expect(hunt.inValue(printed).map(({ canary }) => canary)).toContain("token");
});
