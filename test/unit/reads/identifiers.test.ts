import * as fc from "fast-check";
import { ApiClient } from "../../../src/api/client";
import { shownName } from "../../../src/api/shown";
import { connectionPoolRead } from "../../../src/reads/connectionPool";
import { requireName, requireNoUnknownText, requireUuid, unknownText } from "../../../src/reads/identifiers";
import { replicaRead } from "../../../src/reads/replica";
import { userRead } from "../../../src/reads/user";
import { useEmulator } from "../../../testing/emulator/useEmulator";
import { settingsFor } from "../api/lookUp";
import { codePoint } from "../connection/uriParts";
import { thrownBy } from "../rejection";

const uuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";

/** Any name that may be looked up: without control characters and halves of surrogate pairs. */
const anyApiName = fc
  .array(
    fc.oneof(
      fc.constantFrom(...Array.from("./?#%&=+ :@\\;[]{}<>\"'`~!*()")),
      fc.constantFrom("..", "%2e", "%2F", "../", "é", "日", "😀", "\u2028", "\ufeff", "\u202e"),
      codePoint.map((point) => String.fromCodePoint(point)).filter((text) => !/\p{Cc}/u.test(text)),
    ),
    { minLength: 1, maxLength: 85 },
  )
  .map((characters) => characters.join(""))
  .filter((name) => name !== "." && name !== "..");

describe("requireUuid", () => {
  it("accepts a UUID of any version", () => {
    expect(requireUuid(uuid, "uuid")).toBe(uuid);
    expect(requireUuid("00000000-0000-0000-0000-000000000000", "uuid")).toBe(
      "00000000-0000-0000-0000-000000000000",
    );
  });

  it("returns the UUID in lower case, as the API does", () => {
    expect(requireUuid(uuid.toUpperCase(), "uuid")).toBe(uuid);
  });

  it.each<[string, unknown, string]>([
    ["nothing", undefined, "nothing"],
    ["null", null, "nothing"],
    ["an empty string", "", "an empty string"],
    ["a number", 7, "number"],
    ["an array", [uuid], "object"],
    ["an object", { uuid }, "object"],
    ["a name", "backend", '"backend"'],
    ["a path", "../account", '"../account"'],
    ["a UUID with a blank in it", `${uuid.slice(0, 8)} ${uuid.slice(8)}`, "a string of 37 characters"],
    ["two UUIDs", `${uuid}\n${uuid}`, "a string of 73 characters"],
    ["only blanks", " \n", "an empty string"],
    ["a UUID with a path", `${uuid}/users`, "a string of 42 characters"],
    ["a UUID in braces", `{${uuid}}`, "a string of 38 characters"],
    ["a UUID without hyphens", uuid.replaceAll("-", ""), "a string of 32 characters"],
    [
      "a UUID with a letter that is not a hexadecimal digit",
      uuid.replace("9", "g"),
      `"${uuid.replace("9", "g")}"`,
    ],
    ["a database password", "AVNS_pasted", "a string of 11 characters"],
    ["a token", "dop_v1_pasted", "a string of 13 characters"],
    ["two lines", "two\nlines", "a string of 9 characters"],
    ["a short URI", "postgres://u:AVNS_x@h", "a string of 21 characters"],
    ["a person's password", "hunter2", "a string of 7 characters"],
  ])("refuses %s and describes what it got", (_, value, described) => {
    const error = thrownBy(() => requireUuid(value, "clusterUuid"));
    expect(error.code).toBe("invalid_argument");
    expect(error.message).toContain(
      `clusterUuid: expected a UUID such as 9cc10173-e9ea-4176-9dbc-a4cee4c4ff30, got ${described}; `,
    );
    expect(error.message).not.toMatch(/[\r\n]/);
    expect(error.attempts).toBe(0);
  });

  it.each(["\n", "\r\n", " ", "\t", "\u00a0", "\ufeff"])("removes %j before and after the UUID", (blank) => {
    expect(requireUuid(`${blank}${uuid}${blank}`, "uuid")).toBe(uuid);
  });

  it.each<[string, string]>([
    ["one character too few", uuid.slice(0, -1)],
    ["one character too many", `${uuid}0`],
    ["three characters too few", uuid.slice(3)],
    ["one hyphen too few", uuid.replace("-", "")],
    ["no hyphens", uuid.replaceAll("-", "")],
    ["a letter O in place of a zero", uuid.replace("0", "o")],
    ["a hyphen in the wrong place", "9cc1017-3e9ea-4176-9dbc-a4cee4c4ff30"],
    ["four characters too many", `${uuid}0000`],
  ])("describes the form of a UUID if the given one has %s", (_, value) => {
    expect(thrownBy(() => requireUuid(value, "uuid")).message).toContain(
      "; a UUID has five groups of 8, 4, 4, 4 and 12 hexadecimal digits with hyphens between them. Copy it again",
    );
  });

  it.each<[string, string]>([
    ["the URN of a cluster", `do:dbaas:${uuid}`],
    ["the URN of a cluster with its UUID in upper case", `do:dbaas:${uuid.toUpperCase()}\n`],
    [
      "the address of a cluster in the control panel",
      `https://cloud.digitalocean.com/databases/${uuid}?i=ab12cd`,
    ],
    [
      "the address of a page of a cluster in the control panel",
      `https://cloud.digitalocean.com/databases/${uuid}/users`,
    ],
    ["the address of a cluster without https", `cloud.digitalocean.com/databases/${uuid}`],
    ["the address of a cluster in the API", `https://api.digitalocean.com/v2/databases/${uuid}`],
    ["the path of a cluster in the API", `/v2/databases/${uuid}#top`],
    ["a UUID in quotation marks", `"${uuid}"`],
    ["a UUID in braces", `{${uuid}}`],
  ])("says which part to give if it is given %s", (_, value) => {
    const { message } = thrownBy(() => requireUuid(value, "uuid"));
    expect(message).toMatch(
      /^uuid: expected a UUID such as .+, got a string of \d+ characters; give .+ alone\./,
    );
    expect(message).toContain(`; give ${uuid} alone.`);
    expect(message).not.toContain("ab12cd");
  });

  it.each<[string, string]>([
    ["is a password in a URI", `postgres://doadmin:${uuid.replace("9", "8")}@db.example.com/databases`],
    [
      "is a login in a URI that ends like the address of a cluster",
      `https://${uuid.replace("9", "8")}@host/databases/${uuid}`,
    ],
    ["is in the query of a URI", `https://example.com/?token=${uuid.replace("9", "8")}`],
    [
      "is in a query that looks like the path of a cluster",
      `https://example.com/?a=/databases/${uuid.replace("9", "8")}`,
    ],
    ["is in the URN of something else", `do:vpc:${uuid.replace("9", "8")}`],
  ])("does not show a UUID that %s", (_, value) => {
    expect(thrownBy(() => requireUuid(value, "uuid")).message).not.toContain(uuid.replace("9", "8"));
  });

  it.each<[string, string]>([
    ["five characters too many", `${uuid}00000`],
    ["no digit", "abcd-abcd-abcd-abcd"],
    ["text before it", `! ${uuid.slice(1)}`],
    ["text after it", `${uuid.slice(1)} !`],
    ["text before it, without hyphens", `! ${uuid.replaceAll("-", "")}`],
    ["text after it, without hyphens", `${uuid.replaceAll("-", "")} !`],
  ])("does not describe the form of a UUID if what it is given has %s", (_, value) => {
    expect(thrownBy(() => requireUuid(value, "uuid")).message).not.toContain("five groups");
  });

  it.each(["04da6b54-80e4-46f7-96ec-b56ff0331ba9", " 04DA6B54-80E4-46F7-96EC-B56FF0331BA9\n"])(
    "says what the UUID is that Pulumi writes for an unknown value, and how it came about: %j",
    (value) => {
      expect(thrownBy(() => requireUuid(value, "uuid")).message).toBe(
        "uuid: 04da6b54-80e4-46f7-96ec-b56ff0331ba9 is what Pulumi writes for an unknown value, not the UUID of a " +
          "cluster. An update with --target or --exclude left out the resource that the value comes from: run " +
          "`pulumi up` without them in the stack that exports it. [invalid_argument]",
      );
    },
  );

  it("says how to look up by name if it is given a name", () => {
    expect(thrownBy(() => requireUuid("orders-db-1", "uuid", "do this")).message).toContain("; do this. ");
    expect(thrownBy(() => requireUuid("backend", "clusterUuid")).message).toContain(
      "; to look up by name, take the `id` of `getDatabaseCluster({ name })`.",
    );
    for (const other of ["AVNS_pasted", "../account", "", " ", "a/b", "two words"]) {
      expect(thrownBy(() => requireUuid(other, "uuid")).message).not.toContain("by name");
    }
  });

  it("takes little time for texts of megabytes", () => {
    const started = Date.now();
    for (const part of ["/databases", "a/", "-", "{", "do:dbaas:", "\n"]) {
      thrownBy(() => requireUuid(`x${part.repeat(200_000)}x`, "uuid"));
    }
    expect(Date.now() - started).toBeLessThan(10_000);
  });

  it("does not show a text that is longer than a UUID, because it may be a token or a URI", () => {
    const token = `dop_v1_${"0123456789abcdef".repeat(4)}`;
    expect(thrownBy(() => requireUuid(token, "uuid")).message).not.toContain("dop_v1");
  });
});

describe("requireName", () => {
  it.each(["a", "...", "app user/1", "%2e%2e", " "])("accepts %j", (name) => {
    expect(requireName(name, "name")).toBe(name);
  });

  it.each(["x", "😀"])("accepts 255 times the character %s", (character) => {
    expect(requireName(character.repeat(255), "name")).toBe(character.repeat(255));
  });

  const controls = [0, 9, 10, 13, 31, 127, 128, 159].map((code) => `a${String.fromCharCode(code)}b`);

  it.each<[unknown]>([
    ...controls.map((text): [string] => [text]),
    ...["", ".", "..", "x".repeat(256), "\ud800", "a\udc00", undefined, null, 5, true].map(
      (value): [unknown] => [value],
    ),
    [["app"]],
    [{ name: "app" }],
  ])("refuses %j with a message that names the argument and does not show the value", (value) => {
    const error = thrownBy(() => requireName(value, "poolName"));
    expect(error).toMatchObject({ code: "invalid_argument", attempts: 0 });
    expect(error.message).toBe(
      "poolName: expected a name: 1 to 255 characters, no control characters, and neither `.` nor `..`. " +
        "[invalid_argument]",
    );
  });
});

describe("shownName", () => {
  it("shows a word, or only the length, of every name that may be looked up", () => {
    fc.assert(
      fc.property(anyApiName, (name) => {
        expect(shownName(name)).toMatch(/^([\w.-]{1,64}|\(a name of \d{1,3} characters\))$/);
      }),
    );
  });
});

describe.each([
  ["user", "users", userRead],
  ["connection pool", "pools", connectionPoolRead],
  ["replica", "replicas", replicaRead],
] as const)("The lookup of a %s", (_kind, collection, read) => {
  const prefix = `/v2/databases/${uuid}/${collection}/`;

  async function ask(name: string, api: object): Promise<void> {
    // The lookup fails, because there is no answer about a user, a pool or a replica.
    const key = { clusterUuid: uuid, name };
    await read.ask({ key, args: key, api, subject: { name: "x" } } as never).catch(() => undefined);
  }

  it("puts every name into one segment of the path, from which the API decodes it", async () => {
    await fc.assert(
      fc.asyncProperty(anyApiName, async (name) => {
        expect(requireName(name, "name")).toBe(name);
        const paths: string[] = [];
        const api = {
          get: (path: string) => {
            paths.push(path);
            return Promise.reject(new Error("planted"));
          },
          getCluster: () => Promise.reject(new Error("planted")),
        };
        await ask(name, api);
        expect(paths).toHaveLength(1);
        const [path = ""] = paths;
        expect(path.slice(0, prefix.length)).toBe(prefix);
        const segment = path.slice(prefix.length);
        // HTTP changes nothing of these characters.
        expect(segment).toMatch(/^[\w.!~*'()%-]+$/);
        expect(decodeURIComponent(segment)).toBe(name);
      }),
      { numRuns: 150 },
    );
  });

  describe("at the emulator", () => {
    const emulator = useEmulator();

    it("sends names with characters that have a meaning in paths as they are", async () => {
      emulator.misbehave({ status: 200, body: {} });
      for (const name of ["..a", "a/b", "a?b=c", "a#b", "%2e%2e", "a b+c", "../é日😀", ";@:\\"]) {
        emulator.requests.length = 0;
        await ask(name, new ApiClient(settingsFor(emulator.url), () => undefined));
        const sent = emulator.requests.map(({ path }) => path).filter((path) => path.startsWith(prefix));
        expect(sent).toEqual([prefix + encodeURIComponent(name)]);
      }
    });
  });
});

describe("requireNoUnknownText", () => {
  it.each<[string, unknown]>([
    ["as it is", unknownText],
    ["in a list, after another text", ["x", unknownText]],
    ["in an object, before another text", { a: unknownText, b: "x" }],
    ["in a list of objects", [null, { a: { b: unknownText } }]],
    ["as Pulumi writes it for a number", "3eeb2bf0-c639-47a8-9e75-3b44932eb421"],
  ])("refuses a text that Pulumi takes for an unknown value, %s", (_, tags) => {
    const error = thrownBy(() => {
      requireNoUnknownText({ region: "nyc3", tags }, uuid);
    });
    expect(error.message).toBe(
      `database cluster ${uuid}: its tags holds a text that Pulumi takes for a value that is not known yet, so that a ` +
        "resource cannot have it; use getDatabaseCluster. [unexpected_response]",
    );
    expect(error.clusterUuid).toBe(uuid);
  });

  it("accepts all other values", () => {
    requireNoUnknownText({ a: uuid, b: null, c: undefined, d: [1, true, {}], e: `${unknownText} x` }, uuid);
  });
});
