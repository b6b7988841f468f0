// Finds the Pulumi engine that the developer has installed.
import path from "node:path";
import { cli, dynamicLauncher, foldersBeside, foldersOnPath, locate, nodeHost, versionOf } from "./programs";
import type { Engine } from "./programs";

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
      throw new Error(`found ${pulumi}, but no ${program} beside it or on PATH`);
    }
    return path.dirname(found);
  });
  return {
    // Folders on PATH keep their position: a system folder at the front could change which node is found.
    directories: [...new Set(directories)].filter((folder) => !onPath.includes(folder)),
    version: await versionOf(pulumi),
    origin: "path",
  };
}
