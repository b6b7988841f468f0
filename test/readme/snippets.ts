// The code blocks of the README.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export const repository = resolve(__dirname, "../..");

export const readme = readFileSync(resolve(repository, "README.md"), "utf8");

export interface Snippet {
  readonly language: string;
  readonly text: string;
  /** The HTML comment above it, which names the file that it shows or that tests it. */
  readonly comment: string | undefined;
}

/** All code blocks of the README, in order. */
export const snippets: readonly Snippet[] = [
  ...readme.matchAll(/(?:<!-- (.*?) -->\n\n)?^```(\w*)\n([^]*?)^```$/gm),
].map(([, comment, language = "", text = ""]) => ({ language, text, comment }));

/** The code blocks in a language. */
export function snippetsIn(language: string): readonly Snippet[] {
  return snippets.filter((snippet) => snippet.language === language);
}
