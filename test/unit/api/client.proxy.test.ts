import axios from "axios";
import { Emulator } from "../../emulator/emulator";
import { lookUp, settingsFor } from "./lookUp";

const variables = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
const exceptions = ["NO_PROXY", "no_proxy"];

let emulator: Emulator;
let proxy: Emulator;
let before: NodeJS.ProcessEnv;
beforeAll(async () => {
  [emulator, proxy] = await Promise.all([Emulator.start(), Emulator.start()]);
  before = { ...process.env };
  for (const variable of variables) {
    process.env[variable] = proxy.url;
  }
  for (const variable of exceptions) {
    process.env[variable] = "";
  }
});
afterAll(async () => {
  for (const variable of [...variables, ...exceptions]) {
    // Assigned, `undefined` would become a text.
    Reflect.deleteProperty(process.env, variable);
  }
  Object.assign(process.env, before);
  await Promise.all([emulator.stop(), proxy.stop()]);
});

it("the trap works: axios, left to itself, goes through the proxy", async () => {
  await axios.get(`${emulator.url}/trap`, { validateStatus: null });
  expect(proxy.requests).toHaveLength(1);
  expect(emulator.requests).toHaveLength(0);
  proxy.behave();
});

it.each(["127.0.0.1", "localhost"])("a request to %s goes through no proxy", async (hostname) => {
  emulator.behave();
  const url = new URL(emulator.url);
  url.hostname = hostname;
  expect((await lookUp(settingsFor(url.href))).name).toBe("planted-pg");
  expect(emulator.requests).toHaveLength(1);
  expect(proxy.requests).toEqual([]);
});
