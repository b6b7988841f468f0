import { types } from "node:util";
import { DigitalOceanApiError } from "../api/errors";
import { ownMembers } from "../api/own";
import { requireKnownNames } from "../model/knownNames";
import type { Accepted } from "../model/knownNames";
import { waitNames } from "../lookup/waitNames";
import { asOurs } from "./rejection";
import * as pulumi from "./sdk";

/** As `WaitForOnline`, for a value that other resources yield. */
export type WaitForOnlineInput = boolean | { readonly timeoutSeconds: pulumi.Input<number> };

/**
 * The arguments' own members, if there are arguments: JavaScript lets a program forget them, and a TypeError would cost it a stack.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireArgs<T>(args: T): T & object {
  if (typeof args === "object" && args !== null) {
    try {
      return ownMembers(args);
    } catch (error) {
      // A getter or a proxy may throw, which is no reason for a stack.
      throw asOurs(error);
    }
  }
  throw new DigitalOceanApiError(
    "invalid_argument",
    "args: an object that says what to look up is needed, such as { uuid }.",
  );
}

/**
 * The arguments' own members, if all their names are known.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireKnownArgs<T>(args: T, accepted: Accepted): T & object {
  requireArgs(args);
  return known(args as T & object, accepted, "args");
}

/**
 * The options' own members, if all their names are known; no options are an empty object.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireKnownOptions<T extends object>(options: T | undefined, accepted: Accepted): T {
  return known((options ?? {}) as T, accepted, "options");
}

function known<T extends object>(given: T, accepted: Accepted, name: string): T {
  try {
    requireObject(given, `${accepted.subject}: ${name}`);
    requireKnownNames(given, accepted);
    const own = ownMembers(given);
    requireKnownWait((own as { readonly waitForOnline?: unknown }).waitForOnline);
    return own;
  } catch (error) {
    throw asOurs(error);
  }
}

/** What has no members to read, or other ones, would be taken for an empty object. */
function requireObject(given: unknown, name: string): void {
  const found = pulumi.Output.isInstance(given)
    ? "an Output"
    : types.isPromise(given)
      ? "a Promise"
      : Array.isArray(given)
        ? "a list"
        : types.isMap(given)
          ? "a Map"
          : typeof given === "object"
            ? undefined
            : `a value of type ${typeof given}`;
  if (found !== undefined) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${name}: a plain object is needed, such as { name: value }, and this is ${found}.`,
    );
  }
}

/** What is yet to come is checked when it is there. */
function requireKnownWait(waitForOnline: unknown): void {
  if (
    typeof waitForOnline === "object" &&
    waitForOnline !== null &&
    !pulumi.Output.isInstance(waitForOnline) &&
    !types.isPromise(waitForOnline)
  ) {
    requireKnownNames(waitForOnline, waitNames);
  }
}

/** Pulumi's options that are easily given among the arguments or options before them, and where they belong. */
export function pulumiOptions(call: (option: string) => string): Readonly<Record<string, string>> {
  const names = ["dependsOn", "parent", "provider", "protect", "aliases"] as const;
  return Object.fromEntries(names.map((name) => [name, `it is an option of Pulumi's: \`${call(name)}\``]));
}
