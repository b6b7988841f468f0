import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { looksSecret, neverShow, shortened, shown, shownName } from "../../../src/api/shown";

describe("shown", () => {
  it.each([
    ["creating", "creating"],
    ["db-s.1_2", "db-s.1_2"],
    ["two words", '"two words"'],
    ["büro 😀", '"büro 😀"'],
    ["two\r\nlines", String.raw`"two\r\nlines"`],
    ["half \ud83d", String.raw`"half \ud83d"`],
    ["\u001b[31mred", String.raw`"\u001b[31mred"`],
    ["\u009b31mred", String.raw`"\u{9b}31mred"`],
    ["two\u0085lines", String.raw`"two\u{85}lines"`],
    ["two\u2028lines\u2029", String.raw`"two\u{2028}lines\u{2029}"`],
    ["\u202eenilno", String.raw`"\u{202e}enilno"`],
    ["a tag \u{e0041}", String.raw`"a tag \u{e0041}"`],
  ])("writes %j as %s", (word, inMessage) => {
    expect(shown(word)).toBe(inMessage);
  });

  it("cuts a text after 64 characters", () => {
    expect(shown("x".repeat(65))).toBe(`"${"x".repeat(64)}"`);
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
  ])("shows only the length of %j", (name) => {
    expect(shownName(name)).toBe(`(a name of ${name.length} characters)`);
  });
});

const hex = "0123456789abcdef".repeat(4);
const secrets = [
  "AVNS_c0ffee1590D_decafXy",
  `prefix-AVNS_${"a".repeat(19)}`,
  `dop_v1_${hex}`,
  `doo_v1_${hex}`,
  `dor_v1_${hex}`,
  `DOP_V1_${hex.toUpperCase()}`,
  hex,
  "DO00C0FFEE1590D0DECA",
  "kXo2Yl8vZb4QpR7sT1uW9xEaCdFgHiJ3kLmN5oPq6rS",
  "eyJhbGciOiJIUzI1NiJ9.e30.x",
  "-----BEGIN PRIVATE KEY-----",
  "postgresql://doadmin:hunter2@host/db",
];

describe("A text that looks like a secret", () => {
  it.each(secrets)("is not shown in messages: %s", (secret) => {
    expect(looksSecret(secret)).toBe(true);
    expect(shown(secret)).toBe(`(a text of ${secret.length} characters)`);
    expect(shownName(secret)).toBe(`(a name of ${secret.length} characters)`);
  });

  it.each(secrets)("is not shown if it is part of a text: %s", (secret) => {
    for (const before of [0, 40, 60, 64, 500]) {
      const text = shown(shortened(`${"x".repeat(before)}-${secret}`));
      expect(text).toMatch(/^"?\(a text of \d+ characters\)"?$/);
    }
  });

  it("is not shown if it is longer than any name", () => {
    expect(shown("x".repeat(20_000_000))).toBe("(a text of 20000000 characters)");
  });
});

it.each([
  "db-postgresql-nyc3-01234",
  "app",
  "doadmin",
  "x".repeat(64),
  "a@b",
  "half//way",
  "do_v1_",
  "db_prod_v1_a",
])("looksSecret does not take %s for a secret", (text) => {
  expect(looksSecret(text)).toBe(false);
});

describe("A token that is in use", () => {
  it("is not shown in any form, in upper or lower case", () => {
    neverShow("plain-Token");
    for (const text of ["plain-Token", "PLAIN-TOKEN", "my plain-token here"]) {
      expect(shown(text)).toBe(`(a text of ${text.length} characters)`);
    }
    expect(shown("plain")).toBe("plain");
  });

  it("does not hide words that contain it if it is too short for a token", () => {
    neverShow("Abc");
    expect(shown("abc")).toBe("abc");
  });
});

describe("shortened", () => {
  it("cuts a text to what messages show of it", () => {
    const text = "two words ".repeat(100);
    expect(shortened(text)).toHaveLength(65);
    expect(shown(shortened(text))).toBe(shown(text));
  });

  it("does not keep the whole text in memory", () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage = runInNewContext("gc") as () => void;
    collectGarbage();
    const before = process.memoryUsage().heapUsed;
    // In UTF-16 these have 9 MB. Longer ones are not shown at all.
    const kept = Array.from({ length: 500 }, (_, index) => shortened(`${index}`.padEnd(9000, "名 ")));
    collectGarbage();
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(4_000_000);
    expect(kept.every((text) => text.length === 65)).toBe(true);
  });
});
