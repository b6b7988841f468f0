// The pages of the documentation and their code blocks.
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { projectDocuments, readme } from "../../typedoc.json";

export const repository = resolve(__dirname, "../..");

/** All pages, from the root of the repository. */
export const pages: readonly string[] = [readme, ...projectDocuments];

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
