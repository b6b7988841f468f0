/** How lookups in a program fail: errors that Pulumi shows as one line, and the texts that they may not show. */
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { DigitalOceanApiError, classOf } from "../errors";
import { textsIn } from "../reads/hidden";

/**
 * The promise, rejected in a way that neither hangs `pulumi up` nor counts as unhandled. Every rejection that Outputs
 * fail with goes through here, and nothing is thrown inside `apply` (docs/pulumi-internals.md, "THROW").
 *
 * It is rejected a moment later, so that the SDK waits for it by then (docs/pulumi-internals.md, "EARLY REJECTION").
 * There must be no `await` here: at a `throw` V8 also visits the promises that wait for an async function.
 */
export function rejectQuietly<T>(promise: Promise<T>): Promise<T> {
  return promise.catch((error: unknown) => sleep(momentMs).then(() => Promise.reject(error)));
}

/** Longer than a stack takes to be registered with the engine, and too short to be noticed. */
const momentMs = 100;

/**
 * The error, if it is this package's. An unexpected one is replaced: its message may quote a secret, and Pulumi's
 * language host takes half a minute to print its stack.
 */
export function asOurs(error: unknown): DigitalOceanApiError {
  if (DigitalOceanApiError.isInstance(error)) {
    return error;
  }
  return new DigitalOceanApiError(
    "invalid_argument",
    `pulumi-digitalocean-databases: a value could not be worked with (${classOf(error)}). Check the values that its functions ` +
      "are given; if they are plain data and Outputs, please report it.",
  );
}

/**
 * The texts in the values that a program gave as secret Outputs. No message may show them, however harmless they look: a
 * UUID that is a secret is written as `[secret]`.
 *
 * @param given what the program gave, by name
 * @param known the values, by the same names
 */
export async function secretTexts(
  given: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const texts = Object.entries(given).map(async ([name, input]) =>
    typeof input === "object" && input !== null && (await pulumi.isSecret(pulumi.output(input)))
      ? textsIn(known[name])
      : [],
  );
  return (await Promise.all(texts)).flat();
}
