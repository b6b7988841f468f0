import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterUuid } from "../../testing/emulator/clusters";
import { Emulator } from "../../testing/emulator/emulator";
import { useEmulator } from "../../testing/emulator/useEmulator";
import { failureOf } from "./failure";
import { ProviderHost, root } from "./providerHost";

const uuid = clusterUuid("pg");
const packageName = "pulumi-digitalocean-databases";

const emulator = useEmulator();
let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "program-")));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs with a host in a folder of the program's. */
async function withHostIn<T>(cwd: string, act: (host: ProviderHost) => Promise<T>): Promise<T> {
  const config = { "digitalocean:token": Emulator.token, "digitalocean:apiEndpoint": emulator.url };
  const host = await ProviderHost.start({ cwd, config });
  try {
    return await act(host);
  } finally {
    await host.stop();
  }
}

/** Puts something of this checkout's into the program's `node_modules`. */
function install(name: string, put: (target: string) => void): void {
  const target = join(folder, "node_modules", name);
  mkdirSync(join(target, ".."), { recursive: true });
  put(target);
}

/** The package as it is published, in the program's folder; its dependencies are not. */
function installCopy(): void {
  install(packageName, (target) => {
    for (const part of ["package.json", "dist"]) {
      cpSync(join(root, part), join(target, part), { recursive: true });
    }
  });
}

it("the package is found from the program's folder, where it is linked", async () => {
  install(packageName, (target) => {
    symlinkSync(root, target);
  });
  const { properties } = await withHostIn(folder, (host) => host.read(uuid));
  expect(properties["name"]).toBe("planted-pg");
});

it("and from a folder below it", async () => {
  install(packageName, (target) => {
    symlinkSync(root, target);
  });
  const below = join(folder, "infra", "databases");
  mkdirSync(below, { recursive: true });
  const { properties } = await withHostIn(below, (host) => host.read(uuid));
  expect(properties["name"]).toBe("planted-pg");
});

it("where it is not to be found, the error names cluster and package, in one line", () =>
  withHostIn(folder, async (host) => {
    expect(await failureOf(host, host.read(uuid))).toBe(
      `database cluster ${uuid}: Cannot find module '${packageName}/dynamic'; install it`,
    );
    expect(emulator.requests).toEqual([]);
  }));

it("once it is installed, the same host finds it", () =>
  withHostIn(folder, async (host) => {
    await failureOf(host, host.read(uuid));
    install(packageName, (target) => {
      symlinkSync(root, target);
    });
    expect((await host.read(uuid)).properties["name"]).toBe("planted-pg");
  }));

describe("where the package is there and a dependency of it is not, the error is one line, too", () => {
  it("@pulumi/pulumi", () =>
    withHostIn(folder, async (host) => {
      installCopy();
      const message = await failureOf(host, host.read(uuid));
      expect(message).toContain(`database cluster ${uuid}: Cannot find module '@pulumi/pulumi`);
    }));

  it("axios", () =>
    withHostIn(folder, async (host) => {
      installCopy();
      install("@pulumi", (target) => {
        symlinkSync(join(root, "node_modules/@pulumi"), target);
      });
      const message = await failureOf(host, host.read(uuid));
      expect(message).toContain(`database cluster ${uuid}: Cannot find module 'axios'`);
    }));
});
