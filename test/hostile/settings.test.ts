import * as fc from "fast-check";
import { getDatabaseCluster } from "../../src/index";
import type { GetDatabaseClusterArgs } from "../../src/index";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { setConfig } from "../unit/pulumiProgram";
import {
  anyArgument,
  answerAny,
  emulator,
  ending,
  everyDay,
  mistakes,
  noText,
  prepareLookUps,
} from "./lookUps";
import { runs } from "./runs";
import { hostileText } from "./texts";

prepareLookUps();

it("getDatabaseCluster sends a random token without the blanks around it, or fails without a request", async () => {
  answerAny();
  const uuid = clusterUuid("pg");
  const visible = fc.string({
    unit: fc.constantFrom(...Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))),
    minLength: 1,
  });
  const blanks = fc.string({ unit: fc.constantFrom(" ", "\n", "\r", "\t", "\u00a0", "\ufeff") });
  const surrounded = fc.tuple(blanks, visible, blanks).map((texts) => texts.join(""));
  await fc.assert(
    fc.asyncProperty(fc.oneof(visible, surrounded, anyArgument), async (token) => {
      const args = { uuid, token, apiEndpoint: emulator.url } as GetDatabaseClusterArgs;
      const sent = typeof token === "string" ? token.trim() : token;
      const { error } = await ending(() => getDatabaseCluster(args), `/v2/databases/${uuid}`, String(sent));
      const isSent = typeof sent === "string" && /^[\x21-\x7e]+$/.test(sent);
      const isUnset = !sent;
      expect(error?.code).toBe(isSent ? undefined : isUnset ? "missing_token" : "invalid_argument");
      if (error !== undefined && typeof token === "string" && token.length > 12) {
        expect(error.message).not.toContain(token);
      }
    }),
    runs(everyDay),
  );
});

it("getDatabaseCluster sends its request below a random endpoint, or fails without showing the endpoint", async () => {
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

it("getDatabaseCluster accepts random values of waitForOnline, requireCredentials and configNamespace, or fails without a request", async () => {
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
            !/^(AVNS_|do._v1_)|[\da-f]{32}/.test(configNamespace));
        expect(error?.code).toBe(isWait && isNamespace ? undefined : "invalid_argument");
      },
    ),
    runs(everyDay),
  );
});

it("getDatabaseCluster accepts a random limit within its bounds, or fails without a request", async () => {
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
