/**
 * What a message may show of a text that comes from an answer, an argument or another stack. Every such text goes
 * through here: its form alone does not tell whether it is harmless, because passwords and tokens look like words.
 */

/** A text as a message shows it: short, on one line, and without characters that a terminal acts on. */
export function shown(text: string): string {
  if (looksSecret(text)) {
    return hidden(text);
  }
  return plainWord.test(text) ? text : JSON.stringify(text.slice(0, maxShown)).replace(invisible, escaped);
}

/** The name of what was asked for. Only a plain word is shown: an argument may be a password or a URI by mistake. */
export function shownName(name: string): string {
  return plainWord.test(name) && !looksSecret(name) ? name : `(a name of ${lengthOf(name)} characters)`;
}

/**
 * A text cut to what {@link shown} needs of it, so that nothing of a larger one stays in memory. Its secrets are
 * removed first, as half of one would no longer be recognised.
 */
export function shortened(text: string, maxLength = maxShown + 1): string {
  if (looksSecret(text)) {
    return hidden(text);
  }
  // A slice of a string keeps the whole string in memory. What is parsed anew does not.
  return text.length <= maxLength ? text : (JSON.parse(JSON.stringify(text.slice(0, maxLength))) as string);
}

const maxShown = 64;

const plainWord = /^[\w.-]{1,64}$/;

/** What JSON leaves as it is: controls of the terminal, marks that reverse the text around them, line breaks. */
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

/** The tokens that lookups have been made with in this process, in lower case. */
const tokens = new Set<string>();

const maxTokens = 100;

/** No token is shorter, and a shorter one would be part of many words. */
const minLength = 8;

/** Makes sure that no message shows a token, whatever form it has. */
export function neverShow(token: string): void {
  if (token.length >= minLength && tokens.size < maxTokens) {
    tokens.add(token.toLowerCase());
  }
}

/**
 * Forms of secrets: DigitalOcean's passwords, tokens and Spaces keys, a long run of hexadecimal digits, a JSON Web Token,
 * and a key in PEM.
 */
const secretForms: readonly RegExp[] = [
  /AVNS_/i,
  /do[a-z]_v\d_/i,
  /DO00[A-Z0-9]{16}/i,
  /[0-9a-f]{32}/i,
  /eyJ[\w-]{8,}\./,
  /-----BEGIN/,
];

/** What is longer is not searched, and not shown: no name or word is that long. */
const maxSearched = 10_000;

/** Whether a text contains one of the tokens in use, or looks like a token or a password. */
export function looksSecret(text: string): boolean {
  return (
    text.length > maxSearched ||
    secretForms.some((form) => form.test(text)) ||
    hasLogin(text) ||
    hasKey(text) ||
    holdsToken(text)
  );
}

/** A long run of both letters and digits, which keys are and names are not. */
function hasKey(text: string): boolean {
  return (text.match(/[a-z0-9]{40,}/gi) ?? []).some((run) => /[a-z]/i.test(run) && /\d/.test(run));
}

/** A URI with a user or a password. */
function hasLogin(text: string): boolean {
  const authority = text.indexOf("//");
  return authority >= 0 && text.includes("@", authority);
}

/** In upper or lower case: a host is in lower case, for example. */
function holdsToken(text: string): boolean {
  const lower = text.toLowerCase();
  for (const token of tokens) {
    if (lower.includes(token)) {
      return true;
    }
  }
  return false;
}

/** How many candidates one line can take. */
const maxListed = 20;

/** The first of the texts, as a sentence lists candidates, and how many more there are: `a, b and 3 more`. */
export function listed<T>(all: readonly T[], text: (one: T) => string): string {
  const rest = all.length - maxListed;
  const first = all.slice(0, maxListed).map(text).join(", ");
  return rest > 0 ? `${first} and ${rest} more` : first;
}

/** Words as a sentence has them: `uri, host and port`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
