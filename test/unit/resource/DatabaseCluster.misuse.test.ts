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

/** What TypeScript would not let pass. */
const wrong = (value: unknown): never => value as never;

let asked: Asked[];
beforeAll(async () => {
  asked = await beginUnitTest();
});
beforeEach(() => {
  asked.length = 0;
});

/** The message of the error that a resource is refused with. */
function refusal(args: unknown, opts?: pulumi.CustomResourceOptions): string {
  const error = thrownBy(() => new DatabaseCluster("refused", wrong(args), opts));
  expect(error.code).toBe("invalid_argument");
  expect(error.message).not.toMatch(/[\r\n]/);
  expect(pulumi.RunError.isInstance(error)).toBe(true);
  expect(asked).toEqual([]);
  return error.message;
}

describe("refused at once, and the engine hears nothing of it", () => {
  it.each([undefined, null, 5, "5a1e0000-0000-4000-8000-000000000001"])("arguments that are %j", (args) => {
    expect(refusal(args)).toBe(
      "args: an object that says what to look up is needed, such as { uuid }. [invalid_argument]",
    );
  });

  it.each([
    ["none", {}, /^uuid: expected a UUID such as \S+, got nothing;/],
    ["null", { uuid: null }, /^uuid: expected a UUID such as \S+, got nothing;/],
    ["empty", { uuid: "" }, /^uuid: expected a UUID such as \S+, got an empty string/],
    ["a name", { uuid: "backend" }, /^uuid: expected a UUID such as \S+, got "backend"/],
    ["a path", { uuid: "../account" }, /^uuid: expected a UUID such as \S+, got "..\/account"/],
    [
      "two lines",
      { uuid: `${uuid}\n${uuid}` },
      /^uuid: expected a UUID such as \S+, got a string of 73 characters/,
    ],
    [
      "the name of a cluster",
      { uuid: "orders" },
      /to look up by name use `getDatabaseClusterOutput\({ name }\)`/,
    ],
    ["an object", { uuid: { uuid } }, /^uuid: expected a UUID such as \S+, got object/],
  ])("a UUID that is %s", (_, args, says) => {
    expect(refusal(args)).toMatch(says);
  });

  it("a token: it would be stored", () => {
    const message = refusal({ uuid, token: "dop_v1_canary" });
    expect(message).toContain("token: a resource has none");
    expect(message).toContain("`pulumi config set --secret digitalocean:token`");
    expect(message).not.toContain("canary");
    const another = refusal({ uuid, token: "dop_v1_canary", configNamespace: "europe" });
    expect(another).toContain("`pulumi config set --secret europe:token`");
  });

  it("the option import", () => {
    expect(refusal({ uuid }, { import: uuid })).toMatch(/^import: .* there is nothing to import; leave/);
  });

  it("the option id", () => {
    expect(refusal({ uuid }, { id: uuid })).toMatch(/^id: .*give it as `uuid`/);
  });

  it("the option provider", () => {
    const provider = new DigitalOceanProvider("refused-provider", {});
    asked.length = 0;
    expect(refusal({ uuid }, { provider })).toMatch(/^provider: .*configNamespace.*getDatabaseClusterOutput/);
  });

  it("DatabaseCluster.get, with no UUID, or with options that are refused", () => {
    expect(thrownBy(() => DatabaseCluster.get("refused", "backend")).code).toBe("invalid_argument");
    expect(thrownBy(() => DatabaseCluster.get("refused", uuid, { import: uuid })).message).toMatch(/^import/);
  });
});

it("arguments and options that are undefined are none", async () => {
  const args = wrong({ uuid, token: undefined });
  const opts = wrong({ import: undefined, id: undefined, provider: undefined });
  await seenCluster(new DatabaseCluster("undefined-options", args, opts));
  expect(asked).toHaveLength(1);
});

/** Runs a program on the compiled package, in plain node, and hands back what it prints as JSON. */
async function run(program: string, cwd = root): Promise<unknown> {
  const text = `
    const { runtime, output, RunError } = require(${JSON.stringify(require.resolve("@pulumi/pulumi"))});
    const { DatabaseCluster } = require(${JSON.stringify(root)});
    const print = (value) => process.stdout.write(JSON.stringify(value));
    ${program}`;
  // Its exit code says no more than that it leaves a resource behind.
  const { stdout } = await promisify(execFile)(process.execPath, ["-e", text], { cwd }).catch(
    (error: unknown) => error as { stdout: string },
  );
  return JSON.parse(stdout);
}

// The SDK treats it as any input that fails: nothing of the resource comes about.
it("an Output that holds no UUID fails the program with that one error, and the engine hears nothing", async () => {
  const program = `
    const errors = [], asked = [];
    process.on("unhandledRejection", (error) => errors.push(error));
    const newResource = (args) => (asked.push(args.name), { id: args.id, state: {} });
    runtime.setMocks({ newResource, call: () => ({}) }).then(() => {
      new DatabaseCluster("wrong", { uuid: output("backend") });
      setTimeout(() => {
        print({ asked, messages: [...new Set(errors.map((e) => e.message))], run: errors.map(RunError.isInstance) });
        process.exit(0);
      }, 500);
    });`;
  const { asked: names, messages, run: runErrors } = (await run(program)) as Record<string, unknown[]>;
  expect(names).toEqual([]);
  expect(messages).toEqual([
    expect.stringMatching(/^uuid: expected a UUID such as \S+, got "backend"; [^\n]*$/),
  ]);
  expect(new Set(runErrors)).toEqual(new Set([true]));
}, 30_000);

describe("a program from whose folder the package is not to be found", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "program-"));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const construct = `
    try { new DatabaseCluster("x", { uuid: "${uuid}" }); print("made") }
    catch (error) { print([error.code, error.message, error.stack === error.message]) }
    process.exit(0)`;

  it("is told what to install, at once", async () => {
    const error = (await run(construct, folder)) as unknown[];
    expect(error).toEqual([
      "invalid_argument",
      expect.stringContaining("npm install pulumi-digitalocean-"),
      true,
    ]);
    expect(error[1]).toContain("`main` of the project settings names that folder");
    expect(error[1]).toContain("the working directory");
  }, 30_000);

  it("is let be where it is a unit test", async () => {
    const mocks = `{ newResource: (args) => ({ id: args.id, state: {} }), call: () => ({}) }`;
    expect(await run(`runtime.setMocks(${mocks}).then(() => { ${construct} })`, folder)).toBe("made");
  }, 30_000);
});

// Which keys were warned of is remembered for the process: each test has a namespace of its own.
describe("a token that stands in the config in plaintext", () => {
  let warn: jest.SpyInstance<ReturnType<typeof pulumi.log.warn>, Parameters<typeof pulumi.log.warn>>;
  beforeEach(() => {
    warn = jest.spyOn(pulumi.log, "warn").mockResolvedValue();
  });
  afterEach(() => {
    setConfig({});
    jest.restoreAllMocks();
  });

  it("gets one warning, however many clusters there are", async () => {
    setConfig({ "plain:token": "dop_v1_canary" });
    for (const name of ["plain-1", "plain-2", "plain-3"]) {
      await seenCluster(new DatabaseCluster(name, { uuid, configNamespace: pulumi.output("plain") }));
    }
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0]?.[0]).toContain("`pulumi config set --secret plain:token`");
    expect(warn.mock.calls[0]?.[0]).not.toContain("canary");
  });

  it("gets none where it is encrypted", async () => {
    setConfig({ "encrypted:token": "dop_v1_canary" }, ["encrypted:token"]);
    await seenCluster(new DatabaseCluster("encrypted", { uuid, configNamespace: "encrypted" }));
    expect(warn).not.toHaveBeenCalled();
  });
});
