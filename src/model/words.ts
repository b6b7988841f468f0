/** A word of the API's as a message may show it: short, and on one line. */
export function shown(word: string): string {
  return /^[\w.-]{1,64}$/.test(word) ? word : JSON.stringify(word.slice(0, 64));
}

/** Words as a sentence has them: `uri, host and port`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
