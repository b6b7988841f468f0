import path from "node:path";
import { cli, dynamicLauncher, foldersBeside, foldersOnPath, locate, nodeHost, versionOf } from "./programs";
import type { Engine } from "./programs";

/** An engine that the developer has installed. */
export async function engineOnPath(): Promise<Engine> {
  const onPath = foldersOnPath();
  const pulumi = locate(cli, onPath);
  if (pulumi === undefined) {
    throw new Error(`no ${cli} on PATH`);
  }
  const folders = [...onPath, ...foldersBeside(pulumi)];
  const directories = [nodeHost, dynamicLauncher].map((program) => {
    const found = locate(program, folders);
    if (found === undefined) {
      throw new Error(`${pulumi} is there, but no ${program} beside it or on PATH`);
    }
    return path.dirname(found);
  });
  return {
    // Folders that are on PATH already keep their rank: a system folder put first would bring its own node along.
    directories: [...new Set(directories)].filter((folder) => !onPath.includes(folder)),
    version: await versionOf(pulumi),
    origin: "path",
  };
}
