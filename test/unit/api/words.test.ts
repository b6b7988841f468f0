import { shown } from "../../../src/api/shown";

describe("a word of the API's in a message", () => {
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
  ])("%j", (word, inMessage) => {
    expect(shown(word)).toBe(inMessage);
  });

  it("is cut where it is long", () => {
    expect(shown("x".repeat(65))).toBe(`"${"x".repeat(64)}"`);
  });
});
