// Makes packages of other versions, for tests of upgrades.
import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packPackage } from "../../testing/pack";
import { emptyFolder } from "../package/installation";
import { repository } from "./workspace";

/** Packs this package with another version and a changed first line in each module, and returns the tarball. */
export function packRelease(version: string): string {
  const source = emptyFolder();
  cpSync(join(repository, "dist"), join(source, "dist"), { recursive: true });
  const settings = JSON.parse(readFileSync(join(repository, "package.json"), "utf8")) as object;
  writeFileSync(join(source, "package.json"), JSON.stringify({ ...settings, version }));
  for (const file of readdirSync(join(source, "dist"), { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".js")) {
      const path = join(source, "dist", file);
      writeFileSync(path, `// Of release ${version}.\n${readFileSync(path, "utf8")}`);
    }
  }
  return packPackage(source, source);
}
