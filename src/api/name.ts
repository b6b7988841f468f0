import { DigitalOceanApiError } from "./errors";

/**
 * The name, once it is sure to be one that can be asked for: it becomes part of a path, in which `..` would lead
 * elsewhere.
 *
 * @param argument the argument's name, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireName(value: unknown, argument: string): string {
  if (
    typeof value === "string" &&
    /^[^\p{Cc}\p{Surrogate}]{1,255}$/u.test(value) &&
    !/^\.{1,2}$/.test(value)
  ) {
    return value;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `${argument}: it must be a name: a text of 1 to 255 characters, none of them a control character, and not \`.\` or \`..\`.`,
  );
}

/**
 * A name as a message may show it; of what is no name, and may be a password, a token or a URI given by mistake, its
 * length. DigitalOcean's own passwords and tokens look like words, but for how they begin.
 */
export function shownName(name: string): string {
  return /^(?!AVNS_|do[a-z]_v1_)[\w.-]{1,64}$/.test(name)
    ? name
    : `(a name of ${Array.from(name).length} characters)`;
}
