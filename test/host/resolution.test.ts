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

/** Runs something with a host whose program is in the folder. */
async function withHostIn<T>(cwd: string, act: (host: ProviderHost) => Promise<T>): Promise<T> {
  const config = { "digitalocean:token": Emulator.token, "digitalocean:apiEndpoint": emulator.url };
  const host = await ProviderHost.start({ cwd, config });
  try {
    return await act(host);
  } finally {
    await host.stop();
  }
}

/** Puts a package into the program's `node_modules`. */
function install(name: string, put: (target: string) => void): void {
  const target = join(folder, "node_modules", name);
  mkdirSync(join(target, ".."), { recursive: true });
  put(target);
}

/** Installs the published files of the package in the program's folder, without its dependencies. */
function installCopy(): void {
  install(packageName, (target) => {
    for (const part of ["package.json", "dist"]) {
      cpSync(join(root, part), join(target, part), { recursive: true });
    }
  });
}

describe("the provider host", () => {
  it("finds the package from the program's folder as soon as it is installed there", () =>
    withHostIn(folder, async (host) => {
      expect(await failureOf(host, host.read(uuid))).toBe(
        `database cluster ${uuid}: Cannot find module '${packageName}/dynamic'; install it`,
      );
      expect(emulator.requests).toEqual([]);
      install(packageName, (target) => {
        symlinkSync(root, target);
      });
      expect((await host.read(uuid)).properties["name"]).toBe("planted-pg");
    }));

  it("finds the package from a folder below the one where it is installed", async () => {
    install(packageName, (target) => {
      symlinkSync(root, target);
    });
    const below = join(folder, "infra", "databases");
    mkdirSync(below, { recursive: true });
    const { properties } = await withHostIn(below, (host) => host.read(uuid));
    expect(properties["name"]).toBe("planted-pg");
  });

  it("fails with one line that names a missing dependency of the package", () =>
    withHostIn(folder, async (host) => {
      installCopy();
      expect(await failureOf(host, host.read(uuid))).toContain(
        `database cluster ${uuid}: Cannot find module '@pulumi/pulumi`,
      );
      install("@pulumi", (target) => {
        symlinkSync(join(root, "node_modules/@pulumi"), target);
      });
      expect(await failureOf(host, host.read(uuid))).toContain(
        `database cluster ${uuid}: Cannot find module 'axios'`,
      );
    }));
});
