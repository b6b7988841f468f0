import { DigitalOceanApiError } from "../api/errors";

/** Longest path that is accepted. Linux itself ends at 4,096 bytes. */
const longestPath = 4096;

/**
 * The path of a CA certificate, if there is one. An empty path, as of a setting that was forgotten, is refused: without
 * the file most drivers would not verify the server.
 *
 * @param caller whose option it is, for the message
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireCaFile(value: unknown, caller: string): string | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  if (isCaFile(value)) {
    return value;
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    `${caller}: caFile must be the path of a file, where the application runs: a text of 1 to ${longestPath} characters ` +
      "without control characters. The certificate's own text belongs to connectionEnv, as `caCertificate`.",
  );
}

/** Whether the value is a path that can be part of a URI and of an environment. */
export function isCaFile(value: unknown): value is string {
  return typeof value === "string" && value.length <= longestPath && /^[^\p{Cc}\p{Surrogate}]+$/u.test(value);
}
