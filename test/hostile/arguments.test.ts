import * as fc from "fast-check";
import { DigitalOceanApiError } from "../../src/api/errors";
import { getDatabaseCluster, getDatabaseConnectionPool, getDatabaseUser } from "../../src/index";
import type { GetDatabaseClusterArgs } from "../../src/index";
import { clusterUuid, databaseCluster } from "../emulator/clusters";
import { Emulator } from "../emulator/emulator";
import { beginProgram, setConfig, withoutDigitalOceanVariables } from "../unit/pulumiProgram";
import { isLong, runs } from "./runs";
import { hostileText } from "./texts";

jest.setTimeout(isLong ? 3_600_000 : 60_000);

const planted = "dop_v1_planted-by-mistake";
const password = "AVNS_planted-by-mistake";

let emulator: Emulator;
let restore: () => void;
beforeAll(async () => {
  emulator = await Emulator.start();
  restore = withoutDigitalOceanVariables();
  jest.spyOn(console, "warn").mockReturnValue(undefined);
  await beginProgram();
});
// Of an endpoint with a path of its own, or a token like `e`, each test says itself what may be sent.
afterEach(() => void emulator.takeViolations());
afterAll(async () => {
  jest.restoreAllMocks();
  restore();
  await emulator.stop();
});

/** What is no text at all, where one is wanted. */
const noText = fc.constantFrom<unknown>(
  ...[
    undefined,
    null,
    0,
    5,
    true,
    false,
    Number.NaN,
    [],
    ["a"],
    {},
    { value: "a" },
    Symbol("a"),
    5n,
    () => "a",
  ],
);
const mistakes = fc.constantFrom(
  planted,
  password,
  `postgresql://doadmin:${password}@h/d`,
  `${planted}\n`,
  `a ${planted}`,
);
const anyArgument = fc.oneof(hostileText, mistakes, noText);

const uuids = fc.oneof(
  fc.uuid(),
  fc.uuid().map((uuid) => uuid.toUpperCase()),
  fc
    .tuple(fc.uuid(), fc.constantFrom("/users", "/../x", "?a", "#b", " ", "\n", "%00", "\0"))
    .map((parts) => parts.join("")),
  fc.constantFrom(
    "../account",
    "..",
    "metrics/credentials",
    "%2e%2e",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
  ),
  anyArgument,
);

const isUuid = (value: unknown): value is string =>
  typeof value === "string" &&
  value.length === 36 &&
  /^[\da-fA-F]+(-[\da-fA-F]+){4}$/.test(value) &&
  value
    .split("-")
    .map((part) => part.length)
    .join() === "8,4,4,4,12" &&
  !value.includes("\n");

type Ending = { readonly error?: DigitalOceanApiError };

/** How a lookup ends; what it sent is what it should have, or nothing where it fails without an answer. */
async function ending(
  lookup: () => Promise<unknown>,
  expectedPath: string | undefined,
  token: string,
): Promise<Ending> {
  emulator.requests.length = 0;
  const error = await lookup().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error !== undefined && !DigitalOceanApiError.isInstance(error)) {
    throw error as Error;
  }
  expect(error?.message ?? "fine").toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u);
  expect(error?.message ?? "").not.toMatch(/planted-by-mistake|\[object|native code/);
  if (error?.code === "invalid_argument" || error?.code === "missing_token") {
    expect([emulator.requests, error.attempts]).toEqual([[], 0]);
  } else {
    const sent = emulator.requests.map(({ method, path, headers }) => [method, path, headers.authorization]);
    const expected = ["GET", expectedPath, `Bearer ${token}`];
    // A deadline of next to nothing is over before anything is sent.
    expect(error?.code === "timeout" && sent.length === 0 ? expected : sent.flat()).toEqual(expected);
  }
  return error === undefined ? {} : { error };
}

/** Lookups that fail wait a tenth of a second, and one after the other tells whose request is whose. */
const everyDay = 60;

/** Answers any cluster, and no other path. */
function answerAny(): void {
  emulator.behave();
  emulator.misbehave((request, response) => {
    const id = (request.url ?? "").split("/").at(-1);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ database: databaseCluster("pg", { id }) }));
  });
}

it("any uuid: the request for exactly that cluster, or none", async () => {
  answerAny();
  await fc.assert(
    fc.asyncProperty(uuids, async (uuid) => {
      const args = { uuid, token: Emulator.token, apiEndpoint: emulator.url } as GetDatabaseClusterArgs;
      const path = `/v2/databases/${String(uuid).toLowerCase()}`;
      const { error } = await ending(() => getDatabaseCluster(args), path, Emulator.token);
      expect(error?.code).toBe(isUuid(uuid) ? undefined : "invalid_argument");
    }),
    runs(everyDay),
  );
});

it.each([
  ["users", getDatabaseUser],
  ["pools", getDatabaseConnectionPool],
] as const)("any name among %s: one segment of the path, or no request", async (collection, lookup) => {
  emulator.behave();
  // A proxy's word, not the API's: nothing more is asked.
  emulator.misbehave({ status: 404, body: "" });
  const clusterUuid_ = clusterUuid("pg");
  await fc.assert(
    fc.asyncProperty(anyArgument, async (name) => {
      const args = { clusterUuid: clusterUuid_, name, token: Emulator.token, apiEndpoint: emulator.url };
      const segment =
        typeof name === "string" && !/\p{Surrogate}/u.test(name) ? encodeURIComponent(name) : "";
      const path = `/v2/databases/${clusterUuid_}/${collection}/${segment}`;
      const { error } = await ending(() => lookup(args as never), path, Emulator.token);
      expect(["invalid_argument", "not_found"]).toContain(error?.code);
    }),
    runs(everyDay),
  );
});

it("any token: sent as it is, or not at all", async () => {
  answerAny();
  const uuid = clusterUuid("pg");
  const visible = fc.string({
    unit: fc.constantFrom(...Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))),
    minLength: 1,
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(visible, anyArgument), async (token) => {
      const args = { uuid, token, apiEndpoint: emulator.url } as GetDatabaseClusterArgs;
      const { error } = await ending(() => getDatabaseCluster(args), `/v2/databases/${uuid}`, String(token));
      const isSent = typeof token === "string" && /^[\x21-\x7e]+$/.test(token);
      const isUnset = token === "" || !token;
      expect(error?.code).toBe(isSent ? undefined : isUnset ? "missing_token" : "invalid_argument");
      if (error !== undefined && typeof token === "string" && token.length > 12) {
        expect(error.message).not.toContain(token);
      }
    }),
    runs(everyDay),
  );
});

it("any endpoint: asked below it with the token, or refused without showing it", async () => {
  const uuid = clusterUuid("pg");
  answerAny();
  const own = fc
    .tuple(
      fc.constantFrom("http://", "HTTP://", "http:\\\\"),
      fc.webPath(),
      fc.constantFrom("", "/", "//", "/..", "/%2e%2e", "/;a"),
    )
    .map(([scheme, path, end]) => `${scheme}${new URL(emulator.url).host}${path}${end}`);
  const broken = fc
    .tuple(fc.constantFrom("?", "#", "?a=", "#a=", "@h/"), hostileText)
    .map(([separator, text]) => `http://127.0.0.1:9${separator}${text}`);
  const refused = fc
    .oneof(
      broken.filter((text) => /[?#@]/.test(text.slice(0, 30))),
      noText,
      mistakes,
      fc.constantFrom(
        ...[
          "http://example.com",
          "ftp://127.0.0.1",
          "http://u:p@127.0.0.1:9",
          "//127.0.0.1",
          "127.0.0.1:9",
          "javascript:1",
        ],
      ),
    )
    .filter((endpoint) => Boolean(endpoint) && !Array.isArray(endpoint));
  await fc.assert(
    fc.asyncProperty(own, async (apiEndpoint) => {
      const { pathname } = new URL(apiEndpoint);
      const path = `${pathname.replace(/\/+$/, "")}/v2/databases/${uuid}`;
      const args = { uuid, token: Emulator.token, apiEndpoint };
      const { error } = await ending(() => getDatabaseCluster(args), path, Emulator.token);
      expect(error?.code).toBeUndefined();
    }),
    runs(everyDay),
  );
  await fc.assert(
    fc.asyncProperty(refused, async (apiEndpoint) => {
      const args = { uuid, token: Emulator.token, apiEndpoint } as GetDatabaseClusterArgs;
      const { error } = await ending(() => getDatabaseCluster(args), undefined, Emulator.token);
      expect(error?.code).toBe("invalid_argument");
    }),
    runs(everyDay),
  );
});

it("any waitForOnline, requireCredentials and namespace: what is meant, or no request", async () => {
  answerAny();
  const uuid = clusterUuid("pg");
  const waits = fc.oneof(anyArgument, fc.record({ timeoutSeconds: fc.oneof(fc.double(), anyArgument) }));
  await fc.assert(
    fc.asyncProperty(
      waits,
      anyArgument,
      anyArgument,
      async (waitForOnline, requireCredentials, configNamespace) => {
        const args = {
          uuid,
          waitForOnline,
          requireCredentials,
          configNamespace,
        } as unknown as GetDatabaseClusterArgs;
        const all = { ...args, token: Emulator.token, apiEndpoint: emulator.url };
        const { error } = await ending(
          () => getDatabaseCluster(all),
          `/v2/databases/${uuid}`,
          Emulator.token,
        );
        const seconds = (waitForOnline as { timeoutSeconds?: unknown } | null | undefined)?.timeoutSeconds;
        const isWait =
          [undefined, null, true, false].includes(waitForOnline as null) ||
          (typeof seconds === "number" && seconds > 0 && seconds <= 100_000);
        const isNamespace =
          !configNamespace ||
          (typeof configNamespace === "string" &&
            /^[\w.-]{1,100}$/.test(configNamespace) &&
            !/^(AVNS_|do._v1_)/.test(configNamespace));
        expect(error?.code).toBe(isWait && isNamespace ? undefined : "invalid_argument");
      },
    ),
    runs(everyDay),
  );
});

it("any limit in the config: a number within its bounds, or no request", async () => {
  answerAny();
  const uuid = clusterUuid("pg");
  const texts = fc.oneof(
    hostileText,
    fc.constantFrom(
      "1e9",
      "0x10",
      "-1",
      " 5 ",
      "Infinity",
      "0",
      "1.5",
      "1e-400",
      "100000",
      "100001",
      "1_0",
      "٣",
      "0b1",
      " ",
    ),
    fc.double().map(String),
    fc.integer({ min: -5, max: 200_000 }).map(String),
  );
  const names = [
    "httpRetryMax",
    "httpRetryWaitMin",
    "httpRetryWaitMax",
    "deadlineSeconds",
    "quotaWaitSeconds",
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), texts, async (name, text) => {
      setConfig({ [`digitalocean:${name}`]: text });
      const args = { uuid, token: Emulator.token, apiEndpoint: emulator.url };
      const { error } = await ending(() => getDatabaseCluster(args), `/v2/databases/${uuid}`, Emulator.token);
      setConfig({});
      const number = text.trim() === "" ? Number.NaN : Number(text);
      const isCount = name === "httpRetryMax";
      const isBounded = number <= 100_000 && (isCount ? number >= 0 && Number.isInteger(number) : number > 0);
      // A deadline of next to nothing is over before the answer.
      const codes = number < 1 && name === "deadlineSeconds" ? [undefined, "timeout"] : [undefined];
      expect(text === "" || isBounded ? codes : ["invalid_argument"]).toContain(error?.code);
    }),
    runs(everyDay),
  );
});
