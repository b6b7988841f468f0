import { DigitalOceanApiError } from "./errors";

/**
 * Refuses a token that cannot be one, without showing it. A line break or a blank, the usual leftovers of
 * a copy, would otherwise surface as an error of the HTTP library with the token in it.
 *
 * @param source where the token came from, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireTokenForm(token: unknown, source: string): string {
  if (typeof token === "string" && /^[\x21-\x7e]+$/.test(token)) {
    return token;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `token: ${source} is malformed (it holds blanks, line breaks, control characters or other than ASCII, ` +
      "or is no string); copy it again, without anything around it.",
  );
}
