import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { DatabaseCluster } from "../../../src/index";
import { clusterUuid } from "../../../testing/emulator/clusters";
import { DigitalOceanProvider, setConfig } from "../pulumiProgram";
import { thrownBy } from "../rejection";
import { beginUnitTest, seenCluster } from "./mockedEngine";
import type { Asked } from "./mockedEngine";

const uuid = clusterUuid("pg");
const root = resolve(__dirname, "../../..");

/** Hides the type of a value from the compiler. */
const wrong = (value: unknown): never => value as never;

let asked: Asked[];
beforeAll(async () => {
  asked = await beginUnitTest();
});
beforeEach(() => {
  asked.length = 0;
});

/** The message of the error that the constructor throws before it asks the engine. */
function refusal(args: unknown, opts?: pulumi.CustomResourceOptions): string {
  const error = thrownBy(() => new DatabaseCluster("refused", wrong(args), opts));
  expect(error.code).toBe("invalid_argument");
  expect(error.message).not.toMatch(/[\r\n]/);
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(asked).toEqual([]);
  return error.message;
}

describe("DatabaseCluster", () => {
  it.each([undefined, null, 5, "5a1e0000-0000-4000-8000-000000000001"])(
    "throws invalid_argument if the arguments are %j",
    (args) => {
      expect(refusal(args)).toBe(
        "args: an object that says what to look up is needed, such as { uuid }. [invalid_argument]",
      );
    },
  );

  it.each([
    ["missing", {}, /^uuid: expected a UUID such as \S+, got nothing;/],
    ["null", { uuid: null }, /^uuid: expected a UUID such as \S+, got nothing;/],
    ["empty", { uuid: "" }, /^uuid: expected a UUID such as \S+, got an empty string/],
    ["a name", { uuid: "backend" }, /^uuid: expected a UUID such as \S+, got "backend"/],
    ["a path", { uuid: "../account" }, /^uuid: expected a UUID such as \S+, got "..\/account"/],
    [
      "a text with a line end",
      { uuid: `${uuid}\n${uuid}` },
      /^uuid: expected a UUID such as \S+, got a string of 73 characters/,
    ],
    [
      "the name of a cluster",
      { uuid: "orders" },
      /to look up by name use `getDatabaseClusterOutput\({ name }\)`/,
    ],
    ["an object", { uuid: { uuid } }, /^uuid: expected a UUID such as \S+, got object/],
  ])("throws invalid_argument if the UUID is %s", (_, args, says) => {
    expect(refusal(args)).toMatch(says);
  });

  it("refuses a token, which would be stored", () => {
    const message = refusal({ uuid, token: "dop_v1_canary" });
    expect(message).toContain("token: a resource has none");
    expect(message).toContain("`pulumi config set --secret digitalocean:token`");
    expect(message).not.toContain("canary");
    const another = refusal({ uuid, token: "dop_v1_canary", configNamespace: "europe" });
    expect(another).toContain("`pulumi config set --secret europe:token`");
  });

  it("refuses the option import", () => {
    expect(refusal({ uuid }, { import: uuid })).toMatch(/^import: .* there is nothing to import; leave/);
  });

  it("refuses the option id", () => {
    expect(refusal({ uuid }, { id: uuid })).toMatch(/^id: .*give it as `uuid`/);
  });

  it("refuses the option provider", () => {
    const provider = new DigitalOceanProvider("refused-provider", {});
    asked.length = 0;
    expect(refusal({ uuid }, { provider })).toMatch(/^provider: .*configNamespace.*getDatabaseClusterOutput/);
  });

  it("refuses the same arguments and options in DatabaseCluster.get", () => {
    expect(thrownBy(() => DatabaseCluster.get("refused", "backend")).code).toBe("invalid_argument");
    expect(thrownBy(() => DatabaseCluster.get("refused", uuid, { import: uuid })).message).toMatch(/^import/);
  });
});

it("DatabaseCluster accepts arguments and options that are undefined", async () => {
  const args = wrong({ uuid, token: undefined });
  const opts = wrong({ import: undefined, id: undefined, provider: undefined });
  await seenCluster(new DatabaseCluster("undefined-options", args, opts));
  expect(asked).toHaveLength(1);
});

describe("DatabaseCluster in a program of the compiled package", () => {
  interface Printed {
    readonly withoutPackage: readonly unknown[];
    readonly withMocks: unknown;
    readonly wrong: { asked: unknown[]; messages: unknown[]; areRunErrors: unknown[] };
  }

  let folder: string;
  let printed: Printed;

  // One process for all tests, because it takes a second to load the package.
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "program-"));
    const program = `
      const { runtime, output, RunError } = require(${JSON.stringify(require.resolve("@pulumi/pulumi"))});
      const { DatabaseCluster } = require(${JSON.stringify(root)});
      const construct = () => {
        try { new DatabaseCluster("x", { uuid: "${uuid}" }); return "made" }
        catch (error) { return [error.code, error.message, error.stack === error.message] }
      };
      const withoutPackage = construct();
      const errors = [], asked = [];
      process.on("unhandledRejection", (error) => errors.push(error));
      const newResource = (args) => (asked.push(args.name), { id: args.id, state: {} });
      runtime.setMocks({ newResource, call: () => ({}) }).then(async () => {
        const withMocks = construct();
        process.chdir(${JSON.stringify(root)});
        new DatabaseCluster("wrong", { uuid: output("backend") });
        new DatabaseCluster("right", { uuid: "${uuid}" });
        while (!asked.includes("right") || errors.length === 0) {
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        const wrong = {
          asked,
          messages: [...new Set(errors.map(({ message }) => message))],
          areRunErrors: errors.map(RunError.isInstance),
        };
        process.stdout.write(JSON.stringify({ withoutPackage, withMocks, wrong }));
        process.exit(0);
      });`;
    const run = promisify(execFile);
    // The exit code only says that a resource is unfinished.
    const { stdout } = await run(process.execPath, ["-e", program], { cwd: folder, timeout: 60_000 }).catch(
      (error: unknown) => error as { stdout: string },
    );
    printed = JSON.parse(stdout) as Printed;
  }, 90_000);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it("throws an error that says what to install if the package is not found from the working directory", () => {
    const error = printed.withoutPackage;
    expect(error).toEqual([
      "invalid_argument",
      expect.stringContaining("npm install pulumi-digitalocean-"),
      true,
    ]);
    expect(error[1]).toContain("`main` of the project settings names that folder");
    expect(error[1]).toContain("the working directory");
  });

  it("accepts any working directory in a unit test with mocks", () => {
    expect(printed.withMocks).toBe("made");
  });

  // The SDK treats it as any input that fails, and registers nothing.
  it("fails the program with one error, and does not ask the engine, if an Output has no UUID", () => {
    expect(printed.wrong.asked).toEqual(["x", "right"]);
    expect(printed.wrong.messages).toEqual([
      expect.stringMatching(/^uuid: expected a UUID such as \S+, got "backend"; [^\n]*$/),
    ]);
    expect(new Set(printed.wrong.areRunErrors)).toEqual(new Set([true]));
  });
});

// A warning is shown once for each key and process, so each test has its own namespace.
describe("DatabaseCluster with a token in the config", () => {
  let warn: jest.SpyInstance<ReturnType<typeof pulumi.log.warn>, Parameters<typeof pulumi.log.warn>>;
  beforeEach(() => {
    warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
  });
  afterEach(() => {
    setConfig({});
    jest.restoreAllMocks();
  });

  it("shows one warning for several clusters if the token is in plain text", async () => {
    setConfig({ "plain:token": "dop_v1_canary" });
    for (const name of ["plain-1", "plain-2", "plain-3"]) {
      await seenCluster(new DatabaseCluster(name, { uuid, configNamespace: pulumi.output("plain") }));
    }
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain("`pulumi config set --secret plain:token`");
    expect(warn.mock.calls[0]?.[0]).not.toContain("canary");
  });

  it("shows no warning if the token is encrypted", async () => {
    setConfig({ "encrypted:token": "dop_v1_canary" }, ["encrypted:token"]);
    await seenCluster(new DatabaseCluster("encrypted", { uuid, configNamespace: "encrypted" }));
    expect(warn).not.toHaveBeenCalled();
  });
});
