import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dependencies } from "../../package.json";
import { repository } from "../engine/workspace";

interface LockedPackage {
  readonly version: string;
  readonly license?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
}

const lockfile = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};
const locked = Object.entries(lockfile.packages).filter(([path]) => path !== "");
/** What a user installs with this package, except Pulumi's SDK, which is there already. */
const installed = locked.filter(([, { dev }]) => dev !== true);

/** The result of `npm audit` for what users install, or the reason if there is none. */
function audit(): { readonly vulnerabilities: object } | { readonly unavailable: string } {
  const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
    cwd: repository,
    encoding: "utf8",
    timeout: 60_000,
  });
  try {
    const { vulnerabilities, message } = JSON.parse(stdout) as { vulnerabilities?: object; message?: string };
    return vulnerabilities === undefined
      ? { unavailable: message?.split("\n")[0] ?? "the registry has no answer" }
      : { vulnerabilities };
  } catch {
    return { unavailable: "the registry has no answer" };
  }
}

describe("the dependencies of the package", () => {
  it("are locked, each with the hash of its tarball and without the host of a registry", () => {
    expect(locked.length).toBeGreaterThan(100);
    const integrity = /^sha512-[\w+/]{86}==$/;
    expect(
      locked.filter(([, entry]) => !integrity.test(entry.integrity ?? "")).map(([path]) => path),
    ).toEqual([]);
    expect(locked.filter(([, entry]) => entry.resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it("are axios, fastest-levenshtein and what these need, all with permissive licences", () => {
    expect(Object.keys(dependencies)).toEqual(["axios", "fastest-levenshtein"]);
    expect(installed.map(([path]) => path)).toEqual(
      expect.arrayContaining(["node_modules/axios", "node_modules/fastest-levenshtein"]),
    );
    const permissive = ["MIT", "ISC", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "0BSD"];
    expect(
      installed.filter(([, { license }]) => !permissive.includes(license ?? "")).map(([path]) => path),
    ).toEqual([]);
    // Each one must be trusted, so a new one must be noticed.
    expect(installed.length).toBeLessThanOrEqual(31);
  });

  it("have no scripts that an installation runs", () => {
    expect(installed.filter(([, entry]) => entry.hasInstallScript === true)).toEqual([]);
  });

  const audited = audit();
  const unavailable = "unavailable" in audited ? audited.unavailable : undefined;
  (unavailable === undefined ? it : it.skip)(
    `have no known vulnerability${unavailable === undefined ? "" : " (skipped: npm audit is unavailable)"}`,
    () => {
      expect(audited).toEqual({ vulnerabilities: {} });
    },
  );
});
