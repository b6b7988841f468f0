// The pages of the documentation.
import { readdirSync } from "node:fs";
import { join } from "node:path";

export const root = join(__dirname, "../..");

/** The paths of the README and of all guides, from the root. */
export const pages: readonly string[] = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
