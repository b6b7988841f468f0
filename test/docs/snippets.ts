// The pages of the documentation and their code blocks.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const repository = resolve(__dirname, "../..");

/** All pages, from the root of the repository. */
export const pages: readonly string[] = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "examples/README.md"],
  ...readdirSync(join(repository, "docs")).map((name) => `docs/${name}`),
];

export function textOf(page: string): string {
  return readFileSync(join(repository, page), "utf8");
}

export interface Snippet {
  readonly page: string;
  readonly language: string;
  readonly text: string;
  /** The HTML comment above it, which names the file that it shows or that tests it. */
  readonly comment: string | undefined;
}

/** All code blocks, in order. */
export const snippets: readonly Snippet[] = pages.flatMap((page) =>
  [...textOf(page).matchAll(/(?:<!-- (.*?) -->\n\n)?^```(\w*)\n([^]*?)^```$/gm)].map(
    ([, comment, language = "", text = ""]) => ({ page, language, text, comment }),
  ),
);

/** The code blocks of a page in a language. */
export function snippetsIn(page: string, language: string): readonly Snippet[] {
  return snippets.filter((snippet) => snippet.page === page && snippet.language === language);
}
