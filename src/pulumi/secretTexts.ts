import * as pulumi from "./sdk";
import { DigitalOceanApiError, withoutCode } from "../api/errors";
import { uuidsIn } from "../api/uuid";
import type { Report } from "../lookup/surroundings";
import { shown } from "../model/words";

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
