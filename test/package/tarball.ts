// The packed package, to look at its files.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { packPackage } from "../../testing/pack";
import { emptyFolder } from "./installation";

/** The published package. */
export interface Tarball {
  /** A temporary folder with the tarball and its unpacked files. */
  readonly folder: string;
  readonly path: string;
  /** The texts of its files, by path in the package. */
  readonly files: ReadonlyMap<string, string>;
  /** Size of the tarball in bytes. */
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

/** The module names that a module or a declaration file imports. */
export function referencesOf(text: string): string[] {
  return [...text.matchAll(/(?:\brequire\(|\bfrom |\bimport |\bimport\()"([^"\n]+)"/g)].map(
    ([, reference]) => reference ?? "",
  );
}
