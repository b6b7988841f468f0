import { setTimeout as sleep } from "node:timers/promises";

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
 * A moment passes first: Outputs that fail before the SDK has come to wait for them get Node's
 * PromiseRejectionHandledWarning printed beside the error. (No `await` for that: in an async function the visit
 * would begin with those who wait for it.)
 */
export function rejectQuietly<T>(promise: Promise<T>): Promise<T> {
  return promise.catch((error: unknown) => sleep(momentMs).then(() => Promise.reject(error)));
}

/** Longer than a stack takes to be registered with the engine, and shorter than anybody notices. */
const momentMs = 100;
