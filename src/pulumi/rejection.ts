/** How lookups fail: errors that Pulumi shows as one line, without the texts that the program gave as secrets. */
import { setTimeout as sleep } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { shown } from "../api/shown";
import { DigitalOceanApiError, withoutCode } from "../errors";
import { uuidsIn } from "../reads/identifiers";
import type { Report } from "../reads/read";

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
  const name = error instanceof Error && /^\w{1,40}$/.test(error.name) ? error.name : "an unknown error";
  return new DigitalOceanApiError(
    "invalid_argument",
    `pulumi-digitalocean-databases: a value could not be worked with (${name}). Check the values that its functions ` +
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

function textsIn(value: unknown): string[] {
  if (typeof value === "string") {
    return [value];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The error without the texts. */
export function errorWithout(texts: readonly string[], error: DigitalOceanApiError): DigitalOceanApiError {
  // The code at its end is no secret, even if a text is the same word.
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

/** The report without the texts. */
export function reportWithout(texts: readonly string[], report: Report): Report {
  const clean = (message: string): string => without(texts, message);
  return {
    info: (message) => {
      report.info(clean(message));
    },
    warn: (message) => {
      report.warn(clean(message));
    },
    progress: (subject, state) => {
      report.progress(clean(subject), clean(state));
    },
    retry: ({ cause, text, waitMs }) => {
      report.retry({ cause: clean(cause), text: clean(text), waitMs });
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
      // A short text is part of many words.
      return form.length < shortest ? `(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])` : literal;
    });
  return patterns.length === 0 ? message : message.replace(new RegExp(patterns.join("|"), "giu"), "[secret]");
}

const shortest = 8;

/** The forms in which messages show a text: trimmed, shortened, escaped; also the host of an address, and UUIDs in it. */
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
