// Reads the descriptions and the examples of the resources and functions, in the form of Pulumi's documentation.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { requireFitting } from "./description";

/** The programs of an example: the language of its code block, and its file. */
const programs = [
  ["python", "main.py"],
  ["go", "main.go"],
  ["csharp", "Program.cs"],
  ["java", "App.java"],
  ["yaml", "Pulumi.yaml"],
] as const;

/** The examples of a project. */
export class Examples {
  /**
   * @param folder has a folder for each resource and function
   * @param goPath the import path of the SDK for Go
   */
  public constructor(
    private readonly folder: string,
    private readonly goPath: string,
  ) {}

  /** The description of a resource or function, with its example. */
  public describe(name: string): string {
    const wrapped = readFileSync(join(this.folder, name, "description.md"), "utf8").trim();
    const text = wrapped.replace(/(?<!\n)\n(?!\n)/g, " ");
    requireFitting(text, name);
    const blocks = programs.map(
      ([language, file]) => `\`\`\`${language}\n${this.program(name, file).trimEnd()}\n\`\`\``,
    );
    return [
      text,
      // The title is a part of the example, so that an SDK without a program in its language does not have it.
      "{{% examples %}}\n{{% example %}}\n\n## Example Usage",
      ...blocks,
      "{{% /example %}}\n{{% /examples %}}",
    ].join("\n\n");
  }

  /** The files in which the import path is not the one of the SDK. */
  public outdated(names: readonly string[]): string[] {
    return names
      .map((name) => join(name, "main.go"))
      .filter((file) => this.withGoPath(file) !== readFileSync(join(this.folder, file), "utf8"));
  }

  /** Writes the import path of the SDK into the files. */
  public update(files: readonly string[]): void {
    for (const file of files) {
      writeFileSync(join(this.folder, file), this.withGoPath(file));
    }
  }

  private program(name: string, file: string): string {
    const path = join(name, file);
    return file === "main.go" ? this.withGoPath(path) : readFileSync(join(this.folder, path), "utf8");
  }

  private withGoPath(file: string): string {
    const text = readFileSync(join(this.folder, file), "utf8");
    return text.replace(/"[^"]+\/digitaloceandatabases"/, `"${this.goPath}"`);
  }
}
