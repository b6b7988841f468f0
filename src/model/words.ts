export { shown, shownName } from "../api/shown";

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
