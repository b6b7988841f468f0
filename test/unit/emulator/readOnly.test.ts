import { once } from "node:events";
import { connect } from "node:net";
import { Emulator } from "../../../testing/emulator/emulator";

const path = "/v2/databases/5a1e0000-0000-4000-8000-000000000001";
const authorization = `Authorization: Bearer ${Emulator.token}`;

let emulator: Emulator;
let host: string;
beforeEach(async () => {
  emulator = await Emulator.start();
  host = `Host: ${new URL(emulator.url).host}`;
});
// What the test has not taken fails it here.
afterEach(() => emulator.stop());

/** Sends lines as they are, as no client would. */
async function send(...lines: string[]): Promise<void> {
  const socket = connect(Number(new URL(emulator.url).port), "127.0.0.1").resume();
  socket.write(`${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n`);
  await once(socket, "close");
}

it.each(["/v2/databases", "/v2/databases?page=1&per_page=200", path, `${path}/pools/app%20pool%2F1`])(
  "takes GET %s",
  async (target) => {
    await send(`GET ${target} HTTP/1.1`, host, authorization);
    expect(emulator.requests).toHaveLength(1);
    expect(emulator.takeViolations()).toEqual([]);
  },
);

it.each<[string, (lines: { own: string }) => string[], string]>([
  ["a POST", ({ own }) => [`POST ${path} HTTP/1.1`, own, authorization], "it is not a GET"],
  ["a HEAD", ({ own }) => [`HEAD ${path} HTTP/1.1`, own, authorization], "it is not a GET"],
  ["a DELETE", ({ own }) => [`DELETE ${path} HTTP/1.1`, own, authorization], "it is not a GET"],
  ...[
    "/v2/account",
    "/v2/databasesque",
    "/",
    "/v2/databases/",
    `${path}//users`,
    "/v2/databases/../account",
    "/v2/databases/%2e%2e/account",
    "/v2/databases/x/../y",
    "//example.com/v2/databases",
    `http://example.com${path}`,
  ].map(
    (target) =>
      [
        `a GET of ${target}`,
        ({ own }: { own: string }) => [`GET ${target} HTTP/1.1`, own, authorization],
        "its path is not /v2/databases or below",
      ] as [string, (lines: { own: string }) => string[], string],
  ),
  [
    "a request for another host",
    () => [`GET ${path} HTTP/1.1`, "Host: example.com", authorization],
    "it is for another host",
  ],
  [
    "one without a token",
    ({ own }) => [`GET ${path} HTTP/1.1`, own],
    "it does not have exactly one bearer token",
  ],
  [
    "one with two",
    ({ own }) => [`GET ${path} HTTP/1.1`, own, authorization, "Authorization: Bearer b"],
    "it does not have exactly one bearer token",
  ],
  [
    "one with another kind of login",
    ({ own }) => [`GET ${path} HTTP/1.1`, own, "Authorization: Basic YTpi"],
    "it does not have exactly one bearer token",
  ],
  [
    "a token in the address",
    ({ own }) => [`GET ${path}?token=${Emulator.token} HTTP/1.1`, own, authorization],
    "it has the token in another place too",
  ],
  [
    "a token in another header",
    ({ own }) => [`GET ${path} HTTP/1.1`, own, authorization, `X-Token: ${Emulator.token}`],
    "it has the token in another place too",
  ],
  ["a body", ({ own }) => [`GET ${path} HTTP/1.1`, own, authorization, "Content-Length: 1"], "it has a body"],
  ["a tunnel", ({ own }) => ["CONNECT example.com:443 HTTP/1.1", own], "it is meant for a proxy"],
  [
    "a tunnel with a token",
    ({ own }) => ["CONNECT example.com:443 HTTP/1.1", own, authorization],
    "it is meant for a proxy and has the token",
  ],
])("finds %s", async (_, lines, rule) => {
  await send(...lines({ own: host }));
  expect(() => {
    Emulator.requireReadOnly();
  }).toThrow(rule);
  const violations = emulator.takeViolations();
  expect(violations.map((line) => line.replace(/^.*: /, ""))).toContain(rule);
  expect(() => {
    Emulator.requireReadOnly();
  }).not.toThrow();
});
