/**
 * What a message may show of a text from an answer, an argument or another stack. Every such text passes through here,
 * because passwords and tokens can look like words.
 */

/** A text for a message: short, on one line, and without control characters. */
export function shown(text: string): string {
  if (looksSecret(text)) {
    return hidden(text);
  }
  return plainWord.test(text) ? text : JSON.stringify(text.slice(0, maxShown)).replace(invisible, escaped);
}

/** A name from an argument. Only a plain word is shown, because it may be a password or a URI by mistake. */
export function shownName(name: string): string {
  return plainWord.test(name) && !looksSecret(name) ? name : `(a name of ${lengthOf(name)} characters)`;
}

/**
 * A text cut to the length that {@link shown} needs, so that a long one does not stay in memory. A secret is replaced
 * first, because a part of it would not be recognised.
 */
export function shortened(text: string, maxLength = maxShown + 1): string {
  if (looksSecret(text)) {
    return hidden(text);
  }
  // A slice of a string keeps the whole string in memory; a parsed copy does not.
  return text.length <= maxLength ? text : (JSON.parse(JSON.stringify(text.slice(0, maxLength))) as string);
}

const maxShown = 64;

const plainWord = /^[\w.-]{1,64}$/;

/** Characters that JSON does not escape: terminal controls, marks that reverse the text, line breaks. */
const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16) ?? ""}}`;
}

function hidden(text: string): string {
  return `(a text of ${lengthOf(text)} characters)`;
}

function lengthOf(text: string): number {
  return text.length > 10_000 ? text.length : Array.from(text).length;
}

/** The tokens in use in this process, in lower case. */
const tokens = new Set<string>();

const maxTokens = 100;

/** No token is shorter. A shorter text would be part of many words. */
const minLength = 8;

/** Hides a token in all messages. */
export function neverShow(token: string): void {
  if (token.length >= minLength && tokens.size < maxTokens) {
    tokens.add(token.toLowerCase());
  }
}

/** Forms of secrets: DigitalOcean's passwords, tokens and Spaces keys, many hexadecimal digits, a JSON Web Token, PEM. */
const secretForms: readonly RegExp[] = [
  /AVNS_/i,
  /do[a-z]_v\d_/i,
  /DO00[A-Z0-9]{16}/i,
  /[0-9a-f]{32}/i,
  /eyJ[\w-]{8,}\./,
  /-----BEGIN/,
];

/** Longer texts are not searched and not shown. */
const maxSearched = 10_000;

/** Whether a text contains a token in use, or looks like a token or a password. */
export function looksSecret(text: string): boolean {
  return (
    text.length > maxSearched ||
    secretForms.some((form) => form.test(text)) ||
    hasLogin(text) ||
    hasKey(text) ||
    holdsToken(text)
  );
}

/** Whether it has a long run of letters and digits, as keys have. */
function hasKey(text: string): boolean {
  return (text.match(/[a-z0-9]{40,}/gi) ?? []).some((run) => /[a-z]/i.test(run) && /\d/.test(run));
}

/** Whether it has a URI with a user or a password. */
function hasLogin(text: string): boolean {
  const authority = text.indexOf("//");
  return authority >= 0 && text.includes("@", authority);
}

/** In any case: a host, for example, is in lower case. */
function holdsToken(text: string): boolean {
  const lower = text.toLowerCase();
  for (const token of tokens) {
    if (lower.includes(token)) {
      return true;
    }
  }
  return false;
}

/** The most candidates in one line. */
const maxListed = 20;

/** The first texts of a list and the number of the others: `a, b and 3 more`. */
export function listed<T>(all: readonly T[], text: (one: T) => string): string {
  const rest = all.length - maxListed;
  const first = all.slice(0, maxListed).map(text).join(", ");
  return rest > 0 ? `${first} and ${rest} more` : first;
}

/** Words as a list in a sentence: `uri, host and port`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
