import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { pluginProgram } from "./launch";

const folder = (): string => dirname(pluginProgram());

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The end of a program. */
async function run(program: string, args: string[], path: string): Promise<Ended> {
  const env = { PATH: path };
  return promisify(execFile)(program, args, { env, timeout: 20_000 }).then(
    (printed) => ({ code: 0, ...printed }),
    (error: unknown) => error as Ended,
  );
}

let bin: string;
beforeEach(() => {
  bin = mkdtempSync(join(tmpdir(), "launcher-"));
});
afterEach(() => {
  rmSync(bin, { recursive: true, force: true });
});

/** Puts a script in place of Node.js on the PATH. */
function putNode(script: string): void {
  const file = join(bin, "node");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

const needs = "digitalocean-databases: the plugin needs Node.js 20 or newer, and";

describe("the launcher of the plugin", () => {
  it("exists for Unix, where it can be executed, and for Windows", () => {
    expect(statSync(pluginProgram()).mode & 0o111).toBe(0o111);
    expect(readFileSync(pluginProgram(), "utf8")).toMatch(/^#!\/bin\/sh\n/);
    const windows = readFileSync(`${pluginProgram()}.cmd`, "utf8");
    expect(windows).toContain(`echo ${needs} there is no node on PATH. 1>&2`);
    for (const file of ["start.cjs", "plugin.cjs", "LICENSE", "THIRD-PARTY-LICENSES"]) {
      expect([file, existsSync(join(folder(), file))]).toEqual([file, true]);
    }
  });

  it("says in one line that Node.js is missing if there is no node on PATH", async () => {
    const { code, stdout, stderr } = await run(pluginProgram(), ["127.0.0.1:1"], bin);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: "",
      stderr: `${needs} there is no node on PATH.\n`,
    });
  });

  it("starts the node on PATH with the engine's address, whatever its folder's name is", async () => {
    putNode('printf "%s\\n" "$@"');
    const { stdout } = await run(
      pluginProgram(),
      ["127.0.0.1:1", "a b"],
      [bin, "/usr/bin", "/bin"].join(delimiter),
    );
    expect(stdout.split("\n")).toEqual([join(folder(), "start.cjs"), "127.0.0.1:1", "a b", ""]);
  });

  it.each(["8.17.0", "18.20.8", "19.9.0"])("says in one line that Node.js %s is too old", async (version) => {
    const faked = `Object.defineProperty(process, "versions", { value: { node: "${version}" } });`;
    const preload = join(bin, "old.cjs");
    writeFileSync(preload, faked);
    putNode(`exec "${process.execPath}" --require "${preload}" "$@"`);
    const path = [bin, "/usr/bin", "/bin"].join(delimiter);
    const { code, stdout, stderr } = await run(pluginProgram(), ["127.0.0.1:1"], path);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: "",
      stderr: `${needs} node is ${version}.\n`,
    });
  });

  it("has a start that an old Node.js can read", () => {
    const text = readFileSync(join(folder(), "start.cjs"), "utf8");
    expect(text).not.toMatch(/\b(const|let|import|class|async)\b|=>|`|\?\.|\?\?/);
  });
});
