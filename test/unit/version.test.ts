import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { version } from "../../src/version";

it("src/version.ts has the version of package.json", () => {
  const text = readFileSync(resolve(__dirname, "../../package.json"), "utf8");
  expect(version).toBe((JSON.parse(text) as { version: string }).version);
});
