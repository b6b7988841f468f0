import * as fc from "fast-check";
import { ApiClient } from "../../../src/api/client";
import { connectionPoolRead } from "../../../src/reads/connectionPool";
import { replicaRead } from "../../../src/reads/replica";
import { userRead } from "../../../src/reads/user";
import { requireName } from "../../../src/reads/identifiers";
import { shownName } from "../../../src/api/shown";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { thrownBy } from "../rejection";
import { settingsFor, uuid } from "./lookUp";

/** Any name that may be asked for: every character but control characters and halves of surrogate pairs. */
const anyName = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Array.from("./?#%&=+ :@\\;[]{}<>\"'`~!*()")),
      fc.constantFrom("..", "%2e", "%2F", "../", "é", "日", "😀", "\u2028", "\ufeff", "\u202e"),
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }).filter((text) => !/\p{Cc}/u.test(text)),
    ),
    { minLength: 1, maxLength: 85 },
  )
  .map((characters) => characters.join(""))
  .filter((name) => name !== "." && name !== "..");

describe("any name reaches the API as exactly that name", () => {
  const emulator = useEmulator();
  beforeEach(() => {
    emulator.misbehave((request, response) => {
      response.end(JSON.stringify({ users: [], url: request.url }));
    });
  });

  it.each([
    ["users", userRead],
    ["pools", connectionPoolRead],
    ["replicas", replicaRead],
  ] as const)("%s: one segment of the path, and the query untouched", async (collection, read) => {
    const api = new ApiClient(
      settingsFor(emulator.url, { deadlineSeconds: 60, requestTimeoutSeconds: 60 }),
      () => undefined,
    );
    await fc.assert(
      fc.asyncProperty(anyName, async (name) => {
        expect(requireName(name, "name")).toBe(name);
        emulator.requests.length = 0;
        // The lookup fails, because this is no answer about a user, a pool or a replica.
        const key = { clusterUuid: uuid, name };
        await read.ask({ key, args: key, api, subject: { name: "x" } } as never).catch(() => undefined);
        const ofPart = emulator.requests.filter(({ path }) => path !== `/v2/databases/${uuid}`);
        const { path = "" } = ofPart[0] ?? {};
        const prefix = `/v2/databases/${uuid}/${collection}/`;
        expect(path.slice(0, prefix.length)).toBe(prefix);
        const segment = path.slice(prefix.length);
        expect(segment).not.toMatch(/[/?#]/);
        expect(decodeURIComponent(segment)).toBe(name);
        expect(ofPart).toHaveLength(1);
      }),
      { numRuns: 150 },
    );
  });
});

describe("requireName", () => {
  it.each(["a", "...", "x".repeat(255), "😀".repeat(255), "app user/1", "%2e%2e", " "])(
    "takes %j",
    (name) => {
      expect(requireName(name, "name")).toBe(name);
    },
  );

  const controls = [0, 9, 10, 13, 31, 127, 128, 159].map((code) => `a${String.fromCharCode(code)}b`);

  it.each<[unknown]>([
    ...controls.map((text): [string] => [text]),
    ...["", ".", "..", "x".repeat(256), "\ud800", "a\udc00", undefined, null, 5, true].map(
      (value): [unknown] => [value],
    ),
    [["app"]],
    [{ name: "app" }],
  ])("refuses %j, names the argument and shows nothing", (value) => {
    const error = thrownBy(() => requireName(value, "poolName"));
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(error.message).toBe(
      "poolName: expected a name: 1 to 255 characters, no control characters, and neither `.` nor `..`. " +
        "[invalid_argument]",
    );
  });
});

describe("shownName", () => {
  it.each(["app", "doadmin", "app_user-01.eu", "x".repeat(64), "dop", "AVNS"])("shows %s", (name) => {
    expect(shownName(name)).toBe(name);
  });

  it.each([
    "x".repeat(65),
    "a b",
    "a/b",
    "user:password",
    "postgresql://u:p@h",
    "two\u2028lines",
    "AVNS_Qz0abcDEF123",
    "dop_v1_0123456789abcdef",
    "doo_v1_0123456789abcdef",
    "dor_v1_0123456789abcdef",
    "büro",
  ])("tells no more than the length of %j", (name) => {
    expect(shownName(name)).toBe(`(a name of ${name.length} characters)`);
  });

  it("of any text: a word, or its length", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        expect(shownName(name)).toMatch(/^([\w.-]{1,64}|\(a name of \d{1,3} characters\))$/);
      }),
    );
  });
});
