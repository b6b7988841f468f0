import { types } from "node:util";
import { ownMembers } from "../api/decode";
import { DigitalOceanApiError } from "../errors";
import { requireKnownNames } from "../reads/knownNames";
import type { Accepted } from "../reads/knownNames";
import { valueOrError } from "../reads/values";
import type { Values } from "../reads/values";
import { waitNames } from "../reads/waitUntilOnline";
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

/**
 * Without types a forgotten `await`, or another thing in the place of a cluster, is easily given, and would export
 * `null` over good outputs.
 *
 * @param caller whose argument it is, for the message
 * @param isMeant whether an object is what the caller works on
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireLookedUp(value: unknown, caller: string, isMeant: (value: object) => boolean): void {
  if (pulumi.Output.isInstance(value)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${caller}: its argument is an Output; give it the cluster itself, whose properties are Outputs, or call it inside \`apply\`.`,
    );
  }
  if (!isLookedUp(value, isMeant)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${caller}: its argument is nothing that was looked up; \`await\` the result of the function, or use its Output form, such as getDatabaseClusterOutput.`,
    );
  }
}

function isLookedUp(value: unknown, isMeant: (value: object) => boolean): boolean {
  try {
    return typeof value === "object" && value !== null && !("then" in value) && isMeant(value);
  } catch {
    // A proxy may throw.
    return false;
  }
}

/**
 * A property of what a program gives, which it may have made by hand or read from a stack by itself.
 *
 * @throws DigitalOceanApiError `unexpected_response` names the property, and never what is there
 */
export function checkedArgument(caller: string, values: Values, property: string, value: unknown): unknown {
  return valueOrError(
    values,
    property,
    value,
    (defect) => `${caller}: ${defect} in its argument. Give it what was looked up, as it is.`,
  );
}
