import { setTimeout as sleep } from "node:timers/promises";
import { shown } from "../api/shown";
import { DigitalOceanApiError, withoutCode } from "../errors";
import { uuidsIn } from "../reads/identifiers";
import type { Report } from "../reads/read";
import * as pulumi from "./sdk";

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

/**
 * The texts in those of a program's values that it gave as secret Outputs. No message may show them, however harmless
 * they look: a UUID that is a secret is written as `[secret]`.
 *
 * @param given what the program gave, by name
 * @param known the values of the same names
 */
export async function secretTexts(
  given: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, unknown>>,
): Promise<string[]> {
  const texts = Object.entries(given).map(async ([name, input]) => {
    if (typeof input !== "object" || input === null) {
      return [];
    }
    const output = pulumi.Output.isInstance(input) ? input : pulumi.output(input);
    return (await pulumi.isSecret(output)) ? textsIn(known[name]) : [];
  });
  return (await Promise.all(texts)).flat();
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The error without the texts. */
export function errorWithout(texts: readonly string[], error: DigitalOceanApiError): DigitalOceanApiError {
  // The code is no secret, even where a text is the same word.
  const before = withoutCode(error.message);
  const message = without(texts, before);
  if (message === before) {
    return error;
  }
  const { code, clusterUuid, status, id, requestId, attempts } = error;
  const isHidden = clusterUuid !== undefined && without(texts, clusterUuid) !== clusterUuid;
  return new DigitalOceanApiError(code, message, {
    ...{ status, id, requestId, attempts },
    clusterUuid: isHidden ? undefined : clusterUuid,
  });
}

/** Tells the same, without the texts. */
export function reportWithout(texts: readonly string[], report: Report): Report {
  return texts.length === 0
    ? report
    : {
        info: (message) => {
          report.info(without(texts, message));
        },
        warn: (message) => {
          report.warn(without(texts, message));
        },
        progress: (subject, state) => {
          report.progress(without(texts, subject), without(texts, state));
        },
        retry: ({ cause, text, waitMs }) => {
          report.retry({ cause: without(texts, cause), text: without(texts, text), waitMs });
        },
      };
}

function without(texts: readonly string[], message: string): string {
  const patterns = texts
    .flatMap(formsOf)
    .filter((form) => form !== "")
    .sort((a, b) => b.length - a.length)
    .map((form) => {
      const literal = form.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      // A short one is part of many words.
      return form.length < shortest ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
    });
  return patterns.length === 0 ? message : message.replace(new RegExp(patterns.join("|"), "giu"), "[secret]");
}

const shortest = 8;

/** The forms in which messages show a text: as it is, trimmed, shortened and escaped; of an address the host, and of any text a UUID in it. */
function formsOf(text: string): string[] {
  return [text, text.trim()]
    .flatMap((form) => [form, shown(form).replace(/^"|"$/g, ""), JSON.stringify(form).slice(1, -1)])
    .concat(hostsOf(text), uuidsIn(text));
}

function hostsOf(text: string): string[] {
  try {
    const { host, hostname } = new URL(text);
    return [host, hostname];
  } catch {
    return [];
  }
}
