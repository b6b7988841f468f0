// The versions that this repository's lock file has, for installations in tests, in the demo and in the benchmark.
// Without them an installation takes the newest versions of today. Then the same commit gives another result on another
// day, and fails where a registry does not have all of them: one served @opentelemetry/sdk-trace-node 2.12.1 but not
// @opentelemetry/context-async-hooks 2.12.1, which it requires.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

interface LockedPackage {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const lockFile = readFileSync(resolve(__dirname, "../package-lock.json"), "utf8");
const { packages: locked } = JSON.parse(lockFile) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

/** A lock file for npm that has these versions and no wanted package. npm takes from it what it installs. */
export function npmLockFile(): string {
  return JSON.stringify({ lockfileVersion: 3, packages: { ...locked, "": {} } });
}

/** These versions for the field `resolutions` of package.json, which Yarn and pnpm read: by `name@range`. */
export function resolutions(): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const [path, { dependencies = {} }] of Object.entries(locked)) {
    for (const [name, range] of Object.entries(dependencies)) {
      versions[`${name}@${range}`] ??= versionSeenFrom(path, name);
    }
  }
  return versions;
}

/** The version of the package that Node.js finds from the folder `path`: there or in a folder above it. */
function versionSeenFrom(path: string, name: string): string {
  const version = locked[`${path === "" ? "" : `${path}/`}node_modules/${name}`]?.version;
  if (version !== undefined) {
    return version;
  }
  if (path === "") {
    throw new Error(`the lock file has no ${name}`);
  }
  return versionSeenFrom(path.slice(0, path.lastIndexOf("node_modules/")).replace(/\/$/, ""), name);
}
