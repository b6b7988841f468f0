import { once } from "node:events";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { Emulator } from "../../../testing/emulator/emulator";

const path = "/v2/databases/5a1e0000-0000-4000-8000-000000000001";
const authorization = `Authorization: Bearer ${Emulator.token}`;

let emulator: Emulator;
let host: string;
beforeEach(async () => {
  emulator = await Emulator.start();
  host = `Host: ${new URL(emulator.url).host}`;
});
// Fails the test if the emulator has forbidden requests that the test has not taken.
afterEach(() => emulator.stop());

/** Sends a request of these lines. */
async function send(...lines: string[]): Promise<void> {
  const socket = connect(Number(new URL(emulator.url).port), "127.0.0.1").resume();
  socket.write(`${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n`);
  await once(socket, "close");
}

it.each(["/v2/databases", "/v2/databases?page=1&per_page=200", path, `${path}/pools/app%20pool%2F1`])(
  "The emulator accepts GET %s",
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
    "a request without a token",
    ({ own }) => [`GET ${path} HTTP/1.1`, own],
    "it does not have exactly one bearer token",
  ],
  [
    "a request with two tokens",
    ({ own }) => [`GET ${path} HTTP/1.1`, own, authorization, "Authorization: Bearer b"],
    "it does not have exactly one bearer token",
  ],
  [
    "a request with a login instead of a token",
    ({ own }) => [`GET ${path} HTTP/1.1`, own, "Authorization: Basic YTpi"],
    "it does not have exactly one bearer token",
  ],
  [
    "a request with the token in the address, too,",
    ({ own }) => [`GET ${path}?token=${Emulator.token} HTTP/1.1`, own, authorization],
    "it has the token in another place too",
  ],
  [
    "a request with the token in another header, too,",
    ({ own }) => [`GET ${path} HTTP/1.1`, own, authorization, `X-Token: ${Emulator.token}`],
    "it has the token in another place too",
  ],
  [
    "a request with a body",
    ({ own }) => [`GET ${path} HTTP/1.1`, own, authorization, "Content-Length: 1"],
    "it has a body",
  ],
  [
    "a request for a tunnel",
    ({ own }) => ["CONNECT example.com:443 HTTP/1.1", own],
    "it is meant for a proxy",
  ],
  [
    "a request for a tunnel with a token",
    ({ own }) => ["CONNECT example.com:443 HTTP/1.1", own, authorization],
    "it is meant for a proxy and has the token",
  ],
])("The emulator records %s as forbidden, and requireReadOnly fails", async (_, lines, rule) => {
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

describe("The set-up file requireReadOnly.ts", () => {
  const root = resolve(__dirname, "../../..");

  interface JestProject {
    readonly displayName: string;
    readonly setupFilesAfterEnv: readonly string[];
  }
  const { projects } = jest.requireActual<{ projects: JestProject[] }>(join(root, "jest.config.js"));

  it.each(projects.map(({ displayName, setupFilesAfterEnv }) => [displayName, setupFilesAfterEnv] as const))(
    "runs before each test file of the project %s",
    (_, files) => {
      expect(files[0]).toBe("<rootDir>/testing/emulator/requireReadOnly.ts");
    },
  );

  it.each([
    ["fails if a POST was sent", "POST", "/v2/databases", "POST /v2/databases: it is not a GET"],
    [
      "fails if an account was read",
      "GET",
      "/v2/account",
      "GET /v2/account: its path is not /v2/databases or below",
    ],
    ["does not fail if a database was read", "GET", "/v2/databases/x", undefined],
  ])("%s in a test file that does not check it itself", async (_, method, path, message) => {
    // Registers its hook for the emulators of this copy of the module.
    const hooks: (() => void)[] = [];
    const afterAllTests = jest.spyOn(globalThis, "afterAll").mockImplementation((hook) => {
      hooks.push(hook as () => void);
    });
    let copy: { Emulator: typeof Emulator } = { Emulator };
    jest.isolateModules(() => {
      copy = jest.requireActual("../../../testing/emulator/emulator");
      jest.requireActual("../../../testing/emulator/requireReadOnly");
    });
    afterAllTests.mockRestore();
    const other = await copy.Emulator.start();
    const headers = { authorization: "Bearer planted-token", connection: "close" };
    await (await fetch(other.url + path, { method, headers })).text();
    expect(hooks).toHaveLength(1);
    if (message === undefined) {
      expect(hooks[0]).not.toThrow();
    } else {
      expect(hooks[0]).toThrow(message);
    }
    other.takeViolations();
    await other.stop();
  });
});
