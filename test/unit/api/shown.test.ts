import { looksSecret, neverShow, shortened, shown, shownName } from "../../../src/api/shown";

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

describe("what looks like a secret", () => {
  it.each(secrets)("is not shown: %s", (secret) => {
    expect(looksSecret(secret)).toBe(true);
    expect(shown(secret)).toBe(`(a text of ${secret.length} characters)`);
    expect(shownName(secret)).toBe(`(a name of ${secret.length} characters)`);
  });

  it.each(secrets)("is not shown in part either: %s", (secret) => {
    for (const before of [0, 40, 60, 64, 500]) {
      const text = shown(shortened(`${"x".repeat(before)}-${secret}`));
      expect(text).toMatch(/^"?\(a text of \d+ characters\)"?$/);
    }
  });

  it("includes whatever is longer than any name", () => {
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
])("%s looks like no secret", (text) => {
  expect(looksSecret(text)).toBe(false);
});

describe("a token that a lookup is made with", () => {
  it("is not shown, whatever its form and in either case", () => {
    neverShow("plain-Token");
    for (const text of ["plain-Token", "PLAIN-TOKEN", "my plain-token here"]) {
      expect(shown(text)).toBe(`(a text of ${text.length} characters)`);
    }
    expect(shown("plain")).toBe("plain");
  });

  it("hides no other words if it is too short for a token", () => {
    neverShow("Abc");
    expect(shown("abc")).toBe("abc");
  });
});

describe("a text that is kept for messages", () => {
  it("is cut to what they show, and says the same there", () => {
    const text = "two words ".repeat(100);
    expect(shortened(text)).toHaveLength(65);
    expect(shown(shortened(text))).toBe(shown(text));
  });

  it("does not keep the whole text in memory", () => {
    const kept = Array.from({ length: 50 }, (_, index) => shortened(`${index}`.padEnd(9000, "büro ")));
    expect(kept.every((text) => text.length === 65)).toBe(true);
  });
});
