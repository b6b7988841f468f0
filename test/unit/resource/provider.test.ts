import { homedir, tmpdir } from "node:os";
import { resolve } from "node:path";
import { runInNewContext } from "node:vm";
import type * as pulumi from "@pulumi/pulumi";
import { provider as text } from "../../../src/pulumi/resource/dynamicProvider";
import { pinnedProvider } from "./pinnedProvider";

const root = resolve(__dirname, "../../..");

// It is stored with every resource, twice: if this text changes, the next update of every stack that has one changes
// its state, and states with the old text go on to be refreshed with it for years. The tests of the host run it.
it("is what the states hold", () => {
  expect(text).toBe(pinnedProvider);
});

it("is short, also as the JSON that a state is", () => {
  expect(JSON.stringify(text).length).toBeLessThanOrEqual(500);
});

it("names no module but the frozen one, and no place on this machine", () => {
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

describe("run as the host runs it", () => {
  /** The provider, and what it asked for in which folder. */
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

  it("it loads nothing before it is asked to read", async () => {
    const { provider, asked } = loaded(() => undefined);
    await provider.configure?.({ config });
    expect(asked).toEqual([]);
  });

  // The host lets other reads through while `configure` is awaited; without a `read` it answers with the inputs.
  it("it can read at once, before its configuring has settled", async () => {
    const read = jest.fn(() => ({ id: "read" }));
    const { provider, asked } = loaded(() => ({ read }));
    const configured = provider.configure?.({ config });
    expect(provider.read?.("id", { engine: "pg" })).toEqual({ id: "read" });
    await configured;
    expect(asked).toEqual(["/program/", "pulumi-digitalocean-databases/dynamic"]);
    expect(read.mock.calls).toEqual([[config, "id", { engine: "pg" }]]);
  });

  it("what it cannot load is an error of one line, without a stack", () => {
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
