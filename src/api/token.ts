import { DigitalOceanApiError } from "./errors";
import { neverShow } from "./shown";

/** Longer headers are refused by most servers. */
const maxLength = 8000;

/**
 * Refuses a token that cannot be one, without showing it, and keeps every message from showing one that can. The HTTP
 * library would otherwise fail with an error that contains the token.
 *
 * @param source where the token came from, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireTokenForm(token: unknown, source: string): string {
  if (typeof token === "string" && token.length <= maxLength && /^[\x21-\x7e]+$/.test(token)) {
    neverShow(token);
    return token;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `token: ${source} is malformed (it contains blanks, line breaks, control characters or other than ASCII, ` +
      "or is no string); copy it again.",
  );
}
