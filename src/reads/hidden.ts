/** Removes from messages the texts that a program gave as secrets. */
import { shown } from "../api/shown";
import { DigitalOceanApiError, withoutCode } from "../errors";
import { uuidsIn } from "./identifiers";
import type { Report } from "./read";

/** All texts in a value. */
export function textsIn(value: unknown): string[] {
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

/** What the work returns. Its error does not show the texts. */
export async function hiding<T>(texts: readonly string[], work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw DigitalOceanApiError.isInstance(error) ? errorWithout(texts, error) : error;
  }
}
