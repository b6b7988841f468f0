import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { disguisesOf } from "../../leaks/disguises";
import { Hunt } from "../../leaks/hunt";
import { plantApi, plantToken } from "../../leaks/plantedApi";
import { DigitalOceanApiError } from "../../../src/errors";
import { leaksIn } from "../leaks";

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

it("Hunt.plant makes hundreds of canaries that all differ", () => {
  expect(hunt.canaries.length).toBeGreaterThan(200);
  expect(new Set(hunt.canaries.map(({ core }) => core)).size).toBe(hunt.canaries.length);
  expect(canary?.text).toMatch(/[<&"'\\%/é]/);
});

it.each(disguisesOf(text).map(({ name }) => name))(
  "Hunt.inValue finds every canary in this form: %s",
  (disguise) => {
    const forms = hunt.canaries.flatMap(({ text: whole }) =>
      disguisesOf(whole).filter(({ name }) => name === disguise),
    );
    const found = new Set(
      hunt.inValue(forms.map(({ form }) => form).join("\n")).map(({ canary: name }) => name),
    );
    // If an encoding changes nothing, its form has the name of another one.
    expect(found.size).toBe(forms.length);
    expect(forms.length).toBeGreaterThan(10);
  },
);

it.each(disguisesOf(text).map(({ name, form }) => [name, form] as const))(
  "Hunt finds a canary in this form in files and all members of a value: %s",
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

it("Hunt.inFolder finds a canary in the name of a file", () => {
  writeFileSync(join(folder, `log-${canary?.core ?? ""}`), "");
  expect(hunt.inFolder(folder)).toEqual([
    expect.objectContaining({ canary: canary?.name, where: expect.stringContaining("the name ") as string }),
  ]);
});

it("Hunt.inValue finds the beginning of a canary that was cut", () => {
  expect(hunt.inValue(canary?.core.slice(0, 20))).toEqual([{ canary: "cut", disguise: "plain", where: "" }]);
});

it("Hunt finds nothing in values and folders without canaries", () => {
  const other = new Hunt();
  other.plant("another run's");
  expect(hunt.inValue(other.canaries)).toEqual([]);
  expect(hunt.inValue(Buffer.from("database cluster x: the body is empty"))).toEqual([]);
  expect(hunt.inFolder(folder)).toEqual([]);
});

describe("leaksIn", () => {
  const secrets = [`dop_v1_${"c0ffee15900d0000".repeat(4)}`, "AVNS_c0ffee1590D_decafXy", text];
  const error = (message: string): DigitalOceanApiError => new DigitalOceanApiError("server_error", message);

  it.each<[string, (secret: string) => unknown]>([
    ["in a message", (secret) => error(`x ${secret} y`)],
    ["in a stack", (secret) => Object.assign(error("x"), { stack: secret })],
    ["in a cause", (secret) => new Error("x", { cause: { deep: { deeper: { secret } } } })],
    ["in a member", (secret) => Object.assign(error("x"), { config: { a: { b: { c: { d: secret } } } } })],
    ["in a hidden member", (secret) => Object.defineProperty(error("x"), "hidden", { value: { secret } })],
    ["under a symbol", (secret) => Object.assign(error("x"), { [Symbol("x")]: { secret } })],
    ["in a map", (secret) => Object.assign(error("x"), { map: new Map([["a", secret]]) })],
    ["in base64", (secret) => error(Buffer.from(secret).toString("base64"))],
    ["in the middle of base64", (secret) => error(Buffer.from(`user:${secret}@host`).toString("base64"))],
    ["in a header in base64", (secret) => error(Buffer.from(`Bearer ${secret}`).toString("base64url"))],
    ["percent-encoded", (secret) => error(encodeURIComponent(secret))],
    ["in a query", (secret) => error(new URLSearchParams({ secret }).toString())],
    ["in JSON", (secret) => error(JSON.stringify({ secret }))],
    ["in the result of toJSON", (secret) => Object.assign(error("x"), { toJSON: () => secret })],
  ])("finds a secret %s", (_, plant) => {
    for (const secret of secrets) {
      expect(leaksIn(plant(secret), secrets)).toEqual([secret]);
    }
  });

  it("finds nothing in an error without secrets", () => {
    expect(leaksIn(error("database cluster x: the body is empty"), secrets)).toEqual([]);
  });
});
