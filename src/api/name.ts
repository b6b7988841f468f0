import { DigitalOceanApiError } from "./errors";

export { shownName } from "./shown";

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
