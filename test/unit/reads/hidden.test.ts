import { DigitalOceanApiError } from "../../../src/errors";
import { errorWithout, hiding, reportWithout, textsIn } from "../../../src/reads/hidden";

it("errorWithout replaces a short text if it is a word, and not inside other words", () => {
  const error = new DigitalOceanApiError("not_found", 'cluster a: "a" of a team', { clusterUuid: "b" });
  expect(errorWithout(["a"], error)).toMatchObject({
    message: 'cluster [secret]: "[secret]" of [secret] team [not_found]',
    clusterUuid: "b",
  });
});

it("errorWithout keeps what else the error says", () => {
  const facts = { status: 404, id: "not_found", requestId: "r-1", attempts: 3 };
  const clusterUuid = "9cc10173-e9ea-4176-9dbc-a4cee4c4ff30";
  const error = new DigitalOceanApiError("not_found", "no cluster named planted", { ...facts, clusterUuid });
  expect(errorWithout(["planted"], error)).toMatchObject({ code: "not_found", ...facts, clusterUuid });
  const hidden = errorWithout(["planted", clusterUuid], error);
  expect([hidden.clusterUuid, hidden.attempts]).toEqual([undefined, 3]);
});

it("errorWithout keeps the code even if a text is the same word", () => {
  const error = new DigitalOceanApiError("not_found", "user not_found: there is none (404 not_found).");
  expect(errorWithout(["not_found"], error).message).toBe(
    "user [secret]: there is none (404 [secret]). [not_found]",
  );
});

it("reportWithout replaces the texts in everything that a lookup reports", () => {
  const told: string[] = [];
  const tell = (...texts: string[]): void => void told.push(...texts);
  const report = reportWithout(["planted-name"], {
    info: tell,
    warn: tell,
    progress: tell,
    retry: ({ cause, text }) => {
      tell(cause, text);
    },
  });
  report.info("of planted-name");
  report.warn("PLANTED-NAME");
  report.progress("planted-name", "x");
  report.retry({ cause: "planted-name: 503", text: "planted-name: try", waitMs: 1 });
  expect(told).toEqual(["of [secret]", "[secret]", "[secret]", "x", "[secret]: 503", "[secret]: try"]);
});

it("errorWithout returns the same error if it shows none of the texts, also for an empty one", () => {
  const error = new DigitalOceanApiError("not_found", "no cluster (orders). Check it.");
  expect(errorWithout(["planted", ""], error)).toBe(error);
  expect(errorWithout([], error)).toBe(error);
});

it.each<[string, string, string]>([
  ["with the characters of regular expressions", "a.b*c(d", "no a.b*c(d and no aXb*c(d"],
  ["without blanks around it", " \tplanted-text\n", "no planted-text and no aXb*c(d"],
  ["with its quotation marks escaped", 'a "planted" text', 'no a \\"planted\\" text and no aXb*c(d'],
  ["of eight characters inside a longer word", "planted8", "no planted8x and no aXb*c(d"],
])("errorWithout replaces a text %s", (_, text, message) => {
  const { message: cleaned } = errorWithout([text], new DigitalOceanApiError("not_found", message));
  expect(cleaned).toMatch(/^no \[secret\]x? and no aXb\*c\(d \[not_found\]$/);
});

it("errorWithout replaces a long text before a short one that is a part of it", () => {
  const error = new DigitalOceanApiError("not_found", "no planted-name-of-it and no planted-name");
  expect(errorWithout(["planted-name", "planted-name-of-it"], error).message).toBe(
    "no [secret] and no [secret] [not_found]",
  );
});

it("errorWithout leaves a text of seven characters inside a longer word", () => {
  const error = new DigitalOceanApiError("not_found", "no planted and no replanted or planted7");
  expect(errorWithout(["planted"], error).message).toBe(
    "no [secret] and no replanted or planted7 [not_found]",
  );
});

it("textsIn returns the texts of lists and objects at any depth", () => {
  expect(textsIn({ a: "x", b: ["y", { c: "z" }], d: null, e: 1, f: undefined, g: true })).toEqual([
    "x",
    "y",
    "z",
  ]);
  expect([textsIn("x"), textsIn(null), textsIn(7)]).toEqual([["x"], [], []]);
});

describe("hiding", () => {
  it("returns what the work returns, and keeps errors of another class", async () => {
    expect(await hiding(["planted"], () => "planted")).toBe("planted");
    const error = new Error("planted");
    await expect(hiding(["planted"], () => Promise.reject(error))).rejects.toBe(error);
  });

  it("removes the texts from the error of a lookup, whether it is thrown or rejects", async () => {
    const error = new DigitalOceanApiError("not_found", "no planted");
    const throws = (): never => {
      throw error;
    };
    for (const work of [throws, () => Promise.reject(error)]) {
      await expect(hiding(["planted"], work)).rejects.toThrow("no [secret] [not_found]");
    }
  });
});
