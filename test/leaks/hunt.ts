import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { disguisesOf } from "./disguises";
import type { Disguise } from "./disguises";
import { renderings } from "./renderings";

/** A text of this run that is to be found nowhere but where it was planted. */
export interface Canary {
  /** What it stands for: `pg: connection.password`. */
  readonly name: string;
  readonly text: string;
  /** The letters and digits in its midst, which no quoting changes. */
  readonly core: string;
}

/** A canary where it should not be. */
export interface Finding {
  readonly canary: string;
  readonly disguise: string;
  readonly where: string;
}

/**
 * Canaries, random in every run, and the search for them.
 *
 * Every core begins with the same mark, so that a text without that, in any disguise, is searched quickly. A mark
 * with no whole core behind it is a finding, too: of a canary that was cut.
 */
export class Hunt {
  public readonly canaries: Canary[] = [];
  private readonly mark = randomBytes(8).toString("hex");
  private readonly disguisedMarks = disguisesOf(this.mark);
  private readonly disguisedCores = new Map<string, readonly Disguise[]>();

  /** A new canary, its core made into what it stands for. */
  public plant(name: string, shape: (core: string) => string = (core) => core): string {
    const core = this.mark + randomBytes(5).toString("hex");
    const canary = { name, core, text: shape(core) };
    this.canaries.push(canary);
    this.disguisedCores.set(core, disguisesOf(core));
    return canary.text;
  }

  /** The canaries that can be read from a value, be it a text, bytes, perhaps zipped, or anything else. */
  public inValue(value: unknown, where = ""): Finding[] {
    if (typeof value === "string") {
      return this.inText(value, where);
    }
    if (Buffer.isBuffer(value)) {
      return [...this.inText(value.toString("latin1"), where), ...this.inZipped(value, where)];
    }
    return unique(renderings(value).flatMap((text) => this.inText(text, where)));
  }

  /** The canaries in the files below a folder, and in the files' names. */
  public inFolder(folder: string): Finding[] {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const content = entry.isFile() ? this.inValue(readFileSync(path), path) : [];
      return [...this.inText(entry.name, `the name ${path}`), ...content];
    });
  }

  private inText(text: string, where: string): Finding[] {
    const marked = this.disguisedMarks.filter(({ form }) => text.includes(form));
    if (marked.length === 0) {
      return [];
    }
    // A core begins with the mark: it is disguised as its mark is.
    const disguises = new Set(marked.map(({ name }) => name));
    const found = this.canaries.flatMap(({ name: canary, core }) =>
      (this.disguisedCores.get(core) ?? [])
        .filter(({ name, form }) => disguises.has(name) && text.includes(form))
        .map(({ name: disguise }) => ({ canary, disguise, where })),
    );
    return found.length > 0 ? found : marked.map(({ name }) => ({ canary: "cut", disguise: name, where }));
  }

  private inZipped(bytes: Buffer, where: string): Finding[] {
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return isZipped ? this.inValue(gunzipSync(bytes), `${where}, unzipped`) : [];
  }
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
