import { setTimeout as sleep } from "node:timers/promises";
import { DigitalOceanApiError } from "../api/errors";

/**
 * The promise, its rejection handed on so that Pulumi shows it as one line and at once. Every rejection that
 * Outputs are to fail with goes through here; inside `apply`, nothing is thrown.
 *
 * Pulumi's language host keeps V8's debugger enabled (`Debugger.enable` in the SDK's runtime/closure/v8Hooks).
 * At a `throw` V8 then visits all promises that wait for the throwing function, to predict whether anybody
 * catches, and visits those of a chain of Outputs once for every path to them: four Outputs deep, `pulumi up`
 * hangs for minutes and dies without a message. A handler ends the visit, and a promise that is rejected
 * before anybody waits for it has none to visit.
 *
 * The rejection is delayed by a moment: if an Output fails before the SDK waits for it, Node prints its
 * PromiseRejectionHandledWarning beside the error, and users' test runners report an unhandled error.
 * An Output that derives from a failed one fails at once, so a program waits for this once for each lookup.
 * (No `await` for that: in an async function the visit would begin with those who wait for it.)
 */
export function rejectQuietly<T>(promise: Promise<T>): Promise<T> {
  return promise.catch((error: unknown) => sleep(momentMs).then(() => Promise.reject(error)));
}

/** Longer than a stack takes to be registered with the engine, and shorter than anybody notices. */
const momentMs = 100;

/**
 * The error, if it is this package's. Another one, of which this package did not think, is replaced: its message may
 * quote a secret, and Pulumi's language host takes half a minute to print its stack.
 */
export function asOurs(error: unknown): DigitalOceanApiError {
  if (DigitalOceanApiError.isInstance(error)) {
    return error;
  }
  const name = error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : "an unknown error";
  return new DigitalOceanApiError(
    "invalid_argument",
    `pulumi-digitalocean-databases: a value could not be worked with (${name}). Check the values that its functions ` +
      "are given; if they are plain data and Outputs, please report it.",
  );
}
