import { DigitalOceanApiError } from "../api/errors";

/**
 * The arguments, if they are there: JavaScript lets a program forget them, and a TypeError would cost it a stack.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireArgs<T>(args: T): T & object {
  if (typeof args === "object" && args !== null) {
    return args;
  }
  throw new DigitalOceanApiError("invalid_argument", "args: an object with the cluster's uuid is needed.");
}
