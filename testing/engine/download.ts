// Downloads the official Pulumi release with the SDK's own installer.
import { mkdirSync } from "node:fs";
import path from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/package.json";
import { cached } from "./cache";
import type { CacheEntry } from "./cache";
import { cli, dynamicLauncher, nodeHost } from "./programs";
import { run } from "./run";

const limitSeconds = 60;

const suffix = process.platform === "win32" ? ".exe" : "";
const launcherSuffix = process.platform === "win32" ? ".cmd" : "";

/** The release of the same version as the SDK. */
export const downloadedEngine: CacheEntry = {
  name: `download-${sdkVersion}`,
  files: [cli + suffix, nodeHost + suffix, dynamicLauncher + launcherSuffix].map((name) =>
    path.join("bin", name),
  ),
};

/** Returns the folder of the downloaded engine in the cache. The limit is for networks that drop the connection silently. */
export function downloadEngine(report: (line: string) => void): Promise<string> {
  return cached(downloadedEngine, async (folder) => {
    report(`Downloading Pulumi ${sdkVersion} (at most ${limitSeconds} s) …`);
    // Partial archives of a killed installer land here, beside the content, and are removed with it.
    const scratch = `${folder}.scratch`;
    mkdirSync(scratch);
    await run(process.execPath, [path.join(__dirname, "officialInstall.mjs"), folder], {
      env: { ...process.env, TMPDIR: scratch, TEMP: scratch, TMP: scratch },
      timeoutSeconds: limitSeconds,
      progress: (seconds) => {
        report(`… still downloading (${seconds} s)`);
      },
    });
  });
}
