import type * as pulumi from "./sdk";
import { DigitalOceanApiError } from "../api/errors";
import { ownMembers } from "../api/own";

/** As `WaitForOnline`, for a value that other resources yield. */
export type WaitForOnlineInput = boolean | { readonly timeoutSeconds: pulumi.Input<number> };

/**
 * The arguments' own members, if there are arguments: JavaScript lets a program forget them, and a TypeError would cost it a stack.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireArgs<T>(args: T): T & object {
  if (typeof args === "object" && args !== null) {
    return ownMembers(args);
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    "args: an object that says what to look up is needed, such as { uuid }.",
  );
}
