import { homedir, tmpdir } from "node:os";
import { resolve } from "node:path";
import { runInNewContext } from "node:vm";
import type * as pulumi from "@pulumi/pulumi";
import { provider as text } from "../../../src/pulumi/resource/dynamicProvider";
import { pinnedProvider } from "./pinnedProvider";

const root = resolve(__dirname, "../../..");

// Every resource stores this text twice. If it changes, the next update changes the state of every stack with such a
// resource, while other stacks are refreshed with the old text for years. The tests of the host run it.
it("the stored provider is the text in existing states", () => {
  expect(text).toBe(pinnedProvider);
});

it("the stored provider has at most 500 characters as JSON", () => {
  expect(JSON.stringify(text).length).toBeLessThanOrEqual(500);
});

it("the stored provider names only the module that stays the same, and no path of this machine", () => {
  for (const place of [root, homedir(), tmpdir(), "node_modules", "dist", "src/", "axios", "@pulumi"]) {
    expect(text).not.toContain(place);
  }
  expect(text.match(/require\(.*?\)/g)).toEqual(['require("module")']);
  expect(text.match(/\("[^"]*"\)/g)).toEqual([
    '("module")',
    '("pulumi-digitalocean-databases/dynamic")',
    '("\\n")',
  ]);
});

describe("the stored provider in the host", () => {
  /** The provider, and the folders and modules that it asked for. */
  function loaded(load: (name: string) => unknown): {
    provider: pulumi.dynamic.ResourceProvider;
    asked: string[];
  } {
    const asked: string[] = [];
    const createRequire = (from: string) => (name: string) => {
      asked.push(from, name);
      return load(name);
    };
    const exports: { handler?: () => pulumi.dynamic.ResourceProvider } = {};
    const scope = { exports, require: () => ({ createRequire }), process: { cwd: () => "/program" } };
    runInNewContext(text, scope);
    const provider = exports.handler?.();
    if (provider === undefined) {
      throw new Error("there is no handler");
    }
    return { provider, asked };
  }

  const config = { get: () => undefined, require: () => "" } as unknown as pulumi.dynamic.Config;

  it("loads nothing before it is asked to read", async () => {
    const { provider, asked } = loaded(() => undefined);
    await provider.configure?.({ config });
    expect(asked).toEqual([]);
  });

  // The host passes on other reads while `configure` is awaited. Without a `read` it would answer with the inputs.
  it("can read before `configure` has settled", async () => {
    const read = jest.fn(() => ({ id: "read" }));
    const { provider, asked } = loaded(() => ({ read }));
    const configured = provider.configure?.({ config });
    expect(provider.read?.("id", { engine: "pg" })).toEqual({ id: "read" });
    await configured;
    expect(asked).toEqual(["/program/", "pulumi-digitalocean-databases/dynamic"]);
    expect(read.mock.calls).toEqual([[config, "id", { engine: "pg" }]]);
  });

  it("fails with an error of one line without a stack if it cannot load the module", () => {
    const { provider } = loaded((name) => {
      throw new Error(`Cannot find module '${name}'\nRequire stack:\n- /program/noop.js`);
    });
    void provider.configure?.({ config });
    const message =
      "database cluster id: Cannot find module 'pulumi-digitalocean-databases/dynamic'; install it";
    let thrown: unknown;
    try {
      void provider.read?.("id", {});
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ message, stack: "" });
    expect(String(thrown)).toBe(message);
  });
});
