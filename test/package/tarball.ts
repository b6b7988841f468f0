import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { packPackage } from "../../testing/pack";
import { emptyFolder } from "./installation";

/** The package as it is published, and unpacked. */
export interface Tarball {
  /** A temporary folder of everything. */
  readonly folder: string;
  readonly path: string;
  /** Its files' texts by their paths in the package. */
  readonly files: ReadonlyMap<string, string>;
  /** Bytes to download. */
  readonly size: number;
}

/** Packs the package and unpacks it again. */
export function packAndUnpack(): Tarball {
  const folder = emptyFolder();
  const path = packPackage(folder);
  execFileSync("tar", ["-xzf", path, "-C", folder]);
  const root = join(folder, "package");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(root, name)).isFile())
    .map((name): [string, string] => [name, readFileSync(join(root, name), "utf8")]);
  return { folder, path, files: new Map(files), size: statSync(path).size };
}

/** What a module or a declaration file refers to, as it is written there. */
export function referencesOf(text: string): string[] {
  return [...text.matchAll(/(?:\brequire\(|\bfrom |\bimport |\bimport\()"([^"\n]+)"/g)].map(
    ([, reference]) => reference ?? "",
  );
}
