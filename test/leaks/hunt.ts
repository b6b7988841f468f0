// Canaries: recognisable secrets, and the search for them in everything that must not contain secrets.
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { disguisesOf } from "./disguises";
import { renderings } from "./renderings";

/** A random text that stands for a secret. */
export interface Canary {
  /** The secret that it stands for, such as `pg: connection.password`. */
  readonly name: string;
  readonly text: string;
  /** The letters and digits in its middle, which no quoting changes. */
  readonly core: string;
}

/** A canary in a place where it must not be. */
export interface Finding {
  readonly canary: string;
  readonly disguise: string;
  readonly where: string;
}

/**
 * Creates canaries and searches for them.
 *
 * Every core begins with the same mark, so that a text without the mark, in any encoded form, needs no further search. A
 * mark without a complete core is also a finding: a truncated canary.
 */
export class Hunt {
  public readonly canaries: Canary[] = [];
  /** It begins with a letter, so that its upper case is another text. */
  private readonly mark = `c${randomBytes(8).toString("hex").slice(1)}`;
  private readonly disguisedMarks = disguisesOf(this.mark);
  /** The encoded forms of all cores, by the name of the encoding. */
  private readonly disguisedCores = new Map<string, { readonly canary: string; readonly form: string }[]>();

  /** Creates a canary. `shape` makes a text of the right form from its core. */
  public plant(name: string, shape: (core: string) => string = (core) => core): string {
    const core = this.mark + randomBytes(5).toString("hex");
    const canary = { name, core, text: shape(core) };
    this.canaries.push(canary);
    for (const { name: disguise, form } of disguisesOf(core)) {
      const forms = this.disguisedCores.get(disguise) ?? [];
      this.disguisedCores.set(disguise, forms);
      forms.push({ canary: name, form });
    }
    return canary.text;
  }

  /** The canaries in a value of any type: text, bytes (also zipped) or object. */
  public inValue(value: unknown, where = ""): Finding[] {
    if (typeof value === "string") {
      return this.inText(value, where);
    }
    if (Buffer.isBuffer(value)) {
      return [...this.inText(value.toString("latin1"), where), ...this.inZipped(value, where)];
    }
    return unique(renderings(value).flatMap((text) => this.inText(text, where)));
  }

  /** The canaries in the files below a folder, and in their names. */
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
    // A core begins with the mark, so it has the same encoded form.
    const found = marked.flatMap(({ name: disguise }) =>
      (this.disguisedCores.get(disguise) ?? [])
        .filter(({ form }) => text.includes(form))
        .map(({ canary }) => ({ canary, disguise, where })),
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
