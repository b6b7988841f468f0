import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { disguisesOf } from "../../leaks/disguises";
import { Hunt } from "../../leaks/hunt";
import { plantApi, plantToken } from "../../leaks/plantedApi";

const hunt = new Hunt();
plantToken(hunt, "token");
plantApi(hunt);
const canary = hunt.canaries.find(({ name }) => name === "pg: connection.password") ?? hunt.canaries[0];
const text = canary?.text ?? "";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hunt-test-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("there are canaries, no two of them alike", () => {
  expect(hunt.canaries.length).toBeGreaterThan(200);
  expect(new Set(hunt.canaries.map(({ core }) => core)).size).toBe(hunt.canaries.length);
  expect(canary?.text).toMatch(/[<&"'\\%/é]/);
});

it.each(disguisesOf(text).map(({ name }) => name))("every canary is found %s", (disguise) => {
  const forms = hunt.canaries.flatMap(({ text: whole }) =>
    disguisesOf(whole).filter(({ name }) => name === disguise),
  );
  const found = new Set(
    hunt.inValue(forms.map(({ form }) => form).join("\n")).map(({ canary: name }) => name),
  );
  // What a disguise does not change has the name of another.
  expect(found.size).toBe(forms.length);
  expect(forms.length).toBeGreaterThan(10);
});

it.each(disguisesOf(text).map(({ name, form }) => [name, form] as const))(
  "%s: found in every place",
  (_, form) => {
    mkdirSync(join(folder, "deep/er"), { recursive: true });
    writeFileSync(join(folder, "deep/er/plain"), `x${form}x`);
    writeFileSync(join(folder, "deep/zipped.gz"), gzipSync(`x${form}x`));
    writeFileSync(join(folder, "deep/zipped-twice"), gzipSync(gzipSync(`x${form}x`)));
    writeFileSync(join(folder, "without"), "nothing");
    const places = new Set(hunt.inFolder(folder).map(({ where }) => where.slice(folder.length + 1)));
    expect(places).toEqual(
      new Set(["deep/er/plain", "deep/zipped.gz, unzipped", "deep/zipped-twice, unzipped, unzipped"]),
    );
    const values: Record<string, unknown> = {
      bytes: Buffer.from(form, "latin1"),
      message: new Error(form),
      stack: Object.assign(new Error("x"), { stack: form }),
      cause: new Error("x", { cause: new Error("y", { cause: { deep: { deeper: [form] } } }) }),
      member: Object.assign(new Error("x"), { config: { a: { b: { c: { d: form } } } } }),
      hidden: Object.defineProperty(new Error("x"), "hidden", { value: { form } }),
      symbol: Object.assign(new Error("x"), { [Symbol("x")]: { form } }),
      map: new Map([["a", new Set([form])]]),
      toJSON: { toJSON: () => form },
      toString: { toString: () => form },
    };
    for (const [place, value] of Object.entries(values)) {
      const found = new Set(hunt.inValue(value, place).map((finding) => finding.canary));
      expect([place, ...found]).toEqual([place, canary?.name]);
    }
  },
);

it("a name of a file is searched, too", () => {
  writeFileSync(join(folder, `log-${canary?.core ?? ""}`), "");
  expect(hunt.inFolder(folder)).toEqual([
    expect.objectContaining({ canary: canary?.name, where: expect.stringContaining("the name ") as string }),
  ]);
});

it("what is left of a canary that was cut is a finding", () => {
  expect(hunt.inValue(canary?.core.slice(0, 20))).toEqual([{ canary: "cut", disguise: "plain", where: "" }]);
});

it("nothing is found where nothing is", () => {
  const other = new Hunt();
  other.plant("another run's");
  expect(hunt.inValue(other.canaries)).toEqual([]);
  expect(hunt.inValue(Buffer.from("database cluster x: the body is empty"))).toEqual([]);
  expect(hunt.inFolder(folder)).toEqual([]);
});
