/** Checks of what a program passes to this package: arguments, options, and things that were looked up. */
import { types } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { ownMembers } from "../api/decode";
import { DigitalOceanApiError } from "../errors";
import { requireKnownNames } from "../reads/knownNames";
import type { Accepted } from "../reads/knownNames";
import { valueOrError } from "../reads/values";
import type { Values } from "../reads/values";
import { waitNames } from "../reads/waitUntilOnline";
import { asOurs } from "./rejection";

/** As `WaitForOnline`, for a value that other resources yield. */
export type WaitForOnlineInput =
  | boolean
  | {
      /** The longest wait, in seconds, up to 100,000. */
      readonly timeoutSeconds: pulumi.Input<number>;
    };

/**
 * The arguments' own members, if all their names are known.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireKnownArgs<T>(args: T, accepted: Accepted): T & object {
  if (typeof args !== "object" || args === null) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      "args: an object that says what to look up is needed, such as { uuid }.",
    );
  }
  return requireKnownMembers(args, accepted, "args");
}

/**
 * The options' own members, if all their names are known; an empty object if there are no options.
 *
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireKnownOptions<T extends object>(options: T | undefined, accepted: Accepted): T {
  return requireKnownMembers((options ?? {}) as T, accepted, "options");
}

function requireKnownMembers<T extends object>(given: T, accepted: Accepted, name: string): T {
  try {
    requirePlainObject(given, `${accepted.subject}: ${name}`);
    requireKnownNames(given, accepted);
    const own = ownMembers(given);
    const { waitForOnline } = own as { readonly waitForOnline?: unknown };
    if (typeof waitForOnline === "object" && waitForOnline !== null && !isOutputOrPromise(waitForOnline)) {
      requireKnownNames(waitForOnline, waitNames);
    }
    return own;
  } catch (error) {
    // A getter or a proxy may throw.
    throw asOurs(error);
  }
}

/** Whether a value is an Output or a Promise. A Promise may be of another realm, in Jest. */
export function isOutputOrPromise(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || types.isPromise(value);
}

/** Refuses what would pass for an object without members. */
function requirePlainObject(given: unknown, name: string): void {
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

/** Options of Pulumi that are often given among the arguments by mistake, each with where it belongs. */
export function pulumiOptions(call: (option: string) => string): Readonly<Record<string, string>> {
  const names = ["dependsOn", "parent", "provider", "protect", "aliases"] as const;
  return Object.fromEntries(names.map((name) => [name, `it is an option of Pulumi's: \`${call(name)}\``]));
}

/**
 * Refuses what was not looked up, such as a Promise without `await`: it would export `null` over good outputs.
 *
 * @param caller the function whose argument it is, for the message
 * @param isMeant whether an object is of the kind that the caller takes
 * @throws DigitalOceanApiError `invalid_argument`
 */
export function requireLookedUp(value: unknown, caller: string, isMeant: (value: object) => boolean): void {
  if (pulumi.Output.isInstance(value)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${caller}: the argument is an Output; give it the cluster itself, whose properties are Outputs, or call it inside \`apply\`.`,
    );
  }
  if (!isLookedUp(value, isMeant)) {
    throw new DigitalOceanApiError(
      "invalid_argument",
      `${caller}: the argument is not a lookup result; did you forget \`await\`? The Output form of a function, such as getDatabaseClusterOutput, needs none.`,
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
 * A property of a program's argument, if it has the right type: the program may have made it itself.
 *
 * @throws DigitalOceanApiError `unexpected_response`, which names the property and does not quote the value
 */
export function checkedArgument(caller: string, values: Values, property: string, value: unknown): unknown {
  return valueOrError(
    values,
    property,
    value,
    (defect) => `${caller}: ${defect} in its argument. Pass the lookup result unchanged.`,
  );
}
