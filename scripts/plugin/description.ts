// Turns a doc comment into a description that fits every language.

/** Sentences that a description does without: the secrecy has a place of its own, and files of this repository are far away. */
const dropped = [/^(Public|Secret|Secret as a whole)\.$/, /^From /, /\bdocs\/\S+\.md\b/];

/** What says nothing to a user of another language. */
const forbidden = [
  ...[/\bundefined\b/, /\bnull\b/, /\{@/, /=>/, /\bTypeScript\b/, /\bPromise/, /\bOutputs?\b/],
  ...[/\bconnectionFor\b/, /\bconnectionEnv\b/, /\bstackOutputs\b/, /\bgetDatabaseUser\b/, /\bdocs\//, /`\{/],
];

interface Known {
  readonly isSecret: boolean;
  /** The values that its type lists. */
  readonly values: readonly string[];
}

/**
 * The description.
 *
 * @param place where the comment is, for messages
 */
export function described(comment: string, place: string, { isSecret, values }: Known): string {
  const paragraphs = comment
    .split(/\n\s*\n/)
    .map(fitting)
    .filter((paragraph) => paragraph !== "");
  const unnamed = values.filter((value) => !comment.includes(`\`${value}\``));
  const sentences = [
    ...(unnamed.length > 0 ? [`Known values: ${values.map((value) => `\`${value}\``).join(", ")}.`] : []),
    ...(isSecret ? ["Secret."] : []),
  ];
  const text = [paragraphs.join("\n\n"), ...sentences].join(" ");
  requireFitting(text, place);
  return text;
}

/** A paragraph without the sentences that belong to the source. */
function fitting(paragraph: string): string {
  return paragraph
    .replace(/\s+/g, " ")
    .trim()
    .split(/(?<=[.)]) (?=[A-Z`(])/)
    .filter((sentence) => !dropped.some((pattern) => pattern.test(sentence)))
    .join(" ")
    .replaceAll("`undefined`", "missing");
}

/** @throws Error if the text is empty, or has a word that does not fit every language */
export function requireFitting(text: string, place: string): void {
  const found = forbidden.map((pattern) => pattern.exec(text)?.[0]).find((word) => word !== undefined);
  if (found !== undefined) {
    throw new Error(`${place}: the description has "${found}", which does not fit every language: ${text}`);
  }
  if (!/^\S.*\S$/s.test(text) || /^Secret\.$/.test(text)) {
    throw new Error(`${place}: there is no doc comment`);
  }
}
